// Money on site: consented to and paid without a network, handed in and invoiced in the office; discounts, the fee table.

import { visitAt } from "../support/colleague.ts";
import { SIGNATURE, draw } from "../support/pen.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";
import type { Page } from "@playwright/test";

const VISIT_FEE = { item: "visit", kind: "visit", unit: "visit", unit_price: "300.00", quantity: 1 };

async function consent(page: Page, link: string, { first = false } = {}): Promise<void> {
    await page.getByRole("link", { name: link }).click();
    if (first) await visit.setPin(page);
    await expect(page.getByRole("heading", { level: 1, name: "费用确认" })).toBeVisible();
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    await visit.takeBack(page);
    // The tablet is the engineer's again.
    await expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
}

test("what is charged is shown and consented to before the work, paid against a voucher, all without a network", async ({
    server,
    watch,
    duty,
    engineer,
    tablet: takeTablet,
    open,
}) => {
    test.setTimeout(240_000);
    watch.expects(NOBODY_ANSWERS);
    const one = await visitAt("on_site", { duty, engineer });
    const form = `/field/visits/${one.dispatch}`;
    const tablet = await takeTablet();
    await tablet.prepare("field1");
    await server.kill();
    const page = await tablet.restart(`${form}?show=fees`);

    await visit.atStep(page, "收费");
    await expect(page.getByText("还没有收费项目。")).toBeVisible();
    await visit.press(page, "加上：收费工作");
    await visit.press(page, "多一个：收费工作");
    await expect(page.getByLabel("收费工作 的数量")).toHaveValue("2");
    const total = page.locator(".fee-total output");
    await expect(total).toHaveText("400.00 元");
    // Nothing chargeable is done before the customer has consented.
    await page.goto(`${form}?show=solve`);
    await page.getByRole("button", { name: "去备份" }).click();
    await page.getByLabel("一起备份").check();
    await visit.press(page, "备份好了，开始解决");
    await expect(page.getByText("有收费项目，客户签字同意后才能继续。")).toBeVisible();
    await visit.press(page, "去说费用");
    await page.goto(`${form}?show=fees`);
    await consent(page, "请客户签字同意", { first: true });
    await page.goto(`${form}?show=fees`);
    await expect(page.getByText("客户已签字同意 400.00 元")).toBeVisible();

    // A sum that has grown needs a new consent; materials cost what they cost.
    await visit.press(page, "加上：材料");
    const price = page.getByLabel("材料 的单价");
    await price.fill("85.5");
    await price.press("Tab");
    await expect(total).toHaveText("485.50 元");
    await consent(page, "金额增加了，请客户重新签字");
    await page.goto(`${form}?show=fees`);
    await expect(page.getByText("客户已签字同意 485.50 元")).toBeVisible();

    await page.getByLabel("转账").check();
    await page.getByLabel("现金").check();
    await visit.press(page, "请客户签收款凭证");
    await expect(page.getByRole("heading", { level: 1, name: "收款凭证" })).toBeVisible();
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    await visit.takeBack(page);
    await expect(page.getByText("现金 485.50 元，客户已签凭证。")).toBeVisible();
    await expect(page.getByText("请在今天 24:00 前上交。")).toBeVisible();

    await server.start();
    await expect
        .poll(async () => (await duty.dispatch(one)).visit.fees?.payment?.taken_at ?? null, { timeout: 60_000 })
        .not.toBeNull();
    const signed = (await duty.dispatch(one)).visit.signatures;
    expect(signed.map(({ kind, countersignature }) => [kind, countersignature?.doubts])).toEqual([
        ["fees", []],
        ["fees", []],
        ["voucher", []],
    ]);

    // The office counts, and sends the invoice; each step can be taken back.
    const desk = await open("/fees", "duty");
    const row = desk.getByRole("row").filter({ hasText: one.number });
    await expect(row).toContainText("款在工程师处");
    await row.getByRole("button", { name: "收到上交款" }).click();
    const counting = desk.getByRole("dialog", { name: "收到上交款" });
    await counting.getByLabel("清点金额").fill("485");
    await counting.getByRole("button", { name: "保存" }).click();
    await expect(counting.getByText("请填写：说明")).toBeVisible();
    await counting.getByLabel("说明").fill("抹去零头");
    await counting.getByRole("button", { name: "保存" }).click();
    await expect(row).toContainText("待开发票");
    await desk.getByRole("button", { name: "撤销" }).click();
    await expect(row).toContainText("款在工程师处");
    await row.getByRole("button", { name: "收到上交款" }).click();
    await counting.getByRole("button", { name: "保存" }).click();
    await expect(row).toContainText("待开发票");
    await row.getByRole("button", { name: "登记发票" }).click();
    const invoicing = desk.getByRole("dialog", { name: "登记发票" });
    await invoicing.getByLabel("发票号码").fill("FP-2026-118");
    await invoicing.getByRole("button", { name: "保存" }).click();
    await expect(row).toHaveCount(0);
    // The page shows it before the server has answered.
    const last = async () => (await duty.request(one.request)).clocks.filter(({ rule }) => rule.startsWith("fees.")).at(-1);
    await expect.poll(last).toMatchObject({ rule: "fees.invoice", state: "kept" });
    await desk.goto(`/requests/${one.request}`);
    const panel = desk.getByRole("region", { name: "收费" });
    await expect(panel.getByText("发票 FP-2026-118")).toBeVisible();
    await expect(panel.getByText("已开发票")).toBeVisible();
});

test("who does not want to pay is noted, and the work is not charged", async ({ duty, engineer, open }) => {
    const one = await visitAt("on_site", { duty, engineer });
    await engineer.does("dispatch", one.dispatch, { type: "propose_fees", because: "not_covered", lines: [VISIT_FEE] });
    const page = await open(`/field/visits/${one.dispatch}?show=fees`, "field1");
    await visit.press(page, "客户不同意付费");
    await visit.press(page, "客户不同意付费");
    await expect(page.getByText("请填写：客户怎么说")).toBeVisible();
    await visit.fill(page, "客户怎么说", "先请示领导");
    await visit.press(page, "客户不同意付费");
    await expect(page.getByText("客户不同意付费：先请示领导。", { exact: false })).toBeVisible();
    const desk = await open("/fees", "duty");
    await expect(desk.getByRole("row").filter({ hasText: one.number })).toContainText("客户不同意付费");
});

test("a discount is asked for on the tablet and decided by a support manager", async ({ duty, engineer, open }) => {
    const one = await visitAt("on_site", { duty, engineer });
    await engineer.does("dispatch", one.dispatch, { type: "propose_fees", because: "out_of_scope", lines: [VISIT_FEE] });
    const page = await open(`/field/visits/${one.dispatch}?show=fees`, "field1");
    await visit.press(page, "申请优惠");
    await visit.fill(page, "减多少（元）", "300");
    await visit.fill(page, "为什么", "老客户");
    await visit.press(page, "申请优惠");
    await expect(page.getByText("要大于零、小于合计。")).toBeVisible();
    await visit.fill(page, "减多少（元）", "50");
    await visit.press(page, "申请优惠");
    await expect(page.getByText("申请减 50.00 元，还没批准，先按全价。")).toBeVisible();
    await expect(page.locator(".fee-total output")).toHaveText("300.00 元");

    await expect.poll(async () => (await duty.dispatch(one)).visit.fees?.discount ?? null, { timeout: 30_000 }).not.toBeNull();
    const others = await open("/fees", "duty");
    const seen = others.getByRole("row").filter({ hasText: one.number });
    await expect(seen).toContainText("待批优惠");
    await expect(seen.getByRole("button", { name: "批准优惠" })).toHaveCount(0);
    const desk = await open("/fees", "support");
    const row = desk.getByRole("row").filter({ hasText: one.number });
    await row.getByRole("button", { name: "批准优惠" }).click();
    await desk.getByRole("dialog", { name: "批准优惠" }).getByRole("button", { name: "批准优惠" }).click();
    await expect(row, "nothing is left for the office to do").toHaveCount(0);
    await expect(page.getByText(/批准减 50\.00 元/)).toBeVisible({ timeout: 60_000 });
    await expect(page.locator(".fee-total output")).toHaveText("250.00 元");
});

test("a new price is a new row, and tablets know it", async ({ duty, engineer, open }) => {
    const desk = await open("/settings/fees", "support");
    await desk.getByRole("button", { name: "加一行" }).click();
    const dialog = desk.getByRole("dialog", { name: "新的收费项目" });
    await dialog.locator("select[name=kind]").selectOption("work");
    await dialog.locator("select[name=unit]").selectOption("hour");
    await dialog.getByLabel("名称（空着用类别名）").fill("数据修复");
    await dialog.getByLabel("单价（元）").fill("多少");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog.getByText("请填金额，最多两位小数。")).toBeVisible();
    await dialog.getByLabel("单价（元）").fill("260");
    await dialog.getByRole("button", { name: "保存" }).click();
    const row = desk.getByRole("row").filter({ hasText: "数据修复" });
    await expect(row).toContainText("260.00");

    const one = await visitAt("on_site", { duty, engineer });
    const page = await open(`/field/visits/${one.dispatch}?show=fees`, "field1");
    await expect(page.getByRole("button", { name: "加上：数据修复" })).toBeVisible();

    await row.getByRole("button", { name: "修改：数据修复" }).click();
    await desk.getByRole("dialog", { name: "修改收费项目" }).getByRole("button", { name: "删除" }).click();
    await expect(row).toHaveCount(0);
    await expect(desk.getByText("已删除：数据修复").first()).toBeVisible();
});
