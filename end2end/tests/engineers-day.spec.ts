// The ways around the usual visit: no backup, nobody there, no signature, refused, help, another time, by phone.

import { visitAt } from "../support/colleague.ts";
import { SIGNATURE, draw } from "../support/pen.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";

const HOUR = 3_600_000;

test("without a backup nothing is solved until the customer has signed for it", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    // The way past the backup is closed.
    await visit.press(page, "解决");
    await expect(page.getByText("请先备份。不能备份时，要由客户签字同意。")).toBeVisible();
    await expect(page.getByLabel("做了什么", { exact: true })).toBeDisabled();
    await visit.press(page, "去备份");

    await visit.press(page, "不能备份…");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("原因").fill("服务器硬盘只读，无处可存");
    await dialog.getByRole("button", { name: "请客户签字" }).click();
    await visit.setPin(page);
    await expect(page.getByRole("heading", { name: "请您同意不做备份" })).toBeVisible();
    await expect(page.locator("dl.summary")).toContainText("服务器硬盘只读，无处可存");
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    await visit.takeBack(page);

    await visit.atStep(page, "找到原因，解决问题");
    await expect(page.getByRole("button", { name: "客户不在" }), "somebody has just signed").toBeHidden();
    await visit.solve(page);
    await expect.poll(async () => (await duty.dispatch(at)).visit.signatures.length).toBe(1);
    const held = (await duty.dispatch(at)).visit;
    expect(held.backup).toMatchObject({ kind: "declined", reason: "服务器硬盘只读，无处可存" });
    expect(held.signatures.map(({ kind, countersignature }) => [kind, countersignature?.doubts])).toEqual([["no_backup", []]]);
});

test("nobody there: it is noted, and a new time is agreed or the form returned", async ({ duty, engineer, open, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.press(page, "客户不在");
    const dialog = page.getByRole("dialog", { name: "客户不在" });
    await dialog.getByRole("button", { name: "记下无人在场" }).click();
    await expect(dialog.getByText("请写几个字。")).toBeVisible();
    await dialog.getByLabel("说明").fill("门锁着，电话没人接");
    await dialog.getByRole("button", { name: "记下无人在场" }).click();
    await expect(page.getByRole("button", { name: "重新约时间" })).toBeVisible();
    await expect(page.getByText("无人在场：门锁着，电话没人接")).toBeVisible();
    await expect.poll(async () => (await duty.dispatch(at)).state).toBe("not_met");
    const form = await open(`/requests/${at.request}`, "duty");
    await expect(form.getByText("签字 无人在场：门锁着，电话没人接")).toBeVisible();
    await visit.press(page, "交单");
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("returned");
    await expect(form.getByText("签字 无人在场：门锁着，电话没人接")).toBeVisible();
});

test("a customer who will not sign gives a reason, and the form goes back without a signature", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    await visit.press(page, "不签…");
    const dialog = page.getByRole("dialog", { name: "客户不签…" });
    await dialog.getByLabel("原因").fill("要等主任回来");
    await dialog.getByRole("button", { name: "不签字，交单" }).click();
    await expect(page.getByRole("heading", { name: "没有签字" })).toBeVisible();
    await expect(page.getByText("✓"), "nothing was achieved that deserves a tick").toHaveCount(0);
    await visit.takeBack(page);
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("returned");
    const held = (await duty.dispatch(at)).visit;
    expect(held.signatures).toEqual([]);
    expect(held.unsigned_reason).toBe("要等主任回来");
});

test("a refused visit is on the board again at once, with the reason", async ({ duty, engineer, open }) => {
    const at = await visitAt("offered", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    const card = page.locator(`[data-dispatch="${at.dispatch}"]`);
    await card.getByRole("button", { name: "去不了…" }).click();
    const dialog = page.getByRole("dialog", { name: "去不了…" });
    await dialog.getByLabel("原因").fill("车坏在路上");
    await dialog.getByRole("button", { name: "拒绝这张单" }).click();
    await expect(card).toHaveCount(0);

    const board = await open("/board", "duty");
    await board.getByRole("tabpanel").getByRole("button", { name: new RegExp(`^${at.unit}，打印凭证时提示内存不足`) }).click();
    await expect(board.getByText(`${engineer.person.name} 拒绝：车坏在路上`)).toBeVisible();
});

test("a call for help reaches the duty manager", async ({ duty, engineer, open, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const board = await open("/board", "duty");
    await board.getByRole("tab", { name: /^待决定/ }).click();
    const page = await openVisit(at);
    await visit.press(page, "需要支援");
    const dialog = page.getByRole("dialog", { name: "需要支援" });
    await dialog.getByLabel("说明").fill("数据库打不开，请高工支援");
    await dialog.getByRole("button", { name: "请求支援" }).click();
    await expect(dialog).toHaveCount(0);

    await board.getByRole("tabpanel").getByRole("button", { name: new RegExp(`^${at.unit}，打印凭证时提示内存不足`) }).click();
    await expect(board.getByText(`${engineer.person.name} 请求支援`)).toBeVisible();
    await expect(board.getByText("数据库打不开，请高工支援")).toBeVisible();
});

test("a time outside what is allowed goes to the duty manager, whose answer comes back to the tablet", async ({ duty, engineer, open, openVisit }) => {
    const from = new Date(Math.ceil(Date.now() / HOUR) * HOUR + HOUR);
    const window = { from, to: new Date(from.getTime() + HOUR) };
    const at = await visitAt("confirmed", { duty, engineer, from, window });
    const wished = new Date(from.getTime() + 4 * HOUR);

    const page = await openVisit(at);
    await visit.press(page, "记下约好的时间");
    const dialog = page.getByRole("dialog", { name: "记下约好的时间" });
    await dialog.getByLabel("约好的时间").fill(local(wished));
    await expect(dialog.getByText("这个时间不在允许的范围内。")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "记下时间" })).toHaveCount(0);
    await dialog.getByRole("button", { name: "转给值班经理" }).click();
    await expect(page.getByText(/想改到 .*，等值班经理决定/)).toBeVisible();

    const board = await open("/board", "duty");
    await board.getByRole("tab", { name: /^待决定/ }).click();
    await board.getByRole("tabpanel").getByRole("button", { name: new RegExp(`^${at.unit}，打印凭证时提示内存不足`) }).click();
    await board.getByRole("button", { name: "同意新时间" }).click();
    await expect(board.getByText(`${at.unit}：已决定。`)).toBeVisible();
    await expect.poll(async () => (await duty.dispatch(at)).appointment?.at.slice(0, 16)).toBe(wished.toISOString().slice(0, 16));
    // Whoever opens the tablet again sees it at once; an open one within half a minute.
    await page.reload();
    await expect(page.getByRole("button", { name: "出发" })).toBeVisible();
});

test("a delay the customer does not accept is with the duty manager at once", async ({ duty, engineer, open, openVisit }) => {
    const at = await visitAt("appointed", { duty, engineer });
    const page = await openVisit(at);
    await visit.press(page, "晚到或去不了…");
    const dialog = page.getByRole("dialog", { name: "晚到或去不了…" });
    await dialog.getByRole("button", { name: "记下" }).click();
    await expect(dialog.getByText("请写几个字。")).toBeVisible();
    await expect(dialog.getByText("请选一项。")).toBeVisible();
    await dialog.getByLabel("原因").fill("上一家还没有解决");
    await dialog.getByLabel("不同意，转给值班经理").check();
    await dialog.getByRole("button", { name: "记下" }).click();
    await expect(page.getByText(/客户不同意改到 .*，值班经理已收到/)).toBeVisible();

    const board = await open("/board", "duty");
    await board.getByRole("tab", { name: /^待决定/ }).click();
    await board.getByRole("tabpanel").getByRole("button", { name: new RegExp(`^${at.unit}，打印凭证时提示内存不足`) }).click();
    await expect(board.getByText("客户不同意，请马上处理。")).toBeVisible();
});

test("what is solved on the phone goes back without a visit and without a signature", async ({ duty, engineer, open, openVisit }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    const page = await openVisit(at);
    await visit.press(page, "电话里解决了");
    const dialog = page.getByRole("dialog", { name: "电话里解决了" });
    await dialog.getByLabel("做了什么").fill("请客户重启打印服务，已正常");
    await dialog.getByRole("button", { name: "已解决，交单" }).click();
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("returned");
    expect((await duty.dispatch(at)).visit.signatures).toEqual([]);
    const form = await open(`/requests/${at.request}`, "duty");
    await expect(form.getByText("电话解决，不需要签字")).toBeVisible();
    await expect(form.getByText(/ 电话解决，不用上门$/), "nobody was in time who never went").toBeVisible();
});

test("a form sent back opens again on the tablet with what is missing", async ({ duty, engineer, open }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    await engineer.does("dispatch", at.dispatch, { type: "solve_by_phone", finding: { cause: "", solution: "重启" } });
    await duty.does("request", at.request, { type: "send_back", reason: "请写明原因" });
    const page = await open("/field", "field1", { size: "tablet" });
    const card = page.locator(`[data-dispatch="${at.dispatch}"]`);
    await expect(card.getByText("退回补充：请写明原因")).toBeVisible();
    await card.getByRole("link", { name: "继续补充" }).click();
    await expect(page.getByRole("heading", { level: 1, name: at.unit })).toBeVisible();
    // On the phone nothing was backed up, and nobody signs: the form is completed and goes back.
    await visit.atStep(page, "找到原因，解决问题");
    await visit.fill(page, "原因", "打印服务占满内存");
    await visit.press(page, "补充好了，去交单");
    await expect(page.getByText("电话里已解决，不用客户签字")).toBeVisible();
    await expect(page.getByRole("button", { name: "交给客户核对签字" })).toBeHidden();
    await visit.press(page, "交单");
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("returned");
    expect((await duty.dispatch(at)).visit).toMatchObject({ finding: { cause: "打印服务占满内存" }, signatures: [] });
});

test("a signed form that was sent back and changed goes back with a reason when the customer is not there to sign again", async ({
    duty,
    engineer,
    openVisit,
}) => {
    test.setTimeout(120_000);
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToCustomer(page);
    await visit.answer(page);
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    await visit.takeBack(page);
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("returned");
    const { left_at } = (await duty.dispatch(at)).visit;

    await duty.does("request", at.request, { type: "send_back", reason: "请写清做了什么" });
    await expect(page.getByRole("button", { name: "客户不签…" })).toBeVisible();
    await page.getByRole("button", { name: /^解决 / }).click();
    await visit.fill(page, "做了什么", "重启打印服务，清理队列，换了驱动");
    await visit.press(page, "解决了，请客户试运行");
    await page.getByRole("button", { name: /^客户签字/ }).click();
    await expect(page.getByRole("button", { name: "交单", exact: true })).toBeHidden();
    await visit.press(page, "客户不签…");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("原因").fill("客户出差，下周回来");
    await dialog.getByRole("button", { name: "不签字，交单" }).click();
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("returned");
    const held = (await duty.dispatch(at)).visit;
    expect(held).toMatchObject({ unsigned_reason: "客户出差，下周回来", left_at, finding: { solution: "重启打印服务，清理队列，换了驱动" } });
    expect(held.signatures).toHaveLength(1);
});

test("costs recorded in one tab stand in the other, and parts do not take what was typed", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const one = await openVisit(at);
    await one.getByRole("button", { name: /^费用/ }).first().click();
    await visit.atStep(one, "这次的费用");
    const other = await one.context().newPage();
    await other.goto(one.url());
    await other.getByRole("button", { name: /^费用/ }).first().click();
    await visit.atStep(other, "这次的费用");

    await visit.fill(one, "其他费用", "9.99");
    await expect(other.getByLabel("其他费用", { exact: true })).toHaveValue("9.99");
    await visit.press(other, "费用记好了");
    await expect.poll(async () => (await duty.dispatch(at)).visit.costs.other).toBe("9.99");

    await visit.fill(one, "材料费", "120");
    await visit.press(one, "+ 材料");
    await visit.fill(one, "名称", "扫描枪");
    await expect(one.getByLabel("材料费", { exact: true })).toHaveValue("120.00");
    await visit.fill(one, "数量", "0");
    await expect(one.getByText("请写 1 或更大的整数")).toBeVisible();
    await visit.fill(one, "数量", "2");
    await expect(one.getByLabel("材料费", { exact: true })).toHaveValue("240.00");
});

test("what is typed and not yet saved is there again after a reload", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    await engineer.does("dispatch", at.dispatch, { type: "record_backup", account_sets: ["001"], reports_included: true, path: "D:\\UFDATABAK\\WL" });
    const page = await openVisit(at);
    await visit.press(page, "解决");
    await visit.fill(page, "原因", "显卡驱动过旧");
    await page.reload();
    await visit.press(page, "解决");
    await expect(page.getByLabel("原因", { exact: true })).toHaveValue("显卡驱动过旧");
});

test("a visit opened by its address in a new browser begins at the step that is next", async ({ duty, engineer, open }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await open(`/field/visits/${at.dispatch}`, "field1", { size: "tablet" });
    await expect(page.getByRole("heading", { level: 1, name: at.unit })).toBeVisible();
    await visit.atStep(page, "到达 · 挂牌 · 介绍");
});

test("a file that is no picture is refused in words", async ({ duty, engineer, openVisit }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const page = await openVisit(at);
    await visit.upToBackup(page);
    await page.getByLabel("+ 选图片").setInputFiles({ name: "list.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") });
    await expect(page.getByText("这个文件不是图片，没有加上。")).toBeVisible();
});

/** As a `datetime-local` field of the centre's zone has it. */
function local(at: Date): string {
    const shape = { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" } as const;
    return new Intl.DateTimeFormat("sv-SE", shape).format(at).replace(" ", "T");
}

test("before driving each visit says whether it can be done offline, why not, and one tap gets it", async ({ duty, engineer, open }) => {
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/field", "field1", { size: "tablet" });
    const card = page.locator(`article[data-dispatch="${at.dispatch}"]`);
    await expect(card.getByText("! 本机存储没有受保护")).toBeVisible();
    await expect(card.getByText("✓ 可离线完成")).toHaveCount(0);
    // What concerns all visits alike is said once, with the one button.
    const device = page.getByRole("group", { name: /本机请留意/ });
    await expect(device).toHaveCount(1);
    await expect(device).toContainText("本机存储没有受保护");

    // The browser agrees once the person has said so.
    const browser = await page.context().newCDPSession(page);
    const { targetInfo } = await browser.send("Target.getTargetInfo");
    await browser.send("Browser.grantPermissions", {
        permissions: ["durableStorage"],
        origin: new URL(page.url()).origin,
        browserContextId: targetInfo.browserContextId,
    });
    await page.getByRole("button", { name: "现在备齐" }).click();
    await expect(page.getByText("本机备齐了。")).toBeVisible();
    await expect(card.getByText("✓ 可离线完成")).toBeVisible();
    await expect(page.getByRole("button", { name: "现在备齐" })).toHaveCount(0);
});
