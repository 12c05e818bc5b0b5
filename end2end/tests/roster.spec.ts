// The duty roster: planned by one press, changed with a reason, read by everybody who may, printed.

import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";

import { SIZES } from "../support/chromium.ts";
import { Colleague } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

/** A month that the demo says nothing about, and a Monday in it. */
const MONTH = "2030-11";
const MONDAY = "11月4日";

interface RosterMonth {
    version: number;
    roster: { turns: { date: string; post: string; person: string; name: string }[]; exchanges: { reason: string }[] };
}

function row(page: Page, day: string): Locator {
    return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: day }) });
}

function place(page: Page, day: string, post: string): Locator {
    return row(page, day).getByRole("button", { name: new RegExp(`，${post} `) });
}

/** The month as the proposal fills it, prepared. */
async function prepared(url: string): Promise<RosterMonth> {
    const support = await Colleague.signIn(url, "support");
    const proposal = (await (await support.call("POST", `/api/rosters/${MONTH}/proposal`)).json()) as { turns: unknown[] };
    for (const [version, state] of ["draft", "prepared"].entries()) {
        const roster = { turns: proposal.turns, exchanges: [], state };
        const kept = await support.call("PUT", `/api/rosters/${MONTH}`, { roster, version });
        expect(kept.status).toBe(200);
    }
    return support.get<RosterMonth>(`/api/rosters/${MONTH}`);
}

test("a month is proposed with one press, taken back, changed by hand, and its gaps are said in words", async ({ open }) => {
    const page = await open(`/roster?month=${MONTH}`, "support");
    await expect(page).toHaveTitle("值班表 · 派单");
    await expect(page.getByText("这个月还没有排班。")).toBeVisible();
    await page.getByRole("button", { name: "自动排班" }).click();
    await expect(page.getByText("没有空班，也没有重复排班。")).toBeVisible();
    await page.getByRole("button", { name: "撤销" }).click();
    await expect(page.getByText("这个月还没有排班。")).toBeVisible();
    await page.getByRole("button", { name: "自动排班" }).click();
    await expect(page.getByText("没有空班，也没有重复排班。")).toBeVisible();

    await place(page, MONDAY, "晚班").focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "安排值班" });
    await dialog.getByLabel("谁值班").selectOption({ label: "没有人" });
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(place(page, MONDAY, "晚班"), "the keyboard goes on where it was").toBeFocused();
    await expect(place(page, MONDAY, "晚班")).toContainText("缺人");
    await expect(page.getByRole("listitem").filter({ hasText: /11月4日.*晚班：没有人/ })).toBeVisible();

    const onDay = (await place(page, MONDAY, "白班").locator("b").textContent()) ?? "";
    await place(page, MONDAY, "晚班").click();
    await dialog.getByLabel("谁值班").selectOption({ label: onDay });
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: `${onDay}同时排了白班、晚班` })).toBeVisible();
    await expect(place(page, MONDAY, "白班")).toContainText("重复");
    await page.reload();
    await expect(place(page, MONDAY, "晚班")).toContainText(onDay);
    await page.getByRole("button", { name: "编制完成" }).click();
    await expect(page.getByText("等另一位经理审核。")).toBeVisible();
});

test("a duty manager changes who comes, and why; reviews the month; and prints it", async ({ open, server }) => {
    const { roster } = await prepared(server.url);
    const late = roster.turns.find(({ date, post }) => date === `${MONTH}-04` && post === "late");
    const page = await open(`/roster?month=${MONTH}`, "duty", { size: "tablet" });
    await expect(page.getByRole("button", { name: "自动排班" })).toHaveCount(0);
    await place(page, MONDAY, "晚班").click();
    const dialog = page.getByRole("dialog", { name: "换班" });
    await expect(dialog.getByText(`原来：${late?.name}`)).toBeVisible();
    await dialog.getByLabel("换成谁").selectOption({ label: "没有人" });
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog.getByText("请写明为什么换班。")).toBeVisible();
    await dialog.getByLabel("原因").fill("孩子发烧");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(place(page, MONDAY, "晚班")).toContainText("缺人");
    await expect(place(page, MONDAY, "晚班")).toContainText("孩子发烧（李建军）");
    await expect(place(page, MONDAY, "晚班")).toContainText(`替 ${late?.name}`);
    await page.getByRole("button", { name: "撤销" }).click();
    await expect(place(page, MONDAY, "晚班")).not.toContainText("孩子发烧");
    await expect(place(page, MONDAY, "晚班")).toContainText(late?.name ?? "");
    await page.getByRole("button", { name: "审核通过" }).click();
    await expect(page.getByText("已审核", { exact: true })).toBeVisible();

    const paper = page.getByRole("link", { name: "打印 / PDF" });
    await expect(paper).toHaveAttribute("href", `/api/forms/QR-01.pdf?date=${MONTH}-01`);
    const file = await page.request.get((await paper.getAttribute("href"))!);
    expect(file.headers()["content-type"]).toBe("application/pdf");
    expect(file.headers()["content-disposition"]).toContain(`QR-01 ${MONTH}`);
    expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
});

test("who was faster is seen before anything is overwritten", async ({ open, server, duty, watch }) => {
    watch.expects(/status of 422 .*\/api\/rosters/);
    const { roster, version } = await prepared(server.url);
    const page = await open(`/roster?month=${MONTH}`, "duty");
    await place(page, MONDAY, "晚班").click();
    const exchanges = [{ date: `${MONTH}-04`, post: "noon", to: null, reason: "开会" }];
    const other = { roster: { turns: roster.turns, exchanges, state: "prepared" }, version };
    expect((await duty.call("PUT", `/api/rosters/${MONTH}`, other)).status).toBe(200);
    const dialog = page.getByRole("dialog", { name: "换班" });
    await dialog.getByLabel("换成谁").selectOption({ label: "没有人" });
    await dialog.getByLabel("原因").fill("病了");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog.getByText("别人刚改过，请看过新的再改。")).toBeVisible();
    await expect(page.getByText("开会（李建军）")).toBeVisible();
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(place(page, MONDAY, "晚班")).toContainText("病了");
    await expect(place(page, MONDAY, "午班")).toContainText("开会");
});

test("today is marked; an engineer reads the roster and can change nothing; others find no such page", async ({ open }) => {
    const page = await open("/roster", "field1", { size: "upright" });
    await expect(page.getByRole("navigation").getByRole("link", { name: "值班表" })).toHaveAttribute("aria-current", "page");
    const today = page.locator("tr[aria-current=date]");
    await expect(today).toContainText("今天");
    await expect(today).toContainText("晚上要参加家长会");
    await expect(page.getByRole("table").getByRole("button")).toHaveCount(0);
    for (const name of ["自动排班", "编制完成", "审核通过", "归档", "撤回审核"]) {
        await expect(page.getByRole("button", { name })).toHaveCount(0);
    }
    for (const viewport of Object.values(SIZES)) {
        await page.setViewportSize(viewport);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide, "the page itself never scrolls sideways").toBeLessThanOrEqual(0);
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
    await page.getByRole("button", { name: "上个月" }).click();
    await expect(page.getByText("这个月还没有排班。")).toBeVisible();
    const admin = await open("/roster", "admin");
    await expect(admin.getByRole("heading", { name: "没有这个页面" })).toBeVisible();
    await expect(admin.getByRole("navigation").getByRole("link", { name: "值班表" })).toHaveCount(0);
});
