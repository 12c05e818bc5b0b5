// Plans of the office that meet work on the premises: the engineer goes on, the duty manager decides, nothing is lost.

import { readFileSync } from "node:fs";

import { Colleague, type ServiceRequest, newId, visitAt } from "../support/colleague.ts";
import { SIGNATURE, draw } from "../support/pen.ts";
import { badge, readyForOffline } from "../support/tablet.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

test("an engineer whose visit was given away meanwhile goes on to the end, online and offline, and hands it in", async ({
    server,
    watch,
    duty,
    engineer,
    open,
}) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("appointed", { duty, engineer });
    const other = await Colleague.signIn(server.url, "field2");
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(`/field/visits/${at.dispatch}`);
    await page.context().setOffline(true);
    await visit.departAndArrive(page);
    const { slot } = await duty.dispatch(at);
    await duty.does("request", at.request, {
        type: "reassign",
        from: at.dispatch,
        dispatch: newId(),
        engineer: other.person.id,
        slot,
        reason: "联系不上",
    });
    await page.context().setOffline(false);

    // The engineer is told, calmly, and nothing is closed.
    const told = page.getByText(`办公室已把这张单改派给 ${other.person.name}。原因：联系不上。请照常把单子做完`);
    await expect(told).toBeVisible({ timeout: 45_000 });
    await visit.upToBackup(page);
    await visit.backUp(page);
    await expect.poll(async () => (await duty.dispatch(at)).visit.backup).not.toBeNull();
    await expect(told).toBeVisible();

    // Without a network it goes on all the same, to the signature and the return.
    await page.context().setOffline(true);
    await visit.solve(page);
    await visit.upToSigning(page);
    await visit.handOver(page);
    await expect(page.getByText(other.person.name)).toHaveCount(0);
    await visit.answer(page);
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    await visit.takeBack(page);
    await visit.press(page, "已告别，回到今天");
    await page.context().setOffline(false);

    await expect.poll(async () => (await duty.dispatch(at)).visit.handed_in_at, { timeout: 45_000 }).toBeTruthy();
    const held = await duty.dispatch(at);
    expect(held.state).toBe("disputed");
    expect(held.visit.finding).toMatchObject(visit.FINDING);
    expect(held.visit.result).toMatchObject({ solved: "all" });
    expect(held.visit.signatures.map(({ kind, countersignature }) => [kind, countersignature?.doubts])).toEqual([["sign_off", []]]);
    await expect(badge(page, /^已同步/)).toBeVisible();
});

test("the duty manager compares both versions, decides in one step, and takes it back", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    const other = await Colleague.signIn(server.url, "field2");
    const { slot } = await duty.dispatch(at);
    const theirs = newId();
    await duty.does("request", at.request, {
        type: "reassign",
        from: at.dispatch,
        dispatch: theirs,
        engineer: other.person.id,
        slot,
        reason: "更近",
    });
    const page = await open("/board", "duty");
    const link = page.getByRole("navigation").getByRole("link", { name: /^争议/ });
    await expect(link).toContainText(/\d/);
    const before = Number((await link.textContent())?.match(/\d+/)?.[0]);
    // What was planned for a visit that is somebody else's by now, and what happened there.
    for (const command of [
        { type: "depart" },
        { type: "arrive" },
        { type: "record_finding", finding: { cause: "打印服务占满内存", solution: "重启打印服务", prevention: "" } },
    ]) {
        expect((await engineer.sends("dispatch", at.dispatch, command)).outcome).toBe("kept");
    }
    await expect(link).toHaveText(new RegExp(`${before + 1}$`));
    await link.click();
    await page.getByRole("link", { name: new RegExp(at.number) }).click();
    await expect(page).toHaveURL(`/disputes/${at.request}`);

    const pane = page.getByRole("form", { name: at.unit });
    await expect(pane).toContainText(`${engineer.person.name} 的单被改派给 ${other.person.name}，但人已经在做。`);
    await expect(pane.getByRole("row", { name: /^工程师/ })).toContainText(`${other.person.name}${engineer.person.name}`);
    await expect(pane.getByRole("row", { name: /^解决方法/ })).toContainText("重启打印服务");
    // What became of the step follows from what becomes of the visit: it is there for those who want to look.
    const departed = pane.getByRole("group", { name: /出发/ });
    await expect(departed).toHaveCount(0);
    await pane.getByText("这次上门另有 1 步没有生效").click();
    await expect(departed.getByLabel("只留记录")).toBeChecked();

    // The proposal is one press away, and so is taking it back.
    await pane.getByRole("button", { name: /^决定/ }).click();
    await expect.poll(async () => (await duty.dispatch(at)).state).toBe("returned");
    await expect(page.getByText(`${at.unit}：已决定。`)).toBeVisible();
    await expect(page.getByRole("link", { name: new RegExp(at.number) })).toHaveCount(0);
    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await duty.dispatch(at)).state).toBe("disputed");
    await page.getByRole("link", { name: new RegExp(at.number) }).click();

    // Work that is not to count needs a word why; all of it by keyboard.
    await pane.getByLabel(/^以安排为准/).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Control+Enter");
    await expect(pane.getByText("请写一句理由。")).toBeVisible();
    await pane.getByLabel("理由").fill("客户要求换人");
    // The engineer works on meanwhile: what the manager has chosen and typed stays.
    const finding = { cause: "打印服务占满内存，每天一次", solution: "重启打印服务", prevention: "" };
    expect((await engineer.sends("dispatch", at.dispatch, { type: "record_finding", finding })).outcome).toBe("kept");
    await expect(pane.getByRole("row", { name: /^原因/ })).toContainText("每天一次");
    await expect(pane.getByLabel(/^以安排为准/)).toBeChecked();
    await expect(pane.getByLabel("理由")).toHaveValue("客户要求换人");
    await expect(pane.getByLabel("理由")).toBeFocused();
    await page.keyboard.press("Control+Enter");
    await expect.poll(async () => (await duty.dispatch(at)).state).toBe("superseded");
    await expect(page.getByRole("link", { name: new RegExp(at.number) })).toHaveCount(0);
    const decided = page.getByRole("listitem").filter({ hasText: at.unit }).filter({ hasText: "决定" });
    await expect(decided.getByRole("button", { name: "撤销决定" })).toBeVisible();
    expect((await duty.dispatch(at)).visit.finding.solution).toBe("重启打印服务");
    expect(await duty.times(at.request, "resolve_dispute")).toBe(2);

    // It can be taken back until something else happens to the form, and the page says so.
    await expect(page.getByText("单子上有了下一步，就不能再撤销", { exact: false })).toBeVisible();
    await other.does("dispatch", theirs, { type: "confirm" });
    await expect(decided).toHaveCount(0);
});

test("a visit at which nobody was met, although it had been given away, says so", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    const other = await Colleague.signIn(server.url, "field2");
    const { slot } = await duty.dispatch(at);
    const reassigned = { from: at.dispatch, dispatch: newId(), engineer: other.person.id, slot, reason: "更近" };
    await duty.does("request", at.request, { type: "reassign", ...reassigned });
    for (const type of ["depart", "arrive"]) await engineer.sends("dispatch", at.dispatch, { type });
    await engineer.sends("dispatch", at.dispatch, { type: "report_not_met", note: "敲门没人应" });
    const page = await open(`/disputes?request=${at.request}`, "duty");
    await page.getByText(at.unit).first().click();
    const pane = page.getByRole("form", { name: at.unit });
    await expect(pane.getByRole("row", { name: /^状态/ })).toContainText("无人在场");
    await expect(pane.getByRole("row", { name: /^没有签字的原因/ })).toContainText("无人在场，敲门没人应");
    await expect(pane.getByRole("row", { name: /^签字/ })).toHaveCount(0);
});

test("of two managers who decide at once, the one who was slower is told", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    const { slot } = await duty.dispatch(at);
    const other = await Colleague.signIn(server.url, "field2");
    const reassign = { type: "reassign", from: at.dispatch, dispatch: newId(), engineer: other.person.id, slot, reason: "更近" };
    await duty.does("request", at.request, reassign);
    for (const type of ["depart", "arrive"]) expect((await engineer.sends("dispatch", at.dispatch, { type })).outcome).toBe("kept");

    const page = await open(`/disputes/${at.request}`, "support");
    const pane = page.getByRole("form", { name: at.unit });
    await expect(pane).toBeVisible();
    await page.route(
        "**/api/sync/push",
        async (route) => {
            await duty.does("request", at.request, { type: "settle_dispute", dispatch: at.dispatch, accept: true });
            await route.continue();
        },
        { times: 1 },
    );
    await pane.getByLabel(/^以安排为准/).check();
    await pane.getByLabel("理由").fill("客户要求换人");
    await pane.getByRole("button", { name: /^决定/ }).click();
    await expect(page.getByRole("alert").filter({ hasText: `${at.unit}：您的决定没有生效，${duty.person.name} 先决定了。` })).toBeVisible();
    expect((await duty.dispatch(at)).state).not.toBe("superseded");
});

test("a field that both sides corrected gets the value that the manager chooses", async ({ duty, open }) => {
    const page = await open("/disputes", "duty");
    await page.getByRole("link", { name: /两边都改了资料/ }).click();
    const row = page.getByRole("row", { name: /^电话/ });
    await expect(row.getByRole("radio", { name: "电话：以办公室现在为准" })).toBeChecked();
    await row.getByRole("radio", { name: "电话：以现场为准" }).check();
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await page.getByRole("button", { name: /^决定/ }).click();
    await expect.poll(async () => (await duty.request(id)).contact.phone).toBe("139 3512 0088");
    await expect(page.getByRole("link", { name: /两边都改了资料/ })).toHaveCount(0);
});

test("a correction that meets another is given once, and its dialog says who decides", async ({ duty, engineer, open }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    const page = await open(`/requests/${at.request}`, "support");
    await page.getByRole("button", { name: "更正", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    const { contact } = await duty.request(at.request);
    await dialog.getByLabel("电话").fill("138 0000 1111");
    await duty.does("request", at.request, { type: "edit_request", patch: { contact: { ...contact, phone: "139 0000 2222" } } });
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "由值班经理决定" })).toBeVisible();
    await expect(dialog).toBeHidden();
    expect(await duty.times(at.request, "edit_request")).toBe(2);
});

test("what the server could not take in is read whole, exported and tried again until it is understood", async ({ server, duty, engineer, open }) => {
    const other = await Colleague.signIn(server.url, "field2");
    const at = await visitAt("offered", { duty, engineer: other });
    // field1 delivers what field2 did on this tablet before the server has heard that field2 works on it.
    const result = await engineer.sends("dispatch", at.dispatch, { type: "confirm" }, { actor: other });
    expect([result.outcome, result.problem?.type]).toEqual(["quarantined", "foreign_actor"]);

    const page = await open("/quarantine", "admin");
    const row = page.getByRole("row").filter({ hasText: "没有在这台设备上登录过" });
    await expect(row).toContainText(at.number);
    await expect(row).toContainText(at.unit);
    await expect(row.getByText(at.dispatch)).toBeHidden();
    await row.getByText("详细").click();
    await row.getByText("原始内容").click();
    await expect(row.getByText(at.dispatch)).toBeVisible();
    const download = page.waitForEvent("download");
    await row.getByRole("link", { name: "导出文件" }).click();
    const file = JSON.parse(readFileSync(await (await download).path(), "utf8")) as { content: { subject: { id: string } } };
    expect(file.content.subject.id).toBe(at.dispatch);

    await row.getByRole("button", { name: /^重试/ }).click();
    await expect(page.getByText("还是收不下：做这个动作的人没有在这台设备上登录过", { exact: false })).toBeVisible();
    expect((await duty.dispatch(at)).state).toBe("offered");

    // By now field2 has worked on it.
    await engineer.sends("dispatch", at.dispatch, { type: "ask_help", note: "缺补丁" }, { actor: other, by: other });
    await row.getByRole("button", { name: /^重试/ }).click();
    await expect(page.getByText(/^已收下：/)).toBeVisible();
    await expect(row).toHaveCount(0);
    expect((await duty.dispatch(at)).state).toBe("confirmed");
    expect(await duty.times(at.request, "confirm")).toBe(1);
    await page.getByLabel("也显示已收下的").check();
    await expect(row.getByText(/已收下$/)).toBeVisible();
});

test("many actions without effect are told in one sentence, each with what is in it, and decided at once", async ({ duty, engineer, open }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    await duty.does("request", at.request, { type: "recall", dispatch: at.dispatch, reason: "客户改期" });
    for (const command of [
        { type: "appoint", at: new Date(duty.now() + 3_600_000).toISOString(), agreed_with: "王会计" },
        { type: "ask_help", note: "缺补丁，请带上安装盘" },
        { type: "report_delay", reason: "堵车", new_time: new Date(duty.now() + 7_200_000).toISOString(), agreed: true },
    ]) {
        expect((await engineer.sends("dispatch", at.dispatch, command)).outcome).toBe("kept");
    }
    const page = await open(`/disputes/${at.request}`, "duty");
    const pane = page.getByRole("form", { name: at.unit });
    const told = pane.getByRole("region", { name: "发生了什么" }).getByRole("listitem");
    await expect(told).toHaveCount(1);
    await expect(told).toContainText("3 个动作没有生效：记下约好的时间、请求支援、告知晚到");
    await expect(pane.getByRole("group", { name: /请求支援/ })).toContainText("缺补丁，请带上安装盘");
    await expect(pane.getByRole("group", { name: /记下约好的时间/ })).toContainText("王会计");
    await expect(pane.getByRole("group", { name: /告知晚到/ })).toContainText("客户同意");
    await pane.getByRole("button", { name: "全部生效" }).click();
    await expect(pane.getByLabel("生效", { exact: true }).nth(2)).toBeChecked();
    await pane.getByRole("button", { name: "全部只留记录" }).click();
    await expect(pane.getByLabel("只留记录").nth(2)).toBeChecked();
});

test("all of a tablet is taken in with one press, in its order, and what came of each is told", async ({ server, duty, engineer, open }) => {
    const other = await Colleague.signIn(server.url, "field2");
    const at = await visitAt("offered", { duty, engineer: other });
    for (const command of [{ type: "confirm" }, { type: "ask_help", note: "缺补丁" }, { type: "tick_step", step: "farewell" }]) {
        expect((await engineer.sends("dispatch", at.dispatch, command, { actor: other })).outcome).toBe("quarantined");
    }
    // By now field2 has worked on that tablet.
    await engineer.sends("request", newId(), { type: "archive" }, { actor: other, by: other });
    const page = await open("/quarantine", "admin");
    const rows = page.getByRole("row").filter({ hasText: at.unit });
    await expect(rows).toHaveCount(3);
    await expect(rows.filter({ hasText: "完成：告别" })).toHaveCount(1);
    const asked = rows.filter({ hasText: "请求支援" });
    await asked.getByText("详细").click();
    await expect(asked.getByText("缺补丁", { exact: true })).toBeVisible();
    const device = page.getByRole("row").filter({ hasText: engineer.person.name }).filter({ hasText: "3 个动作" });
    await device.getByRole("button", { name: /^收下这台平板的全部/ }).click();
    const round = page.getByRole("region", { name: "收下这台平板的全部" });
    await expect(round.getByRole("status")).toHaveText(/^做完了：2 个生效，1 个交经理决定，0 个仍在隔离。$/);
    await expect(round.getByRole("listitem")).toHaveText([/^确认\s*已生效/, /^请求支援\s*已生效/, /^完成：告别\s*交经理决定/]);
    await expect(rows).toHaveCount(0);
    expect((await duty.dispatch(at)).help).toBe("缺补丁");
});

test("after a sign-out, and on any tablet, the engineer sees the own quarantined actions and receipts", async ({ watch, duty, engineer, open }) => {
    test.setTimeout(120_000);
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("offered", { duty, engineer });
    await engineer.does("dispatch", at.dispatch, { type: "confirm" });
    // The same id for two things: no later version makes sense of both.
    const envelope = newId();
    const outcomes: string[] = [];
    for (const note of ["缺补丁", "请带上安装盘"]) {
        outcomes.push((await engineer.sends("dispatch", at.dispatch, { type: "ask_help", note }, { envelope })).outcome);
    }
    expect(outcomes).toEqual(["accepted", "quarantined"]);

    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.getByRole("link", { name: /^待同步/ }).click();
    const held = page.locator(".in-quarantine").getByRole("listitem").filter({ hasText: at.unit });
    await held.locator("summary").click();
    await expect(held).toContainText("原因：这个动作编号以前用于别的内容");
    await expect(held).toContainText("请带上安装盘");
    await expect(held.getByText("已核对：服务器签收的正是本机写下的内容。")).toBeVisible();
    const download = page.waitForEvent("download");
    await held.getByRole("link", { name: "导出文件" }).click();
    const file = JSON.parse(readFileSync(await (await download).path(), "utf8")) as { envelope: { command: { note: string } } };
    expect(file.envelope.command.note).toBe("请带上安装盘");

    await page.getByText("服务器的回执", { exact: true }).click();
    const receipt = page.locator(".receipts").getByRole("listitem").filter({ hasText: at.unit }).filter({ hasText: "确认" });
    await receipt.locator("summary").click();
    await expect(receipt).toContainText("已接受");
    await expect(receipt.getByText("已核对：服务器签收的正是本机写下的内容。")).toBeVisible();

    await page.context().setOffline(true);
    await expect(page.getByText("这一部分在服务器上，联网后才能看到。", { exact: false })).toBeVisible();
    await page.context().setOffline(false);
    await expect(held).toBeVisible();
});

test("the engineer sees what the server could not take in, why, and has it as a file without a network", async ({ watch, duty, engineer, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(`/field/visits/${at.dispatch}`);
    // Another device has used the same id for something else: no later version makes sense of both.
    let isFirst = true;
    await page.route("**/api/sync/push", async (route) => {
        const { envelopes } = route.request().postDataJSON() as { envelopes: { id: string }[] };
        const envelope = envelopes[0]?.id ?? "";
        if (isFirst) {
            isFirst = false;
            await engineer.sends("dispatch", at.dispatch, { type: "ask_help", note: "缺补丁" }, { envelope });
        }
        await route.continue();
    });
    await visit.press(page, "出发");
    await page.getByRole("link", { name: /今天$/ }).click();
    await page.getByRole("link", { name: /^待同步/ }).click();
    const entry = page.getByRole("listitem").filter({ hasText: "服务器没看懂" });
    await expect(entry).toBeVisible({ timeout: 45_000 });
    await expect(entry).toContainText("这个动作编号以前用于别的内容");
    await expect(entry).toContainText("内容完整保存在服务器和这台平板上");
    await expect(entry).not.toContainText("device_seq");
    await expect(page.getByText("隔离区里的 1 步都列在上面了。")).toBeVisible();
    // The visit says it too: it looks as if nothing had been done.
    const remark = page.getByText("有 1 步服务器没看懂，已送达并保存，由办公室处理");
    await page.getByRole("link", { name: /今天$/ }).click();
    await expect(page.locator(`article[data-dispatch="${at.dispatch}"]`).filter({ has: remark })).toBeVisible();
    await page.getByRole("link", { name: /^待同步/ }).click();
    await page.context().setOffline(true);
    const download = page.waitForEvent("download");
    await entry.getByRole("link", { name: "导出文件" }).click();
    const file = JSON.parse(readFileSync(await (await download).path(), "utf8")) as { envelope: { id: string; command: { type: string } } };
    expect(file.envelope.command.type).toBe("depart");

    const quarantine = await open("/quarantine", "admin");
    await expect(quarantine.getByRole("row").filter({ hasText: "这个动作编号以前用于别的内容" })).toBeVisible();
    const requests = await duty.records<ServiceRequest>("request");
    expect(requests.find(({ id }) => id === at.request)?.dispatches[0]?.help).toBe("缺补丁");
});
