// A whole day proposed (ONS-20): looked through, accepted in part, taken back in one step.

import type { Page } from "@playwright/test";

import { Colleague, visitAt } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

/** Turns to the next day on which everybody works: tomorrow, or Monday. */
async function nextWorkday(page: Page): Promise<void> {
    const weekday = new Date(Date.now() + 8 * 3_600_000).getUTCDay();
    for (let days = weekday === 5 ? 3 : weekday === 6 ? 2 : 1; days > 0; days--) {
        await page.getByRole("button", { name: "后一天" }).click();
    }
}

test("the day is proposed, nothing happens before it is accepted, and one undo takes all of it back", async ({ duty, engineer, open }) => {
    const wanted = await visitAt("verified", { duty, engineer });
    const unwanted = await visitAt("verified", { duty, engineer });
    const page = await open("/board", "duty");
    await nextWorkday(page);
    await page.getByRole("button", { name: "排一整天…" }).click();
    const dialog = page.getByRole("dialog", { name: "整天安排建议" });
    const row = (unit: string) => dialog.getByRole("row").filter({ has: page.getByRole("checkbox", { name: `接受：${unit}` }) });
    await expect(row(wanted.unit).first()).toContainText("等着安排");
    await expect(dialog.getByText(/^排进 \d+ 单，改动 \d+ 单，\d+ 单排不进。$/)).toBeVisible();
    expect((await duty.request(wanted.request)).state).toBe("verified");

    // Only one of all is wanted.
    await dialog.getByRole("checkbox", { name: "全选" }).uncheck();
    await expect(dialog.getByRole("button", { name: "接受 0 单" })).toBeDisabled();
    await row(wanted.unit).last().getByRole("checkbox").check();
    await dialog.getByRole("button", { name: "接受 1 单" }).click();
    await expect(page.getByText("按建议安排了 1 单。")).toBeVisible();
    await expect(dialog).toBeHidden();
    const states = async () => [(await duty.request(wanted.request)).state, (await duty.request(unwanted.request)).state].sort();
    await expect.poll(states).toEqual(["dispatched", "verified"]);

    await page.keyboard.press("Control+z");
    await expect(page.getByText("已撤销整天安排：1 单回到原来的人和时间。")).toBeVisible();
    expect(await states()).toEqual(["verified", "verified"]);
});

test("what somebody else has planned meanwhile stays as it is, and is named", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const other = await Colleague.signIn(server.url, "support");
    const page = await open("/board", "duty");
    await nextWorkday(page);
    await page.getByRole("button", { name: "排一整天…" }).click();
    const dialog = page.getByRole("dialog", { name: "整天安排建议" });
    const take = dialog.getByRole("checkbox", { name: `接受：${at.unit}` });
    await expect(take.first()).toBeVisible();
    await dialog.getByRole("checkbox", { name: "全选" }).uncheck();
    for (const box of await take.all()) await box.check();
    await other.does("request", at.request, { type: "cancel_request", reason: "客户自己解决了" });
    await expect(page.getByRole("article").filter({ hasText: at.number })).toHaveCount(0);
    await dialog.getByRole("button", { name: /^接受 \d+ 单$/ }).click();
    await expect(dialog.getByRole("alert")).toContainText(at.unit);
    expect((await duty.request(at.request)).state).toBe("cancelled");
});

test("who may not plan is not offered it, and yesterday is not planned", async ({ open }) => {
    const hotline = await open("/board", "hotline");
    await expect(hotline.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expect(hotline.getByRole("button", { name: "排一整天…" })).toHaveCount(0);
    const page = await open("/board", "duty");
    await expect(page.getByRole("button", { name: "排一整天…" })).toBeVisible();
    await page.getByRole("button", { name: "前一天" }).click();
    await expect(page.getByRole("button", { name: "排一整天…" })).toHaveCount(0);
});
