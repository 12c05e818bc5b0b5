// What a visit did not solve: data taken away without a network, the office's way to a solution, another visit.

import { type Person, visitAt } from "../support/colleague.ts";
import { SIGNATURE, draw } from "../support/pen.ts";
import { isPlanned } from "../support/planning.ts";
import { failed } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";
import type { Page } from "@playwright/test";

async function signPaper(page: Page, link: string, title: string, { first = false, own = false } = {}): Promise<void> {
    await page.getByRole("link", { name: link }).click();
    if (first) await visit.setPin(page);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    if (own) await page.getByRole("link", { name: "回到这张单" }).click();
    else await visit.takeBack(page);
}

test("data of a customer is taken away without a network, only after consent, pledge and record are signed", async ({
    server,
    watch,
    duty,
    engineer,
    tablet: takeTablet,
}) => {
    test.setTimeout(180_000);
    watch.expects(NOBODY_ANSWERS);
    const one = await visitAt("on_site", { duty, engineer });
    const form = `/field/visits/${one.dispatch}`;
    const tablet = await takeTablet();
    await tablet.prepare("field1");
    await server.kill();
    const page = await tablet.restart(`${form}?show=data`);

    await visit.atStep(page, "带走客户资料");
    await visit.press(page, "保存");
    await expect(page.getByText("请填写：介质或包装")).toBeVisible();
    await visit.fill(page, "介质或包装", "U盘");
    await visit.fill(page, "为什么要带走", "现场找不到原因，在公司重现");
    await expect(page.getByRole("link", { name: "请客户签同意书" })).toHaveCount(0);
    await visit.press(page, "保存");
    await signPaper(page, "请客户签同意书", "同意带走资料", { first: true });
    await expect(page).toHaveURL(/show=data/);
    await signPaper(page, "签保密承诺书 QR/05b", "用户数据保密承诺书", { own: true });
    await page.goto(`${form}?show=data`);
    await visit.fill(page, "模块", "总账");
    await visit.press(page, "保存");
    await expect(page.getByText("请填写：平台")).toBeVisible();
    await visit.fill(page, "平台", "Windows 11");
    await visit.fill(page, "数据库", "SQL Server 2019");
    await visit.press(page, "保存");
    await signPaper(page, "请客户签数据记录单 QR/05a", "用户数据记录单");
    await visit.press(page, "资料已拿到，带走");
    await expect(page.getByText("资料在您手上。下个工作日 10:00 前交到公司。")).toBeVisible();

    await server.start();
    await expect
        .poll(async () => (await duty.dispatch(one)).visit.data?.custody?.chain.map(({ to }) => to.keeping), { timeout: 60_000 })
        .toEqual(["engineer"]);
    const signed = (await duty.dispatch(one)).visit.signatures;
    expect(signed.map(({ kind, countersignature }) => [kind, countersignature?.doubts])).toEqual([
        ["consent", []],
        ["pledge", []],
        ["data_record", []],
    ]);
    const clocks = (await duty.request(one.request)).clocks.map(({ rule }) => rule);
    expect(clocks).toContain("custody.to_office");
    expect(clocks).toContain("unresolved.tell_customer");

    // Back in the office, still on the tablet: the chain goes on.
    await page.getByLabel("交给谁").fill("周敏");
    await visit.press(page, "交出资料");
    await expect(page.getByRole("listitem").filter({ hasText: "周敏" })).toBeVisible();
    await expect.poll(async () => (await duty.dispatch(one)).visit.data?.custody?.chain.length, { timeout: 30_000 }).toBe(2);
});

async function ask(page: Page, button: string, fields: Record<string, string>): Promise<void> {
    await page.getByRole("region", { name: "未解决" }).getByRole("button", { name: button, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: button });
    for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label).fill(text);
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog).toBeHidden();
}

test("an unsolved problem goes by consultation and headquarters to a solution that is tried, and to another visit", async ({ duty, engineer, open }) => {
    test.setTimeout(120_000);
    const one = await failed(duty, engineer);
    const page = await open(`/requests/${one.request}`, "duty");
    const matter = page.getByRole("region", { name: "未解决" });
    await expect(matter.getByText("等待决定")).toBeVisible();
    await page.getByRole("button", { name: "核销" }).click();
    const closing = page.getByRole("dialog", { name: "核销" });
    await closing.getByLabel("会诊").check();
    await closing.getByRole("button", { name: "核销" }).click();
    await expect(matter.getByText("待会诊")).toBeVisible();

    // Without anybody there it is no consultation; the server's sentence stays in the dialog with what was typed.
    await matter.getByRole("button", { name: "记录会诊" }).click();
    const consulting = page.getByRole("dialog", { name: "记录会诊" });
    await consulting.getByLabel("结论").fill("凭证表被锁");
    await consulting.getByLabel("方案").fill("带修复脚本再去");
    await consulting.getByRole("button", { name: "保存" }).click();
    await expect(consulting.getByText("请填写：参加人")).toBeVisible();
    await expect(consulting.getByLabel("结论")).toHaveValue("凭证表被锁");
    await consulting.getByLabel(engineer.person.name).check();
    await consulting.getByRole("button", { name: "保存" }).click();
    await expect(matter.getByText("当日上报总部")).toBeVisible();

    await ask(page, "上报总部", { "接收人或部门": "总部支持部" });
    await expect(matter.getByText("总部处理中")).toBeVisible();
    await ask(page, "登记总部回执", { "总部受理编号": "HQ-118", "总部接收人": "李工" });
    await ask(page, "催总部", { "现在的情况": "正在排查" });

    // Whoever picks up the phone knows how it stands.
    const list = await open("/unresolved", "hotline");
    const row = list.getByRole("row").filter({ hasText: one.number });
    await expect(row).toContainText("总部处理中");
    await expect(row).toContainText("正在排查");
    await list.goto("/requests/new");
    await list.getByRole("combobox", { name: "查找客户" }).fill(one.unit);
    await list.getByRole("option", { name: new RegExp(one.unit) }).first().click();
    await expect(list.getByText("这家客户有没解决的问题：")).toBeVisible();
    await expect(list.getByText(/总部处理中.*约定 .* 前联系/)).toBeVisible();

    await ask(page, "登记解决方案", { "登记解决方案": "装补丁 12", "需要的新版本（没有就空着）": "16.1" });
    await expect(matter.getByText("方案待验证")).toBeVisible();
    await expect(matter.getByRole("button", { name: "再次派发上门" })).toHaveCount(0);
    await ask(page, "用客户资料验证通过", {});
    await ask(page, "再次派发上门", { "给工程师的建议": "装补丁 12" });
    await expect(matter.getByText("已了结")).toBeVisible();
    // The form on screen says what the printed one says.
    const receipt = page.locator(".paper-part").last();
    await expect(receipt).toContainText(/上报总部.*李工/s);
    await expect(receipt).toContainText(/再次派发.*XC-/s);
    // Every form of the problem is reached from each of them.
    await page.getByRole("link", { name: /^由 XC-.* 接续$/ }).first().click();
    await expect(page.getByRole("link", { name: `接续 ${one.number}` })).toBeVisible();
    const advice = `接续 ${one.number}，这次要做：装补丁 12`;
    await expect(page.getByText(advice)).toContainText("要用 16.1 版本");

    // Somebody else goes, with one who knows more; who was there first follows it on the own tablet.
    await expect(page.getByText(`${engineer.person.name} 最先上门，跟进到底。`)).toBeVisible();
    const follower = await open("/field", "field1", { size: "tablet" });
    await expect(follower.getByRole("heading", { name: "您跟进的" })).toBeVisible();
    await expect(follower.getByRole("article", { name: one.unit }).filter({ hasText: "还没有安排人" })).toBeVisible();
    const along = (await duty.records<Person>("person")).find(({ login }) => login === "field3")?.name ?? "";
    const offers = page.getByRole("button", { name: /^派给 / });
    const labels = await offers.evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""));
    const names = labels.map((label) => /^派给 (.+?)：/.exec(label)?.[1] ?? "");
    const going = names.find((name) => name !== along && name !== engineer.person.name) ?? "";
    await page.getByLabel("同去的人").selectOption({ label: (await page.getByRole("option", { name: new RegExp(`^${along}`) }).textContent()) ?? "" });
    await page.getByRole("button", { name: new RegExp(`^派给 ${going}：`) }).click();
    await isPlanned(page, new RegExp(`${one.unit} 派给 ${going}`));
    await expect(page.getByText(`${going}，${along} 同去`).first()).toBeVisible();
    await expect(follower.getByRole("article", { name: one.unit }).filter({ hasText: `${going} 去` })).toBeVisible();
    const companion = await open("/field", "field3", { size: "tablet" });
    await expect(companion.getByRole("heading", { name: "和同事一起去" })).toBeVisible();
    await expect(companion.getByRole("article", { name: one.unit }).filter({ hasText: `和 ${going} 一起去` })).toContainText(advice);
    // Who goes now knows what for.
    const login = (await duty.records<Person>("person")).find(({ name }) => name === going)?.login ?? "";
    const sent = await open("/field", login, { size: "tablet" });
    await expect(sent.getByRole("article", { name: one.unit }).getByText(advice).first()).toBeVisible();
    await expect(sent.getByText("解决办法要用 16.1 版本，请告诉客户。").first()).toBeVisible();
    await list.goto("/unresolved");
    await expect(list.getByRole("row").filter({ hasText: one.number })).toHaveCount(0);
});

test("an engineer who is stuck asks for help, and the office's plan comes back onto the tablet", async ({ duty, engineer, open }) => {
    const one = await visitAt("on_site", { duty, engineer });
    const tablet = await open(`/field/visits/${one.dispatch}?show=solve`, "field1");
    await engineer.does("dispatch", one.dispatch, { type: "ask_help", note: "找不到原因" });
    // On the step that is open, and on the board.
    await expect(tablet.getByText("方案还没有回来。请告诉客户为什么要多等一会儿。")).toBeVisible({ timeout: 60_000 });
    const board = await open("/board", "duty");
    await board.getByRole("tab", { name: /待决定/ }).click();
    await expect(board.getByRole("tabpanel").getByRole("button", { name: new RegExp(one.unit) })).toContainText("请求支援");
    const page = await open(`/requests/${one.request}`, "duty");
    await page.getByRole("button", { name: "给出方案" }).click();
    const dialog = page.getByRole("dialog", { name: "给出方案" });
    await dialog.getByLabel("方案").fill("先运行修复脚本三");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog).toBeHidden();
    await expect(tablet.getByText(/的方案.*先运行修复脚本三/)).toBeVisible({ timeout: 60_000 });
});
