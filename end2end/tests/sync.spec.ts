// Trouble on the way to the office: nothing is lost, nothing happens twice, and it is said in words.

import { createHash } from "node:crypto";

import type { BrowserContext, Page } from "@playwright/test";

import { Colleague, PASSWORD, canonical, newId, visitAt } from "../support/colleague.ts";
import { badge, readyForOffline } from "../support/tablet.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

test("two tabs of one person see each other's steps and send none of them twice", async ({ server, watch, duty, engineer, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("appointed", { duty, engineer });
    const form = `/field/visits/${at.dispatch}`;
    const one = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(one);
    await one.goto(form);
    const other = await one.context().newPage();
    await other.goto(form);
    await expect(other.getByRole("button", { name: "出发" })).toBeVisible();
    const sent = sentFrom(one.context());

    await server.kill();
    await visit.press(one, "出发");
    await visit.press(other, "我到了");
    await visit.atStep(one, "到达 · 挂牌 · 介绍");
    await visit.press(one, "都做了，开始询问");
    await expect(other.getByRole("button", { name: /^到达 · 挂牌 · 介绍 已完成 / })).toBeVisible();
    await visit.press(other, "都做了，开始询问");
    await visit.press(other, "看过了，去备份");
    await visit.backUp(other);
    for (const tab of [one, other]) await expect(badge(tab, /^离线 · 7 项待同步$/)).toBeVisible();

    await server.start();
    for (const tab of [one, other]) await expect(badge(tab, /^已同步/)).toBeVisible({ timeout: 60_000 });
    expect((await duty.dispatch(at)).state).toBe("on_site");
    for (const [step, times] of Object.entries({ depart: 1, arrive: 1, tick_step: 4, record_backup: 1 })) {
        expect(await duty.times(at.request, step), step).toBe(times);
    }
    expect(new Set(sent).size, "no action left the device twice").toBe(sent.length);
    expect(sent).toHaveLength(7);
});

const toStep = (page: Page, name: string) => page.getByRole("navigation", { name: "步骤" }).getByRole("button", { name: new RegExp(`^${name}( |$)`) }).click();

test("what two tabs type into one finding at the same moment is all kept", async ({ duty, engineer, open }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const one = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(one);
    await one.goto(`/field/visits/${at.dispatch}`);
    await visit.upToBackup(one);
    await visit.backUp(one);
    const other = await one.context().newPage();
    await other.goto(`/field/visits/${at.dispatch}`);
    for (const tab of [one, other]) await visit.atStep(tab, "找到原因，解决问题");

    // Not left: what stands in the other tab's field waits for its pause while this one goes on.
    await visit.fill(other, "原因", "打印服务占满内存");
    await visit.fill(one, "做了什么", "重启打印服务");
    await visit.press(one, "解决了，请客户试运行");
    await expect(other.getByLabel("做了什么")).toHaveValue("重启打印服务");
    await expect.poll(async () => (await duty.dispatch(at)).visit.finding).toMatchObject({ cause: "打印服务占满内存", solution: "重启打印服务" });
    await expect(other.getByLabel("原因")).toHaveValue("打印服务占满内存");

    // One has recorded its field and the other is reloaded before its pause has ended.
    await visit.atStep(other, "找到原因，解决问题");
    await toStep(one, "解决");
    await visit.fill(other, "原因", "打印服务和缓存占满内存");
    await visit.fill(one, "做了什么", "重启打印服务，清理缓存");
    await visit.press(one, "解决了，请客户试运行");
    await other.reload();
    const both = { cause: "打印服务和缓存占满内存", solution: "重启打印服务，清理缓存" };
    await expect.poll(async () => (await duty.dispatch(at)).visit.finding).toMatchObject(both);
    await toStep(other, "解决");
    await expect(other.getByLabel("原因")).toHaveValue(both.cause);

    // The costs likewise; a row of parts that was only begun stays open.
    for (const tab of [one, other]) await toStep(tab, "费用");
    await visit.press(one, "+ 材料");
    await visit.fill(other, "其他费用", "9.99");
    await visit.fill(one, "交通费", "12.5");
    await one.getByLabel("交通费").blur();
    await other.reload();
    await toStep(other, "费用");
    await expect.poll(async () => (await duty.dispatch(at)).visit.costs).toMatchObject({ travel: "12.50", other: "9.99" });
    await expect(one.getByLabel("其他费用")).toHaveValue("9.99");
    await expect(one.getByLabel("单价")).toBeVisible();
});

test("work done after the session has ended is kept, the page says so, and signing in again sends it once", async ({
    watch,
    duty,
    engineer,
    open,
}) => {
    watch.expects(/status of 401/);
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(`/field/visits/${at.dispatch}`);
    await engineer.endOtherSessions();
    await visit.departAndArrive(page);

    const signInAgain = page.getByRole("button", { name: "登录已过期 · 重新登录" });
    await expect(signInAgain).toBeVisible();
    expect((await duty.dispatch(at)).state).toBe("appointed");
    await signInAgain.click();
    const dialog = page.getByRole("dialog", { name: "登录" });
    await expect(dialog).toContainText("未同步的工作都还在本机");
    await dialog.getByLabel("密码").fill("not-the-password");
    await dialog.getByRole("button", { name: "登录" }).click();
    await expect(dialog.getByText("登录名或密码不对。")).toBeVisible();
    await dialog.getByLabel("密码").fill(PASSWORD);
    await dialog.getByRole("button", { name: "登录" }).click();

    await expect(badge(page, /^已同步/)).toBeVisible();
    expect((await duty.dispatch(at)).state).toBe("on_site");
    for (const step of ["depart", "arrive"]) expect(await duty.times(at.request, step), step).toBe(1);
});

test("a proxy's page instead of an answer loses nothing: it is sent again until the server has it", async ({ duty, engineer, open }) => {
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(`/field/visits/${at.dispatch}`);
    let answered = 0;
    await page.context().route("**/api/sync/push", async (route) => {
        answered += 1;
        await route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><title>Wi-Fi</title><h1>请登录酒店网络</h1>" });
    });
    await visit.departAndArrive(page);
    await expect.poll(() => answered).toBeGreaterThan(1);
    await expect(badge(page, /^没有送达 · 2 项待同步$/)).toBeVisible();
    expect((await duty.dispatch(at)).state).toBe("appointed");
    await page.getByRole("banner").getByRole("link", { name: /待同步$/ }).click();
    await expect(page.getByText("服务器没有正常应答（可能正忙，也可能这里的网络要先登录）")).toBeVisible();
    await expect(page.getByRole("listitem").getByText("没有送达，稍后再试")).toHaveCount(2);

    await page.context().unroute("**/api/sync/push");
    await expect(badge(page, /^已同步/)).toBeVisible({ timeout: 60_000 });
    expect((await duty.dispatch(at)).state).toBe("on_site");
    for (const step of ["depart", "arrive"]) expect(await duty.times(at.request, step), step).toBe(1);
});

test("a receipt that the server did not sign takes nothing off the tablet; a true one is shown and holds", async ({ duty, engineer, open }) => {
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(`/field/visits/${at.dispatch}`);
    let forged = 0;
    await page.context().route("**/api/sync/push", async (route) => {
        // Somebody in between swallows the work and answers as the server would, but has not its key.
        const { envelopes } = route.request().postDataJSON() as { envelopes: object[] };
        const results = envelopes.map((envelope) => {
            const { id } = envelope as { id: string };
            const sha256 = createHash("sha256").update(canonical(envelope)).digest("hex");
            const receipt = { id, sha256, outcome: "accepted", received_at: new Date().toISOString(), key_id: keyId, sig: "A".repeat(86) };
            return { id, outcome: "accepted", receipt };
        });
        forged += 1;
        await route.fulfill({ status: 200, json: { server_time: new Date().toISOString(), results } });
    });
    const keyId = ((await (await page.request.get("/api/keys")).json()) as { current: string }).current;
    await visit.departAndArrive(page);
    await expect.poll(() => forged).toBeGreaterThan(1);
    await expect(badge(page, /2 项/)).toBeVisible();

    await page.context().unroute("**/api/sync/push");
    await expect(badge(page, /^已同步/)).toBeVisible({ timeout: 60_000 });
    expect((await duty.dispatch(at)).state).toBe("on_site");

    await page.goto("/field/outbox");
    const entry = page.getByRole("listitem").filter({ hasText: "出发" });
    await entry.locator("summary").click();
    await expect(entry.getByText("已核对：服务器签收的正是本机写下的内容。")).toBeVisible();
    await expect(entry.getByRole("definition").filter({ hasText: keyId })).toBeVisible();
});

test("an answer lost on the way is asked for again, and the step has happened once", async ({ watch, duty, engineer, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(`/field/visits/${at.dispatch}`);
    const sent = sentFrom(page.context());
    await page.context().route(
        "**/api/sync/push",
        async (route) => {
            // The server gets it; the line is cut before its answer is back.
            await route.fetch();
            await route.abort("connectionreset");
        },
        { times: 1 },
    );
    await visit.press(page, "出发");
    await expect.poll(() => sent.length, { timeout: 60_000 }).toBeGreaterThan(1);
    await expect(badge(page, /^已同步/)).toBeVisible();
    expect(new Set(sent).size).toBe(1);
    expect(await duty.times(at.request, "depart")).toBe(1);
});

test("work on a visit that was given to somebody else meanwhile is kept, and the duty manager decides", async ({
    server,
    watch,
    duty,
    engineer,
    open,
}) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("appointed", { duty, engineer });
    const other = await Colleague.signIn(server.url, "field2");
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(`/field/visits/${at.dispatch}`);
    await page.context().setOffline(true);
    const { slot } = await duty.dispatch(at);
    const reason = "原工程师联系不上";
    await duty.does("request", at.request, { type: "reassign", from: at.dispatch, dispatch: newId(), engineer: other.person.id, slot, reason });
    await visit.departAndArrive(page);
    await visit.upToBackup(page);
    await page.context().setOffline(false);

    // The engineer is told, and what was done is not taken away.
    await page.getByRole("link", { name: /今天$/ }).click();
    await page.getByRole("link", { name: /^待同步/ }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "由办公室决定" }).first()).toBeVisible({ timeout: 45_000 });
    expect((await duty.dispatch(at)).state).toBe("disputed");
    // One sentence for all that followed from the one cause, and one press that says they were read.
    const answered = page.getByRole("listitem").filter({ hasText: "由办公室决定" });
    await expect(badge(page, /^已同步/)).toBeVisible();
    await expect(answered.getByText("出发", { exact: true })).toBeVisible();
    const alike = (await answered.count()) - 1;
    expect(alike).toBeGreaterThan(1);
    await expect(answered.getByText("计划期间有变化。您的工作已保存，由值班经理决定。")).toHaveCount(1);
    await expect(answered.getByText(`以下 ${alike} 步都是这样。`)).toHaveCount(1);

    const board = await open("/board", "duty");
    await board.getByRole("tab", { name: /^待决定/ }).click();
    await board.getByRole("tabpanel").getByRole("button", { name: new RegExp(`^${at.unit}，打印凭证时提示内存不足`) }).click();
    const dispute = board.getByRole("region", { name: "收回之后，现场的工作又到了" });
    await expect(dispute).toContainText(engineer.person.name);
    await expect(dispute).toContainText(other.person.name);
    // What was done on the premises is set aside only with a reason.
    await expect(dispute.getByRole("button", { name: "以安排为准" })).toHaveCount(0);
    await dispute.getByRole("link").click();
    const pane = board.getByRole("form", { name: at.unit });
    await pane.getByLabel(/^以安排为准/).check();
    await pane.getByLabel("理由").fill("新的工程师已经到了");
    await pane.getByRole("button", { name: /^决定/ }).click();
    await expect(pane).toHaveCount(0);
    await expect.poll(async () => (await duty.dispatch(at)).state).toBe("superseded");
    await page.getByRole("button", { name: `${alike} 步都知道了` }).click();
    await expect(answered).toHaveCount(1);
    // The engineer hears it, with the reason.
    await page.goto("/field");
    await expect(page.getByText("办公室已决定：以安排为准。", { exact: false }).first()).toContainText("新的工程师已经到了");
});

test("an action can be held back with a reason, never deleted, and let go again", async ({ server, watch, duty, engineer, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await server.kill();
    await page.goto(`/field/visits/${at.dispatch}`);
    await visit.press(page, "出发");
    await expect(badge(page, /1 项/)).toBeVisible();
    await page.goto("/field/outbox");
    const entry = page.getByRole("listitem").filter({ hasText: at.unit });
    await expect(entry.getByRole("button", { name: /删除/ })).toHaveCount(0);
    await entry.locator("summary").first().click();
    await entry.getByRole("button", { name: "暂缓" }).click();
    const dialog = page.getByRole("dialog", { name: "暂缓送出" });
    await dialog.getByRole("button", { name: "暂缓" }).click();
    await expect(dialog.getByText("请写几个字。")).toBeVisible();
    await dialog.getByLabel("原因").fill("客户来电改期，先等一等");
    await dialog.getByRole("button", { name: "暂缓" }).click();
    await expect(entry).toContainText("已暂缓");
    await expect(entry).toContainText("客户来电改期，先等一等");

    await server.start();
    await visit.press(page, "现在同步");
    await expect(badge(page, /^1 项待同步$/)).toBeVisible({ timeout: 30_000 });
    expect(await duty.times(at.request, "depart")).toBe(0);
    await entry.getByRole("button", { name: "送出" }).click();
    await expect(entry).toContainText("已接受");
    expect(await duty.times(at.request, "depart")).toBe(1);
});

/** Ids of the actions that leave a browser from now on. */
function sentFrom(context: BrowserContext): string[] {
    const ids: string[] = [];
    context.on("request", (request) => {
        if (request.method() !== "POST" || !request.url().endsWith("/api/sync/push")) return;
        const { envelopes } = JSON.parse(request.postData() ?? "{}") as { envelopes?: { id: string }[] };
        ids.push(...(envelopes ?? []).map(({ id }) => id));
    });
    return ids;
}
