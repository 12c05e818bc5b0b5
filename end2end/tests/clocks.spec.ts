// Clocks by hand on the form, and what people are told of clocks.

import { expect, test } from "../support/test.ts";

interface Requests {
    items: { id: string; record: { unit: string; state: string } }[];
}

test("a manager pauses a clock, takes it back, and gives it another due time", async ({ open, duty }) => {
    const { items } = await duty.get<Requests>("/api/requests?state=verified");
    const page = await open(`/requests/${items[0]!.id}`, "duty");
    const clock = page.locator("details.clock-row").filter({ hasText: "到达现场" });
    await clock.locator("summary").click();
    await clock.getByRole("button", { name: "暂停计时：到达现场" }).click();
    const dialog = page.getByRole("dialog", { name: "暂停计时" });
    await dialog.getByRole("button", { name: "暂停计时" }).click();
    await expect(dialog.getByText("请写一句原因", { exact: false })).toBeVisible();
    await dialog.getByLabel("原因").fill("客户要求下周再来。");
    await dialog.getByRole("button", { name: "暂停计时" }).click();
    await expect(clock).toContainText("已暂停");
    await page.getByRole("button", { name: "撤销" }).click();
    await expect(clock).not.toContainText("已暂停");

    await expect(clock.getByRole("button", { name: "改期限：到达现场" })).toBeAttached();
    if (!(await clock.getByRole("button", { name: "改期限：到达现场" }).isVisible())) await clock.locator("summary").click();
    await clock.getByRole("button", { name: "改期限：到达现场" }).click();
    const change = page.getByRole("dialog", { name: "改期限" });
    await change.getByLabel("新的期限").fill("2020-01-01T09:00");
    await change.getByLabel("原因").fill("与客户商定。");
    await change.getByRole("button", { name: "保存" }).click();
    await expect(change.getByText("请选以后一年之内的时间", { exact: false })).toBeVisible();
    const later = new Date(Date.now() + 5 * 24 * 3_600_000).toISOString().slice(0, 10);
    await change.getByLabel("新的期限").fill(`${later}T09:00`);
    await change.getByRole("button", { name: "保存" }).click();
    await expect(change).toHaveCount(0);
    await expect(page.getByText("期限更改：到达现场")).toBeVisible();
    await expect(page.getByText("计时暂停：到达现场")).toBeVisible();
});

for (const size of ["desktop", "tablet"] as const) {
    test(`what is overdue is told once, read and gone from the count (${size})`, async ({ open }) => {
        const page = await open("/notices", "duty", { size });
        await expect(page).toHaveTitle("通知 · 派单");
        const first = page.getByRole("listitem").filter({ hasText: "未读" }).first();
        await expect(first).toBeVisible();
        const count = page.getByRole("banner").getByRole("link", { name: "通知" });
        const before = Number((await count.textContent())?.replace(/\D/g, ""));
        await first.getByRole("button", { name: "标为已读" }).click();
        await expect(count).toContainText(`${before - 1}`);
        await page.getByRole("button", { name: "全部标为已读" }).click();
        await expect(page.getByText("未读")).toHaveCount(0);
        await expect(count).not.toContainText(/\d/);
    });
}
