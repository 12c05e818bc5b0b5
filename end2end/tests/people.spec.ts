// Accounts, as an administrator keeps them.

import { expect, test } from "../support/test.ts";

test("an engineer is added with badge and skills, changed, and deactivated", async ({ open }) => {
    const page = await open("/people", "admin");
    await expect(page).toHaveTitle("人员 · 派单");
    await page.getByRole("button", { name: "添加人员" }).click();
    const dialog = page.getByRole("dialog", { name: "添加人员" });
    await dialog.getByLabel("姓名").fill("周海涛");
    await dialog.getByLabel("用户名").fill("zhouht");
    await dialog.getByLabel("现场工程师").check();
    await dialog.getByLabel("工号").fill("077");
    await dialog.getByRole("button", { name: "加一项技能" }).click();
    await dialog.getByLabel("产品线").fill("U8 财务");
    await dialog.getByLabel("水平").selectOption({ label: "高级" });
    await dialog.getByLabel("初始密码").fill("a long password");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("已添加 周海涛。")).toBeVisible();
    const row = page.getByRole("row").filter({ hasText: "周海涛" });
    await expect(row).toContainText("U8 财务");

    await row.getByRole("button", { name: "修改 周海涛" }).click();
    const change = page.getByRole("dialog", { name: "修改" });
    await expect(change.getByLabel("工号")).toHaveValue("077");
    await expect(change.getByLabel("产品线")).toHaveValue("U8 财务");
    await change.getByRole("button", { name: "去掉 U8 财务" }).click();
    await change.getByRole("button", { name: "加一项技能" }).click();
    await change.getByLabel("产品线").fill("T3 用友通");
    await change.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("已修改 周海涛。")).toBeVisible();
    await expect(row).toContainText("T3 用友通");
    await expect(row).not.toContainText("U8 财务");

    await row.getByRole("button", { name: "修改 周海涛" }).click();
    await change.getByRole("button", { name: "停用" }).click();
    await expect(page.getByText("已停用 周海涛。")).toBeVisible();
    await expect(row).toHaveCount(0);
});
