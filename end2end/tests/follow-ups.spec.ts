// Calls after visits, as quality makes them and a manager reads them.

import { expect, test } from "../support/test.ts";

interface Queue {
    items: { id: string; record: { unit: string; contact: { phone: string } } }[];
}

for (const size of ["desktop", "tablet"] as const) {
    test(`a customer is called, not reached, called again and not content; the case is settled (${size})`, async ({ open, duty }) => {
        const { items } = await duty.get<Queue>("/api/follow-ups");
        const { id, record } = items[0]!;
        const page = await open("/follow-ups", "quality", { size });
        await expect(page).toHaveTitle("回访 · 派单");
        await page.getByRole("link", { name: record.unit }).first().click();
        await expect(page).toHaveURL(new RegExp(id));
        const call = page.getByRole("article", { name: record.unit });
        await expect(call.getByRole("link", { name: `拨打 ${record.contact.phone}` })).toHaveAttribute("href", /^tel:\d+$/);

        await call.locator("summary").click();
        await call.getByLabel("备注").fill("占线。");
        await call.getByRole("button", { name: "没有打通" }).click();
        await expect(call.getByText("占线。", { exact: false })).toBeVisible();

        await call.getByRole("button", { name: "保存回访" }).click();
        await expect(call.getByText("请回答每一个问题。")).toBeVisible();
        await call.getByLabel("部分解决").check();
        for (const question of ["工程师有礼貌吗？", "按约好的时间到了吗？", "讲了以后怎样避免吗？"]) {
            await call.getByRole("group", { name: question }).getByLabel("是").check();
        }
        await call.getByRole("group", { name: "满意程度" }).getByLabel("2").check();
        await expect(call.getByText("客户不满意：保存时会开一个投诉待处理。")).toBeVisible();
        await call.getByLabel("客户的原话").fill("第二天又出错了。");
        await call.getByRole("button", { name: "保存回访" }).click();
        await expect(page.getByText(`${record.unit}：回访已保存，开了一个投诉待处理。`)).toBeVisible();

        await page.getByRole("button", { name: "不满意，待处理" }).click();
        await page.getByRole("link", { name: record.unit }).first().click();
        await expect(call.getByRole("heading", { name: "第二天又出错了。" })).toBeVisible();
        await call.getByLabel("与客户怎样商定的").fill("明天再次上门。");
        await call.getByRole("button", { name: "处理完毕" }).click();
        await expect(page.getByText(`${record.unit}：投诉已处理完毕。`)).toBeVisible();
    });
}

test("a manager reads the queue and calls nobody; the hotline has no such page", async ({ open, duty }) => {
    const { items } = await duty.get<Queue>("/api/follow-ups");
    const page = await open(`/follow-ups/${items[0]!.id}`, "duty");
    await expect(page.getByRole("article", { name: items[0]!.record.unit })).toBeVisible();
    await expect(page.getByRole("button", { name: "保存回访" })).toHaveCount(0);
    await page.getByRole("button", { name: "已回访" }).click();
    await expect(page.getByRole("listitem").first()).toContainText("分");
    const other = await open("/follow-ups", "hotline");
    await expect(other.getByRole("navigation").getByRole("link", { name: "回访" })).toHaveCount(0);
});
