// The live board: planning by pointer and by keyboard, several managers at once, a server that dies in between.

import { once } from "node:events";
import { createServer } from "node:http";

import type { Locator, Page } from "@playwright/test";

import { Colleague, type Person, type ServiceRequest, type Visit, newId, visitAt } from "../support/colleague.ts";
import { isPlanned } from "../support/planning.ts";
import { expect, test } from "../support/test.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

const MINUTE = 60_000;
/** A window in which five of the twelve lanes are in sight. */
const LOW = { viewport: { width: 1440, height: 420 } };

test("a request is dragged onto an engineer's day, moved, and taken back by undo", async ({ duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const page = await tomorrow(await open("/board", "duty"));
    await drag(page, card(page, at), lane(page, engineer), 0.4);
    await isPlanned(page, new RegExp(`${at.unit} 派给 ${engineer.person.name}，`));
    const dispatched = await planned(duty, at);
    expect(dispatched.engineer).toBe(engineer.person.id);
    await expect(card(page, at)).toHaveCount(0);

    const other = await Colleague.signIn(new URL(page.url()).origin, "field2");
    await drag(page, job(page, at), lane(page, other), 0.7);
    await isPlanned(page, new RegExp(`${at.unit} 改派给 ${other.person.name}，`));
    expect((await planned(duty, at)).engineer).toBe(other.person.id);

    await page.getByRole("button", { name: "撤销 Ctrl Z" }).click();
    await expect.poll(async () => (await planned(duty, at)).engineer).toBe(engineer.person.id);
    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("verified");
    await expect(card(page, at)).toBeVisible();
});

test("the same is done by keyboard alone", async ({ duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const page = await open("/board", "duty");
    await today(page);
    await expect(card(page, at)).toBeVisible();
    if (!isEarly()) await page.getByRole("button", { name: "后一天" }).press("Enter");
    // Find it, choose it, go to who can be sent, send the first.
    await page.keyboard.press("/");
    await page.keyboard.type(at.number);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await expect(card(page, at)).toBeFocused();
    await page.keyboard.press("a");
    await expect(page.getByRole("button", { name: /^派给 / }).first()).toBeFocused();
    await page.keyboard.press("Enter");
    await isPlanned(page, new RegExp(`${at.unit} 派给 `));
    await expect(job(page, at)).toBeVisible();
    const before = await planned(duty, at);

    // A quarter of an hour later; Enter puts it there.
    await job(page, at).press("ArrowRight");
    await expect(page.getByText(/按 Enter 确认，Esc 取消。/)).toBeAttached();
    await page.keyboard.press("Enter");
    await isPlanned(page, new RegExp(`${at.unit} 改到 `));
    const moved = async () => Date.parse((await planned(duty, at)).slot.from) - Date.parse(before.slot.from);
    await expect.poll(moved).toBe(15 * MINUTE);

    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await planned(duty, at)).slot.from).toBe(before.slot.from);
    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("verified");
});

test("a place that a rule speaks against is planned only with a reason, which is kept", async ({ duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const { product } = await duty.request(at.request);
    const people = await duty.records<Person & { roles: string[]; skills: { product: string }[] }>("person");
    const covers = (line: string) => product.name.toLowerCase().includes(line.toLowerCase()) || line.toLowerCase().includes(product.name.toLowerCase());
    const stranger = people.find(({ roles, skills }) => roles.includes("field") && !skills.some((skill) => covers(skill.product)));
    if (!stranger) throw new Error("Every engineer of the demo centre knows this product.");
    const page = await tomorrow(await open("/board", "duty"));
    await drag(page, card(page, at), page.locator(`[data-engineer="${stranger.id}"]`), 0.5);
    const dialog = page.getByRole("dialog", { name: "有规则不同意这样派" });
    await expect(dialog.getByText(`${stranger.name} 没有“${product.name}”的技能`)).toBeVisible();
    await dialog.getByRole("button", { name: "仍然这样派" }).click();
    await expect(dialog.getByText("请写一句原因。")).toBeVisible();
    expect((await duty.request(at.request)).state).toBe("verified");
    await dialog.getByLabel("原因").fill("客户点名要他");
    await dialog.getByRole("button", { name: "仍然这样派" }).click();
    expect((await planned(duty, at)).engineer).toBe(stranger.id);
    await page.goto(`/requests/${at.request}`);
    await expect(page.getByText("客户点名要他")).toBeVisible();
});

test("a tablet that owes a word is named on the board of whoever can phone its engineer", async ({ duty, engineer, open }) => {
    const at = await visitAt("offered", { duty, engineer });
    const silent = {
        id: newId(),
        name: "Chrome · Android",
        person: engineer.person.id,
        person_name: engineer.person.name,
        last_contact: new Date(Date.now() - 30 * 60 * MINUTE).toISOString(),
        request: at.request,
        number: at.number,
        unit: at.unit,
        planned_end: new Date(Date.now() - 26 * 60 * MINUTE).toISOString(),
    };
    const page = await open("/login", "duty");
    await page.route("**/api/devices/silent", (route) => route.fulfill({ json: { items: [silent] } }));
    await page.goto("/board");
    const notice = page.locator(".silent-devices");
    await expect(notice).toContainText(engineer.person.name);
    await notice.getByRole("link", { name: new RegExp(at.number) }).click();
    await expect(page).toHaveURL(`/requests/${at.request}`);
});

test("with more engineers than fit, lanes are there when they come into sight, and a drag to the edge scrolls to them", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const last = await Colleague.signIn(server.url, "field12");
    const page = await tomorrow(await open("/board", "duty", LOW));
    await expect(lane(page, engineer)).toBeInViewport();
    await expect(lane(page, last)).toHaveCount(0);
    // Whoever hears the page still hears how many there are.
    await expect(page.getByRole("listitem").filter({ has: lane(page, engineer) })).toHaveAttribute("aria-setsize", "12");

    await lane(page, engineer).hover();
    await page.mouse.wheel(0, 2_000);
    await expect(lane(page, last)).toBeInViewport();
    await expect(lane(page, engineer)).toHaveCount(0);
    await page.mouse.wheel(0, -2_000);
    await expect(lane(page, engineer)).toBeInViewport();

    await card(page, at).scrollIntoViewIfNeeded();
    const [from, edge] = [await card(page, at).boundingBox(), await page.locator(".grid").boundingBox()];
    if (!from || !edge) throw new Error("Nothing to drag, or nowhere to drag it.");
    await page.mouse.move(from.x + 12, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + from.height / 2 + 10, { steps: 3 });
    await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height - 6, { steps: 10 });
    const isAtEnd = () => page.locator(".grid").evaluate((grid) => grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1);
    await expect.poll(isAtEnd).toBe(true);
    const to = await lane(page, last).boundingBox();
    if (!to) throw new Error("The last lane did not come.");
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 });
    await page.mouse.up();
    await isPlanned(page, new RegExp(`${at.unit} 派给 ${last.person.name}，`));
    expect((await planned(duty, at)).engineer).toBe(last.person.id);
    await expect(job(page, at)).toBeInViewport();
});

test("the arrow keys bring a lane out of sight into it", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const last = await Colleague.signIn(server.url, "field12");
    const page = await tomorrow(await open("/board", "duty", LOW));
    await card(page, at).click();
    await page.keyboard.press("ArrowRight");
    for (let lanes = 1; lanes < 12; lanes++) await page.keyboard.press("ArrowDown");
    await expect(page.getByText(new RegExp(`${last.person.name}.*按 Enter 确认，Esc 取消。`))).toBeAttached();
    await expect(lane(page, last)).toBeInViewport();
    await page.keyboard.press("Enter");
    await isPlanned(page, new RegExp(`${at.unit} 派给 ${last.person.name}，`));
    expect((await planned(duty, at)).engineer).toBe(last.person.id);
});

test("a board that was turned to another day stays there when the page is loaded anew", async ({ open }) => {
    const page = await tomorrow(await open("/board", "duty"));
    await expect(page).toHaveURL(/\/board\?date=\d{4}-\d{2}-\d{2}$/);
    await page.reload();
    await expect(page.getByRole("heading", { level: 2, name: /^明天/ })).toBeVisible();
    await page.getByRole("button", { name: "今天", exact: true }).click();
    await expect(page).toHaveURL(/\/board$/);
    await today(page);
});

test("two managers see each other, and each other's changes, without reload", async ({ duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const mine = await nextMorning(await open("/board", "duty"));
    const theirs = await nextMorning(await open("/board", "support"));
    await card(theirs, at).click();
    await expect(mine.getByRole("img", { name: /^也在看板上：孙丽华/ })).toBeVisible();
    await expect(card(mine, at).getByRole("img", { name: "孙丽华 正在看" })).toBeVisible();

    await theirs.getByRole("button", { name: /^派给 / }).first().click();
    await isPlanned(theirs, new RegExp(`${at.unit} 派给 `));
    await expect(job(mine, at)).toBeVisible();
    await expect(card(mine, at)).toHaveCount(0);
    await job(mine, at).click();
    await mine.keyboard.press("ArrowRight");
    await expect(job(theirs, at).getByRole("img", { name: "李建军 正在移动" })).toBeVisible();
    await mine.keyboard.press("Escape");
    await mine.getByRole("button", { name: "收回" }).click();
    const dialog = mine.getByRole("dialog", { name: "收回" });
    await dialog.getByLabel("原因").fill("客户改约下周");
    await dialog.getByRole("button", { name: "收回" }).click();
    await expect(card(theirs, at)).toBeVisible();
    await expect(job(theirs, at)).toHaveCount(0);
});

test("whoever is a moment too late is told what happened instead", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const faster = await Colleague.signIn(server.url, "support");
    const page = await nextMorning(await open("/board", "duty"));
    await card(page, at).click();
    await page.route(
        "**/api/sync/push",
        async (route) => {
            const slot = { from: new Date(Math.ceil(Date.now() / MINUTE) * MINUTE + 60 * MINUTE).toISOString(), minutes: 60 };
            await faster.does("request", at.request, { type: "assign", dispatch: newId(), engineer: engineer.person.id, slot, reason: "离客户最近" });
            await route.continue();
        },
        { times: 1 },
    );
    await page.getByRole("button", { name: /^派给 / }).nth(1).click();
    await isPlanned(page, new RegExp(`慢了一步：已经派给 ${engineer.person.name}，您的操作没有生效。`));
    expect((await planned(duty, at)).engineer).toBe(engineer.person.id);
});

test("a board that loses its server comes back by itself and has missed nothing", async ({ server, watch, duty, engineer, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("verified", { duty, engineer });
    const page = await open("/board", "duty");
    await expect(page.getByText("实时", { exact: true })).toBeVisible();
    await expect(card(page, at)).toBeVisible();
    await page.evaluate(() => document.body.setAttribute("data-not-reloaded", ""));

    await server.kill();
    await expect(page.getByText("正在重新连接…")).toBeVisible();
    await server.start();
    await duty.does("request", at.request, { type: "cancel_request", reason: "客户自己解决了" });
    await expect(page.getByText("实时", { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(card(page, at)).toHaveCount(0);
    // And it goes on listening.
    const next = await visitAt("verified", { duty, engineer });
    await expect(card(page, next)).toBeVisible();
    await expect(page.locator("body[data-not-reloaded]")).toHaveCount(1);
});

test("an undo that reached nobody is still the next one", async ({ server, watch, duty, engineer, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const [first, second] = [await visitAt("verified", { duty, engineer }), await visitAt("verified", { duty, engineer })];
    const page = await tomorrow(await open("/board", "duty"));
    await drag(page, card(page, first), lane(page, engineer), 0.2);
    await isPlanned(page, new RegExp(`${first.unit} 派给 `));
    await expect(job(page, first)).toBeVisible();
    await page.locator(".toast").getByRole("button", { name: "关闭" }).click();
    await drag(page, card(page, second), lane(page, engineer), 0.7);
    await isPlanned(page, new RegExp(`${second.unit} 派给 `));
    await expect(job(page, second)).toBeVisible();

    await server.kill();
    await page.keyboard.press("Control+z");
    await expect(page.getByRole("alert").getByText(/连不上服务器/)).toBeVisible();
    await server.start();
    await expect(page.getByText("实时", { exact: true })).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await duty.request(second.request)).state).toBe("verified");
    expect((await duty.request(first.request)).state).toBe("dispatched");
});

test("a board whose server is gone says so at once, in words that can be read, and beside everything else", async ({ server, watch, open }) => {
    watch.expects(NOBODY_ANSWERS, /EventSource's response has a MIME type/);
    const page = await open("/board", "duty");
    const live = page.locator(".live");
    await expect(live).toHaveText("实时");
    await server.kill();
    await expect(live).toHaveText("正在重新连接…", { timeout: 2_000 });
    // It takes no more room than its words, and nothing lies over the field beside it.
    const box = await live.boundingBox();
    expect(box?.height).toBeLessThan(40);
    await page.getByLabel("筛选看板").click({ timeout: 2_000 });
    // Something else answers at the same address: no stream, so not live.
    const other = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<h1>proxy</h1>"));
    const port = Number(new URL(server.url).port);
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    const asked = once(other, "request");
    await asked;
    await expect(live).toHaveText("正在重新连接…");
    await new Promise((resolve) => {
        other.close(resolve);
        other.closeAllConnections();
    });
});

test("while the requests are on their way the board does not call anything empty", async ({ open }) => {
    const page = await open("/account", "duty");
    let [pages, go] = [0, () => {}];
    const gone = new Promise<void>((resolve) => (go = resolve));
    // The first page of records comes, the second waits.
    await page.route("**/api/sync/pull*", async (route) => {
        pages += 1;
        if (pages > 1) await gone;
        await route.continue();
    });
    await page.goto("/board");
    await expect.poll(() => pages).toBeGreaterThan(1);
    await expect(page.locator(".live")).toHaveText("正在载入…");
    await expect(page.getByText("没有待派发的请求")).toHaveCount(0);
    await expect(page.getByRole("group", { name: "看板的数字" })).toContainText("…");
    go();
    await expect(page.locator(".live")).toHaveText("实时");
    await expect(page.getByRole("group", { name: "看板的数字" })).not.toContainText("…");
});

test("the frame's head and the queue's tabs keep each in one line, whoever is signed in and in every language", async ({ open }) => {
    for (const [login, lang] of [["support", "zh-CN"], ["duty", "en"]] as const) {
        const page = await open("/board", login);
        await expect(page.getByText("实时", { exact: true })).toBeVisible();
        await expect(page.locator(".queue .tab").first()).toBeVisible();
        await page.locator("select[name=language]").selectOption(lang);
        for (const [width, height] of [[1440, 900], [1024, 768], [768, 1024]] as const) {
            await page.setViewportSize({ width, height });
            for (const one of await page.locator(".top nav a, .top .me, .top-end button, .queue .tab").all()) {
                expect((await one.boundingBox())?.height, `${login} ${lang} ${width}: ${await one.textContent()}`).toBeLessThan(40);
            }
            const tops = await page.locator(".queue .tab").evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().top));
            expect(new Set(tops).size, `${login} ${lang} ${width}: tabs`).toBe(1);
            const [extras, end] = [await page.locator(".top-extras").boundingBox(), await page.locator(".top-end").boundingBox()];
            expect((extras?.x ?? 0) + (extras?.width ?? 0)).toBeLessThanOrEqual((end?.x ?? 0) + 1);
            const nav = page.locator(".top nav");
            if (width > 1000) expect(await nav.evaluate((nav) => nav.scrollWidth - nav.clientWidth)).toBeLessThanOrEqual(0);
        }
    }
});

test("a message, and what the keys do, are told in the language that is chosen meanwhile", async ({ duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const page = await tomorrow(await open("/board", "duty"));
    await drag(page, card(page, at), lane(page, engineer), 0.4);
    await isPlanned(page, new RegExp(`${at.unit} 派给 ${engineer.person.name}，`));
    await job(page, at).click();
    await job(page, at).press("ArrowRight");
    await expect(page.getByText(/按 Enter 确认，Esc 取消。/)).toBeAttached();
    await page.locator("select[name=language]").selectOption("en");
    await expect(page.locator(".toast")).toContainText(`${at.unit} assigned to ${engineer.person.name}, `);
    await expect(page.getByRole("status").filter({ hasText: "Enter to confirm, Escape to cancel." })).toBeAttached();
    // The day and its arrows keep out of each other's way.
    const [day, next] = [await page.locator(".days h2").boundingBox(), await page.getByRole("button", { name: "Day after" }).boundingBox()];
    expect(await page.locator(".days h2").evaluate((day) => day.scrollWidth - day.clientWidth)).toBeLessThanOrEqual(1);
    expect((day?.x ?? 0) + (day?.width ?? 0)).toBeLessThanOrEqual(next?.x ?? 0);
});

test("a page that was never opened before does not break the office while the server is away", async ({ server, watch, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const page = await open("/board", "duty");
    await expect(page.getByText("实时", { exact: true })).toBeVisible();
    await server.kill();
    await expect(page.getByText("正在重新连接…")).toBeVisible();
    await page.getByRole("link", { name: "请求", exact: true }).click();
    await server.start();
    // By itself, or at the next click: the office goes on.
    await page.getByRole("link", { name: "看板", exact: true }).click();
    await expect(page.getByText("实时", { exact: true })).toBeVisible({ timeout: 60_000 });
    await page.getByRole("link", { name: "请求", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "服务请求" })).toBeVisible();
});

test("a returned form is written off, or sent back with a reason, from the board", async ({ duty, engineer, open }) => {
    const forms: Visit[] = [];
    for (const _ of [1, 2]) {
        const at = await visitAt("confirmed", { duty, engineer });
        await engineer.does("dispatch", at.dispatch, { type: "solve_by_phone", finding: { cause: "", solution: "重启打印服务" } });
        forms.push(at);
    }
    const [first, second] = forms as [Visit, Visit];
    const page = await open("/board", "duty");
    await page.getByRole("tab", { name: /^待核销/ }).click();

    await choose(page, first);
    await page.getByRole("button", { name: "核销", exact: true }).click();
    const writeOff = page.getByRole("dialog", { name: "核销" });
    await writeOff.getByLabel("产品质量").check();
    await writeOff.getByRole("button", { name: "核销" }).click();
    await expect(page.getByText(`${first.unit}：已核销。`)).toBeVisible();
    expect(await duty.request(first.request)).toMatchObject({ state: "written_off", write_off: { problem_type: "quality" } });

    await choose(page, second);
    await page.getByRole("button", { name: "退回补充" }).click();
    const sendBack = page.getByRole("dialog", { name: "退回补充" });
    await sendBack.getByRole("button", { name: "退回补充" }).click();
    await expect(sendBack.getByText("请写一句原因。")).toBeVisible();
    await sendBack.getByLabel("原因").fill("请写明原因");
    await sendBack.getByRole("button", { name: "退回补充" }).click();
    await expect(page.getByText(`${second.unit}：已退回补充。`)).toBeVisible();
    expect(await duty.request(second.request)).toMatchObject({ state: "sent_back" });
});

test("the board is filtered by region and by words, and the choice can be saved", async ({ duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const page = await open("/board", "duty");
    await expect(page.getByText("工程师 12")).toBeVisible();
    await expect(card(page, at)).toBeVisible();
    await page.getByLabel("区域").selectOption({ label: "远郊" });
    await expect(page.getByText("工程师 3")).toBeVisible();
    await expect(lane(page, engineer)).toHaveCount(0);
    await expect(card(page, at)).toHaveCount(0);
    await page.getByRole("button", { name: "存为筛选" }).click();
    await page.getByLabel("筛选的名称").fill("远郊");
    await page.getByRole("button", { name: "保存" }).click();

    await page.getByRole("button", { name: "我的筛选：远郊" }).click();
    await expect(card(page, at)).toBeVisible();
    await page.getByRole("searchbox").fill(at.number);
    await expect(page.getByRole("tabpanel").getByRole("listitem")).toHaveCount(1);
    await page.reload();
    await page.getByRole("button", { name: "我的筛选：远郊" }).click();
    await expect(page.getByText("工程师 3")).toBeVisible();
});

test("a region manager sees the own region only, and an engineer only the own visits", async ({ server, watch, duty, engineer, open }) => {
    watch.expects(/status of 404 .*\/api\/requests\//);
    const at = await visitAt("offered", { duty, engineer });
    const manager = await Colleague.signIn(server.url, "region");
    const visible = await manager.records<ServiceRequest>("request");
    expect(visible.length).toBeGreaterThan(0);
    expect(visible.filter(({ region }) => region !== "outer")).toEqual([]);

    const board = await open("/board", "region");
    await expect(board.getByText("实时", { exact: true })).toBeVisible();
    await expect(board.getByRole("button", { name: new RegExp(`^${visible.find(isQueued)?.unit}，`) }).first()).toBeVisible();
    await expect(board.getByRole("button", { name: new RegExp(`^${at.unit}，`) })).toHaveCount(0);
    await expectNoPage(board, at);

    const colleague = await Colleague.signIn(server.url, "field2");
    const seen = await colleague.records<ServiceRequest>("request");
    expect(seen.filter(({ dispatches }) => !dispatches.some((one) => one.engineer === colleague.person.id))).toEqual([]);
    await expectNoPage(await open("/field", "field2"), at);
    expect((await colleague.call("GET", `/api/requests/${at.request}`)).status).toBe(404);
});

const isQueued = ({ state }: ServiceRequest) => state === "submitted" || state === "verified";

/** What one may not see answers like what does not exist. */
async function expectNoPage(page: Page, { request }: Visit): Promise<void> {
    await page.goto(`/requests/${request}`);
    await expect(page.getByRole("heading", { name: "没有这个页面" })).toBeVisible();
}

/** Waits until the board shows today. */
async function today(page: Page): Promise<void> {
    const shape = { timeZone: "Asia/Shanghai", month: "short", day: "numeric", weekday: "short" } as const;
    const day = new Intl.DateTimeFormat("zh-CN", shape).format(new Date());
    await expect(page.getByRole("heading", { level: 2, name: `今天 · ${day}` })).toBeVisible();
}

/** Turns the board to the next day: it has all its hours ahead at any time of the day. */
async function tomorrow(page: Page): Promise<Page> {
    await today(page);
    await page.getByRole("button", { name: "后一天" }).click();
    await expect(page.getByRole("heading", { level: 2, name: /^明天/ })).toBeVisible();
    return page;
}

/** Before work begins at the centre. From then on the morning that comes next is today's, and tomorrow's is later than promised. */
function isEarly(): boolean {
    const shape = { timeZone: "Asia/Shanghai", hour: "numeric", hourCycle: "h23" } as const;
    return Number(new Intl.DateTimeFormat("en", shape).format(new Date())) < 8;
}

/** Turns the board to the day of the morning that comes next: what is planned there needs no reason. */
async function nextMorning(page: Page): Promise<Page> {
    if (!isEarly()) return tomorrow(page);
    await today(page);
    return page;
}

function card(page: Page, { request }: Visit): Locator {
    return page.locator(`.cards [data-request="${request}"]`);
}

function job(page: Page, { request }: Visit): Locator {
    return page.locator(`[data-engineer] [data-request="${request}"]`);
}

function lane(page: Page, { person }: Colleague): Locator {
    return page.locator(`[data-engineer="${person.id}"]`);
}

async function choose(page: Page, at: Visit): Promise<void> {
    await card(page, at).click();
    await expect(page.getByRole("heading", { level: 2, name: at.unit })).toBeVisible();
}

/** Drags with the mouse to a share of a lane's width. */
async function drag(page: Page, what: Locator, onto: Locator, share: number): Promise<void> {
    await onto.scrollIntoViewIfNeeded();
    await what.scrollIntoViewIfNeeded();
    const [from, to] = [await what.boundingBox(), await onto.boundingBox()];
    if (!from || !to) throw new Error("Nothing to drag, or nowhere to drag it.");
    await page.mouse.move(from.x + 12, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + from.height / 2 + 10, { steps: 3 });
    await page.mouse.move(to.x + to.width * share, to.y + to.height / 2, { steps: 10 });
    await page.mouse.up();
}

/** The dispatch that the server holds; the board shows its own a moment before. */
async function planned(duty: Colleague, { request }: Visit) {
    const active = async () => (await duty.request(request)).dispatches.find(({ state }) => state !== "recalled" && state !== "refused");
    await expect.poll(active).toBeTruthy();
    const found = await active();
    if (!found) throw new Error("The request has no dispatch.");
    return found;
}
