// Clocks and calendars, as an administrator keeps them.

import { expect, test } from "../support/test.ts";

for (const size of ["desktop", "tablet"] as const) {
    test(`a clock is changed with what would come of it, taken back, and put back (${size})`, async ({ open, watch }) => {
        watch.expects(/status of 422 .*\/api\/settings\/clocks/);
        const page = await open("/settings/clocks", "admin", { size });
        await expect(page.getByRole("rowheader", { name: "上门服务" })).toBeVisible();
        const row = page.getByRole("row").filter({ hasText: "值班经理审核" });
        await expect(row).toContainText("1 小时内");
        await row.getByRole("button", { name: "修改：值班经理审核" }).click();
        const dialog = page.getByRole("dialog", { name: "修改期限" });
        await dialog.getByLabel("假如从这时开始").fill("2026-11-23T16:40");
        await expect(dialog.getByText("17:30", { exact: false }).or(dialog.getByText("08:40", { exact: false })).first()).toBeVisible();
        await dialog.getByLabel("多少").fill("0");
        await dialog.getByRole("button", { name: "保存" }).click();
        await expect(dialog.getByText("这个数太小或太大。")).toBeVisible();
        await dialog.getByLabel("多少").fill("2");
        await expect(dialog.getByText("2 小时内")).toBeVisible();
        await dialog.getByRole("button", { name: "保存" }).click();
        await expect(dialog).toHaveCount(0);
        await expect(row).toContainText("2 小时内");
        await expect(row).toContainText("已改");
        await page.getByRole("button", { name: "撤销" }).click();
        await expect(row).toContainText("1 小时内");
        await expect(row).not.toContainText("已改");
        await expect(page.getByRole("listitem").filter({ hasText: "改了值班经理审核" }).first()).toContainText("2 小时内");
    });
}

test("a holiday is entered by keyboard, saved and put back; a year that is not published says so", async ({ open }) => {
    const page = await open("/settings/calendars", "admin");
    await expect(page.getByRole("button", { name: "2026-10-01，放假" })).toBeVisible();
    await expect(page.getByRole("button", { name: "2026-10-10，调休上班" })).toBeVisible();
    await page.getByRole("button", { name: "2026-01-01，放假" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "2026-01-08，放假" })).toBeFocused();
    await expect(page.getByText("有改动还没有保存。")).toBeVisible();
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("已修改：本中心。")).toBeVisible();
    await expect(page.getByText("有改动还没有保存。")).toHaveCount(0);
    await page.getByLabel("周一").fill("early");
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("周一的时间看不懂", { exact: false })).toBeVisible();
    await page.getByRole("button", { name: "放弃改动" }).click();
    await page.getByRole("button", { name: "恢复默认" }).click();
    await expect(page.getByRole("button", { name: "2026-01-08，上班" })).toBeVisible();
    await page.getByRole("button", { name: "下一年" }).click();
    await expect(page.getByText("2027 年的放假安排还没有录入", { exact: false })).toBeVisible();
});

test("whoever does not manage settings finds no such page", async ({ open }) => {
    const page = await open("/settings/clocks", "duty");
    await expect(page.getByRole("navigation").getByRole("link", { name: "设置" })).toHaveCount(0);
    await expect(page.getByRole("table")).toHaveCount(0);
});
