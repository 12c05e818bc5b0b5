// The signature: turning the tablet, too little ink, fingers; and who may hold the tablet meanwhile.

import type { Locator, Page } from "@playwright/test";

import { SIZES } from "../support/chromium.ts";
import { type Visit, visitAt } from "../support/colleague.ts";
import { SIGNATURE, draw, drawByFinger, ink, pad } from "../support/pen.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

const form = ({ dispatch }: Visit) => `/field/visits/${dispatch}`;

test("turning the tablet while signing keeps what is written", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at, { size: "upright" });
    await visit.upToCustomer(page);
    await visit.answer(page);
    await draw(page, SIGNATURE.slice(0, 2));
    const upright = await shape(page);

    await page.setViewportSize(SIZES.tablet);
    await expect.poll(() => ink(page)).toBeGreaterThan(100);
    const across = await shape(page);
    expect(across.proportions).toBeCloseTo(upright.proportions, 0);
    // What is written next goes on in the same signature.
    await draw(page, SIGNATURE.slice(2));
    await page.setViewportSize(SIZES.upright);
    await visit.confirmSignature(page);
    await visit.takeBack(page);

    await expect(page.getByText(/这张单在\s*已送达/)).toBeVisible();
    const [signature] = (await duty.dispatch(at)).visit.signatures;
    expect(signature?.ink.strokes).toHaveLength(SIGNATURE.length);
    expect(signature?.countersignature?.doubts).toEqual([]);
    const inside = signature?.ink.strokes.flat().every(([x = 0, y = 0]) => x >= 0 && y >= 0 && x <= signature.ink.width * 10 && y <= signature.ink.height * 10);
    expect(inside, "the second half lies in the box of the first").toBe(true);
});

test("a dot is no signature, and the page says so in words", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    await visit.press(page, "确认签字");
    await expect(page.getByText("请选一项。")).toHaveCount(3);
    await expect(page.getByText("请在上面签名。")).toBeVisible();
    // The keyboard goes on at the first question.
    await expect(page.getByRole("radio", { name: "全部解决" })).toBeFocused();

    await visit.answer(page, { solved: "部分解决", told: "否", satisfaction: 3 });
    await draw(page, [[[0.5, 0.5], [0.51, 0.5]]]);
    await visit.press(page, "确认签字");
    await expect(page.getByText("笔迹太少，请完整签名。")).toBeVisible();
    await visit.fill(page, "签字人姓名", "");
    await visit.press(page, "确认签字");
    await expect(page.getByText("请写签字人的姓名。")).toBeVisible();
    expect((await duty.dispatch(at)).visit.signatures).toEqual([]);

    await visit.fill(page, "签字人姓名", "王会计");
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    await expect.poll(async () => (await duty.dispatch(at)).visit.signatures[0]?.signer_name).toBe("王会计");
});

test("an answer changed after signing asks for a new signature", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    await visit.answer(page);
    await draw(page, SIGNATURE);
    await visit.answer(page, { solved: "没有解决" });
    await expect(page.getByText("内容有改动，请重新签名。")).toBeVisible();
    await expect.poll(() => ink(page)).toBe(0);
});

test("a reload while signing keeps answers, name and strokes, and the same form is presented once", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    await visit.answer(page, { solved: "部分解决" });
    await visit.fill(page, "签字人姓名", "王会计");
    await draw(page, SIGNATURE.slice(0, 2));
    const before = await ink(page);
    await expect.poll(() => keptDrafts(page)).toBeGreaterThanOrEqual(4);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain("王会计");

    await page.reload();
    await expect.poll(() => ink(page)).toBeGreaterThan(before * 0.9);
    await expect(page.getByRole("radio", { name: "部分解决" })).toBeChecked();
    await expect(page.getByLabel("签字人姓名")).toHaveValue("王会计");
    await draw(page, SIGNATURE.slice(2));
    await visit.confirmSignature(page);

    await expect.poll(async () => (await duty.dispatch(at)).visit.signatures[0]?.ink.strokes.length).toBe(SIGNATURE.length);
    expect(await duty.times(at.request, "present_form")).toBe(1);
});

test("the customer may read in another language; the engineer has the own one back", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    await page.locator("select[name=language]").selectOption("en");
    await expect(page.getByRole("heading", { name: "Please check and sign" })).toBeVisible();
    await page.getByRole("button", { name: "Back to the engineer" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("PIN", { exact: true }).fill(visit.PIN);
    await dialog.getByRole("button", { name: "Back", exact: true }).click();
    await visit.atStep(page, "请客户核对并签字");
});

test("who wants to look again reads from the beginning, without the engineer", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at, { size: "tablet" });
    await visit.upToCustomer(page);
    await page.getByLabel("签字人姓名").scrollIntoViewIfNeeded();
    await visit.press(page, "我再看看");
    await expect(page.getByRole("heading", { name: "请您核对并签字" })).toBeInViewport();
    await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the place for the name is in sight below the pad on an upright tablet", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at, { size: "upright" });
    await visit.upToCustomer(page);
    const edge = async (what: Locator, side: "top" | "bottom") => (await what.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect))[side];
    const name = page.getByLabel("签字人姓名");
    // The buttons stay at the lower end of the screen.
    const buttons = page.getByRole("button", { name: "确认签字" });
    await expect.poll(async () => (await edge(name, "bottom")) < (await edge(buttons, "top"))).toBe(true);
});

test("a finger signs on a touch screen without scrolling the page", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at, { hasTouch: true, size: "upright" });
    await visit.upToCustomer(page);
    await visit.answer(page);
    await pad(page).scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    await drawByFinger(page, SIGNATURE);
    expect(await page.evaluate(() => scrollY)).toBe(before);
    await visit.confirmSignature(page);
    await expect.poll(async () => (await duty.dispatch(at)).visit.signatures[0]?.ink.strokes.length).toBe(SIGNATURE.length);
});

test("while the customer holds the tablet nothing else opens, and only the right PIN leads back", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    const signing = page.getByRole("heading", { name: "请您核对并签字" });
    // Not for a moment either: other customers' names are nobody's business.
    await page.addInitScript(() => {
        const look = () => document.querySelector(".day-stops") && sessionStorage.setItem("leaked", location.pathname);
        new MutationObserver(look).observe(document, { childList: true, subtree: true });
    });

    for (const elsewhere of ["/field", "/field/outbox", form(at), "/field/nowhere"]) {
        await page.goto(elsewhere);
        await expect(signing, elsewhere).toBeVisible();
        await expect(page).toHaveURL(`${form(at)}/sign`);
    }
    expect(await page.evaluate(() => sessionStorage.getItem("leaked"))).toBeNull();
    await page.reload();
    await expect(signing).toBeVisible();
    for (let steps = 0; steps < 3; steps++) {
        await page.goBack();
        await expect(signing).toBeVisible();
        await expect(page).toHaveURL(`${form(at)}/sign`);
    }

    // A second tab is held as well.
    const second = await page.context().newPage();
    await second.goto("/field");
    await expect(second.getByRole("heading", { name: "请您核对并签字" })).toBeVisible();
    await second.close();

    await visit.press(page, "交还给工程师");
    await visit.enterPin(page, "1357");
    await expect(page.getByText("PIN 不对，请再试。")).toBeVisible();
    await expect(page).toHaveURL(`${form(at)}/sign`);
    await visit.enterPin(page, visit.PIN);
    await expect(page).toHaveURL(form(at));
    await page.goto("/field");
    await expect(page.getByRole("heading", { level: 1, name: /^今天/ })).toBeVisible();
});

test("a browser that is killed in the customer's hands starts in the customer's hands", async ({ watch, duty, engineer, tablet: takeTablet }) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("on_site", { duty, engineer });
    const tablet = await takeTablet();
    await tablet.prepare("field1");
    // Only when it is closed in order has the browser surely kept its session.
    await tablet.restart(form(at));
    await visit.upToCustomer(tablet.page);
    await tablet.kill();

    await tablet.start();
    await tablet.page.goto("/field");
    await expect(tablet.page.getByRole("heading", { name: "请您核对并签字" })).toBeVisible();
    await visit.press(tablet.page, "交还给工程师");
    await visit.enterPin(tablet.page, visit.PIN);
    await expect(tablet.page).toHaveURL(form(at));
});

test("wrong PINs cost time", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    await visit.press(page, "交还给工程师");
    for (const wrong of ["1111", "2222", "3333"]) await visit.enterPin(page, wrong);
    await expect(page.getByText(/错的次数太多，请等 \d+ 秒。/)).toBeVisible();
    await expect(page.getByRole("button", { name: "返回" })).toBeDisabled();
});

test("the office's pages do not open in the customer's hands either", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    for (const office of ["/requests", `/requests/${at.request}`, "/board", "/account", "/api/requests", "/api/docs"]) {
        await page.goto(office);
        await expect(page.getByRole("heading", { name: "请您核对并签字" }), office).toBeVisible();
    }
});

/** How many drafts the tablet's own store holds. */
function keptDrafts(page: Page): Promise<number> {
    return page.evaluate(async () => {
        const opening = indexedDB.open("paidan");
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
        });
        const asking = database.transaction("state").objectStore("state").getAllKeys();
        const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
            asking.onsuccess = () => resolve(asking.result);
            asking.onerror = () => reject(asking.error);
        });
        database.close();
        return keys.filter((key) => String(key).includes("/draft/")).length;
    });
}

async function shape(page: Parameters<typeof ink>[0]): Promise<{ proportions: number }> {
    const proportions = await pad(page).evaluate((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) throw new Error("The pad is no canvas.");
        const { width, height } = canvas;
        const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
        let [left, right, top, bottom] = [width, 0, height, 0];
        for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
                if ((pixels[(y * width + x) * 4 + 3] ?? 0) <= 32) continue;
                [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
            }
        }
        return (right - left) / (bottom - top);
    });
    return { proportions };
}
