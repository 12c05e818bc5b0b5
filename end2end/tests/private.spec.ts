// Privacy on the tablet: the lock, sealed work of whoever has left, a tablet that was revoked, the black box (SYN-10).

import { readFileSync } from "node:fs";

import { type Locator, type Page } from "@playwright/test";

import { visitAt } from "../support/colleague.ts";
import { badge, readyForOffline } from "../support/tablet.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

const NO_SESSION = /status of 401/;

async function tapPin(page: Page, pin: string): Promise<void> {
    for (const digit of pin) await page.getByRole("button", { name: digit, exact: true }).click();
    await visit.press(page, "解锁");
}

function locked(page: Page) {
    return page.getByRole("heading", { name: "已锁定" });
}

async function signOut(page: Page): Promise<void> {
    await visit.press(page, "本机");
    await page.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
    await expect(page.getByRole("button", { name: "登录", exact: true })).toBeVisible();
}

async function signIn(page: Page, login: string): Promise<void> {
    await visit.fill(page, "用户名", login);
    await visit.fill(page, "密码", "paidan-demo");
    await visit.press(page, "登录");
    await expect(page.getByRole("navigation", { name: "页面" })).toBeVisible();
}

/** Revokes somebody's tablet on the page of devices; the line it stands in. */
async function revoke(office: Page, name: string): Promise<Locator> {
    const line = office.getByRole("row").filter({ hasText: name }).filter({ hasText: /Chrom(e|ium) · Linux/ }).first();
    await line.getByRole("button", { name: /^注销/ }).click();
    await office.getByRole("dialog").getByRole("button", { name: "注销", exact: true }).click();
    await expect(line.getByText("已注销，等它联网")).toBeVisible();
    return line;
}

/** Names of everything in the tablet's own store. */
function keptRows(page: Page): Promise<string[]> {
    return page.evaluate(async () => {
        const answer = <T>(request: IDBRequest<T>) =>
            new Promise<T>((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
        const database = await answer(indexedDB.open("paidan"));
        const names: string[] = [];
        for (const store of database.objectStoreNames) {
            const keys = await answer(database.transaction(store).objectStore(store).getAllKeys());
            names.push(...keys.map((key) => `${store} ${String(key)}`));
        }
        database.close();
        return names;
    });
}

test("nobody reads a tablet that was left alone, and its engineer goes on where the typing stopped, all without a server", async ({
    server,
    watch,
    duty,
    engineer,
    tablet: takeTablet,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("on_site", { duty, engineer });
    const tablet = await takeTablet();
    await tablet.context.clock.install();
    const page = await tablet.prepare("field1");
    await visit.choosePin(page);
    await visit.openFromDay(page, at);
    await visit.upToBackup(page);
    await visit.backUp(page);
    await server.kill();

    const other = await tablet.context.newPage();
    await other.goto("/field");
    await expect(other.locator(`[data-dispatch="${at.dispatch}"]`)).toBeVisible();
    await page.bringToFront();
    await visit.fill(page, "原因", "打印服务占满内存");
    await page.clock.fastForward("04:00");
    await expect(locked(page)).toBeHidden();
    await page.clock.fastForward("02:00");

    await expect(locked(page)).toBeVisible();
    await expect(locked(other)).toBeVisible();
    for (const tab of [page, other]) {
        expect(await tab.content()).not.toContain(at.unit);
        expect(await tab.content()).not.toContain("打印服务占满内存");
        expect(await tab.title()).not.toContain(at.unit);
    }
    await other.close();
    await page.reload();
    await expect(locked(page)).toBeVisible();
    await tapPin(page, "1357");
    await expect(page.getByText("PIN 不对，请再试。")).toBeVisible();
    await tapPin(page, visit.PIN);
    await expect(page.getByLabel("原因", { exact: true })).toHaveValue("打印服务占满内存");
});

test("a locked tablet opens none of the office's pages, and locks on them too", async ({ open }) => {
    const page = await open("/field", "field1", { size: "tablet" });
    await page.clock.install();
    await page.goto("/field");
    await readyForOffline(page);
    await visit.choosePin(page);
    await page.goto("/account");
    await expect(page.getByRole("heading", { level: 1, name: "我的账户" })).toBeVisible();
    await page.clock.fastForward("06:00");
    await expect(locked(page)).toBeVisible();
    await expect(page).toHaveURL("/field");
    // Addresses of the interface too, behind which no page stands that could lock itself.
    for (const address of ["/account", "/requests", "/board", "/api/session", "/api/quarantine?all=true"]) {
        await page.goto(address);
        await expect(locked(page), address).toBeVisible();
    }
    await tapPin(page, visit.PIN);
    await expect(page.getByRole("heading", { level: 1, name: /^今天/ })).toBeVisible();
    await page.goto("/account");
    await expect(page.getByRole("heading", { level: 1, name: "我的账户" })).toBeVisible();
});

test("the customer's page does not lock while the customer reads, and the time with the customer is not idle time", async ({
    duty,
    engineer,
    tablet: takeTablet,
}) => {
    const at = await visitAt("on_site", { duty, engineer });
    const tablet = await takeTablet({ size: "upright" });
    await tablet.context.clock.install();
    await tablet.signIn("field1");
    const page = tablet.page;
    await page.goto(`/field/visits/${at.dispatch}`);
    await expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
    await visit.upToCustomer(page);
    await page.clock.fastForward("20:00");
    await expect(page.getByRole("heading", { name: "请您核对并签字" })).toBeVisible();
    await visit.press(page, "交还给工程师");
    await visit.enterPin(page, visit.PIN);
    await expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
    await page.clock.fastForward("06:00");
    await expect(locked(page)).toBeVisible();
});

test("a sign-out without a server seals what waits; the next engineer delivers it and never sees it", async ({
    server,
    watch,
    duty,
    engineer,
    tablet: takeTablet,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS, NO_SESSION);
    const at = await visitAt("appointed", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    await server.kill();
    await visit.openFromDay(page, at);
    await visit.press(page, "出发");
    await visit.press(page, "我到了");
    await visit.atStep(page, "到达 · 挂牌 · 介绍");
    await page.goto("/field");
    await expect(badge(page, /2 项待同步/)).toBeVisible();
    await signOut(page);
    // Whoever holds the tablet next hears that something waits, and not whose.
    await expect(page.getByText("这台平板上还有 2 项封存的工作没有送达。")).toBeVisible();
    expect(await page.content()).not.toContain(engineer.person.name);
    const left = await keptRows(page);
    expect(left.filter((row) => /^(records|outbox|blobs|blob_index) /.test(row))).toEqual([]);
    expect(left.filter((row) => row.startsWith("keys ") && row.endsWith("/sealing"))).toEqual([]);
    expect(left.filter((row) => row.startsWith("sealed "))).toHaveLength(1);

    await server.start();
    const blocked = "**/api/sync/sealed/**";
    await tablet.context.route(blocked, (route) => route.abort());
    await signIn(page, "field2");
    await page.getByRole("link", { name: /^待同步/ }).click();
    await expect(page.getByText(`${engineer.person.name}的工作：2 项操作，已封存，等待送出`)).toBeVisible();
    expect(await page.content()).not.toContain(at.unit);
    await tablet.context.unroute(blocked);
    await visit.press(page, "现在同步");
    await expect(page.getByText(`${engineer.person.name}的工作`)).toBeHidden();
    const delivered = await duty.dispatch(at);
    expect(delivered.state).toBe("on_site");
    const changes = await duty.history(at.request);
    expect(changes.filter((change) => change.command === "arrive").map((change) => change.person_name)).toEqual([
        engineer.person.name,
    ]);
});

test("whoever comes back before delivery finds the own work delivered once", async ({
    server,
    watch,
    duty,
    engineer,
    tablet: takeTablet,
}) => {
    watch.expects(NOBODY_ANSWERS, NO_SESSION);
    const at = await visitAt("appointed", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    await server.kill();
    await visit.openFromDay(page, at);
    await visit.press(page, "出发");
    await expect(badge(page, /^离线 · 1 项待同步$/)).toBeVisible();
    await page.goto("/field");
    await signOut(page);
    await server.start();
    const blocked = "**/api/sync/sealed/**";
    await tablet.context.route(blocked, (route) => route.abort());
    await signIn(page, "field1");
    // The visit looks as the centre knows it: its engineer is told that more has been done.
    const warning = "您退出前在本机做的还没送达，请不要重做";
    await expect(page.getByRole("group", { name: /本机请留意/ })).toContainText(warning);
    await visit.openFromDay(page, at);
    await expect(page.getByText(warning)).toBeVisible();
    await tablet.context.unroute(blocked);
    await page.goto("/field");
    await expect.poll(async () => (await duty.dispatch(at)).state).toBe("en_route");
    await expect(page.getByText(warning)).toHaveCount(0);
    await visit.openFromDay(page, at);
    await visit.press(page, "我到了");
    await expect.poll(async () => (await duty.dispatch(at)).state).toBe("on_site");
    expect(await duty.times(at.request, "depart")).toBe(1);
});

test("a revoked tablet hands in its work for review, keeps nothing and says so", async ({
    watch,
    duty,
    engineer,
    open,
    tablet: takeTablet,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS, NO_SESSION, /status of 403 .*\/api\/sync\/pull/);
    const at = await visitAt("appointed", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    await visit.choosePin(page);
    await tablet.context.setOffline(true);
    await visit.openFromDay(page, at);
    await visit.press(page, "出发");

    const office = await open("/devices", "support");
    const line = await revoke(office, engineer.person.name);
    await line.getByRole("button", { name: /^撤销注销/ }).click();
    await expect(line.getByRole("button", { name: /^注销/ })).toBeVisible();
    await revoke(office, engineer.person.name);

    await tablet.context.setOffline(false);
    await expect(page.getByRole("heading", { name: "这台平板已被注销" })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText("没有送达的工作已交给办公室复核。")).toBeVisible();
    expect(await page.content()).not.toContain(at.unit);
    await expect.poll(() => keptRows(page)).toEqual(["state wiped"]);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("paidan-pin")))).toEqual([]);
    expect((await duty.dispatch(at)).state).toBe("appointed");
    await office.reload();
    await expect(office.getByText(/^已清空/)).toBeVisible();

    // Who begins anew on it has the app on the device again, and can rely on that.
    await visit.press(page, "登录");
    await signIn(page, "field1");
    await readyForOffline(page);
    await tablet.context.setOffline(true);
    await page.reload();
    await expect(page.getByRole("heading", { name: /^今天/, level: 1 })).toBeVisible();
});

test("a revoked tablet reads nothing on the office's pages either, and does not take it back itself", async ({
    watch,
    duty,
    engineer,
    open,
    tablet: takeTablet,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS, NO_SESSION, /status of 403/);
    const at = await visitAt("appointed", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    await page.goto(`/requests/${at.request}`);
    await expect(page.getByText(at.unit).first()).toBeVisible();
    const session = (await tablet.context.cookies()).find((cookie) => cookie.name === "paidan_session");
    const office = await open("/devices", "support");
    await revoke(office, engineer.person.name);

    // The session is worth nothing from now on, before the page has heard of it.
    const asked = await tablet.context.request.get(`/api/requests/${at.request}`, { headers: { cookie: `paidan_session=${session?.value}` } });
    expect([401, 403]).toContain(asked.status());
    await expect(page).toHaveURL(/\/login/, { timeout: 60_000 });
    expect(await page.content()).not.toContain(at.unit);
    await page.goto("/field");
    await expect(page.getByRole("heading", { name: "这台平板已被注销" })).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => keptRows(page)).toEqual(["state wiped"]);
});

test("the work of a broken tablet goes into a file without a server, and the office hands it in twice with one effect", async ({
    server,
    watch,
    duty,
    engineer,
    open,
    tablet: takeTablet,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS, NO_SESSION);
    const at = await visitAt("appointed", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    await server.kill();
    await visit.openFromDay(page, at);
    await visit.press(page, "出发");
    await expect(badge(page, /1 项待同步/)).toBeVisible();
    await page.goto("/field/outbox");
    await page.getByText("黑匣子", { exact: true }).click();
    const saving = page.waitForEvent("download");
    await visit.press(page, "存成文件");
    const file = await (await saving).path();
    await expect(page.getByText(/已存到下载文件夹：1 项操作/)).toBeVisible();
    expect(readFileSync(file).includes(at.unit)).toBe(false);
    await tablet.context.setOffline(true);

    await server.start();
    const office = await open("/account", "hotline");
    for (let time = 0; time < 2; time++) {
        await office.getByLabel("交入黑匣子文件").setInputFiles({
            name: "work.paidan",
            mimeType: "application/octet-stream",
            buffer: readFileSync(file),
        });
        await expect(office.getByText("已交入：1 项生效，0 项由办公室决定，0 项留待复核。")).toBeVisible();
    }
    await expect(office.getByLabel("交入黑匣子文件")).toBeEnabled();
    await office.getByLabel("交入黑匣子文件").setInputFiles({ name: "x.paidan", mimeType: "", buffer: Buffer.from("x") });
    await expect(office.getByText("这不是完整的黑匣子文件。")).toBeVisible();
    expect((await duty.dispatch(at)).state).toBe("en_route");

    // The tablet recovers and sends the same.
    await tablet.context.setOffline(false);
    await page.reload();
    await expect(badge(page, /^已同步/)).toBeVisible({ timeout: 60_000 });
    expect(await duty.times(at.request, "depart")).toBe(1);
});

test("what was begun and not finished is sealed at a sign-out, and is back for its person alone", async ({
    server,
    watch,
    duty,
    engineer,
    tablet: takeTablet,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS, NO_SESSION);
    const at = await visitAt("on_site", { duty, engineer });
    const tablet = await takeTablet();
    await tablet.signIn("field1");
    const page = tablet.page;
    const openCosts = async () => {
        await visit.openFromDay(page, at);
        await visit.press(page, "费用");
    };
    await page.goto("/field");
    await readyForOffline(page);
    await server.kill();
    await openCosts();
    await visit.fill(page, "交通费", "三十多块");
    await page.getByRole("link", { name: /今天$/ }).click();
    await visit.press(page, "本机");
    await expect(page.getByRole("dialog")).toContainText("还有 1 处写了一半的内容，也会加密封存");
    await page.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
    await expect(page.getByRole("button", { name: "登录", exact: true })).toBeVisible();

    await server.start();
    await signIn(page, "field2");
    await expect(badge(page, /^已同步/)).toBeVisible();
    await page.goto("/field/outbox");
    await expect(page.getByRole("heading", { name: "在中心的隔离区" })).toBeVisible();
    expect(await page.content()).not.toContain("三十多块");
    await page.goto("/field");
    await signOut(page);

    await signIn(page, "field1");
    await expect(badge(page, /^已同步/)).toBeVisible();
    await openCosts();
    await expect(page.getByLabel("交通费", { exact: true })).toHaveValue("三十多块");
});

test("a black box says what is in it, held back and begun too, and the same numbers stand where it is handed in", async ({
    server,
    watch,
    duty,
    engineer,
    open,
    tablet: takeTablet,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS, NO_SESSION);
    const at = await visitAt("on_site", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    await server.kill();
    await visit.openFromDay(page, at);
    await visit.press(page, "都做了，开始询问");
    await visit.atStep(page, "请客户演示问题");
    await visit.press(page, "费用");
    await visit.fill(page, "交通费", "三十多块");
    await page.getByRole("link", { name: /今天$/ }).click();
    await page.getByRole("link", { name: /^待同步/ }).click();
    const entry = page.getByRole("listitem").filter({ hasText: "在本机" }).last();
    await entry.locator("summary").click();
    await entry.getByRole("button", { name: "暂缓" }).click();
    await page.getByRole("dialog").getByLabel("原因").fill("先问客户");
    await page.getByRole("dialog").getByRole("button", { name: "暂缓" }).click();
    await page.getByText("黑匣子", { exact: true }).click();
    const saving = page.waitForEvent("download");
    await visit.press(page, "存成文件");
    const file = readFileSync(await (await saving).path());
    const what = "3 项操作（其中 1 项是暂缓的）、1 处写了一半的内容";
    await expect(page.getByText(`已存到下载文件夹：${what}。`)).toBeVisible();
    await tablet.context.setOffline(true);

    await server.start();
    const office = await open("/account", "duty");
    await office.getByLabel("交入黑匣子文件").setInputFiles({ name: "work.paidan", mimeType: "application/octet-stream", buffer: file });
    await expect(office.getByText(`文件里有：${what}。`)).toBeVisible();
    await expect(office.getByText("暂缓的 1 项也一起交入了。")).toBeVisible();
    await expect(office.getByText("当时暂缓：先问客户")).toBeVisible();
    // What was begun is no action: it is read here, and given back to its person.
    await expect(office.getByText("三十多块")).toBeVisible();
    expect((await duty.dispatch(at)).visit.costs).toEqual((await engineer.dispatch(at)).visit.costs);
    const carrier = await open("/account", "hotline");
    await carrier.getByLabel("交入黑匣子文件").setInputFiles({ name: "work.paidan", mimeType: "application/octet-stream", buffer: file });
    await expect(carrier.getByText(`文件里有：${what}。`)).toBeVisible();
    await expect(carrier.getByText("三十多块")).toHaveCount(0);
    const replacement = await open("/field", "field1", { size: "tablet" });
    await expect(badge(replacement, /^已同步/)).toBeVisible();
    await visit.openFromDay(replacement, at);
    await visit.press(replacement, "费用");
    await expect(replacement.getByLabel("交通费", { exact: true })).toHaveValue("三十多块");
});
