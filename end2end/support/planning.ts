// What managers do on the board and on a request's page.

import type { Page } from "@playwright/test";

import { expect } from "./test.ts";

/** Waits until the board says so, with a reason where the day or a skill speaks against it. */
export async function isPlanned(page: Page, said: RegExp): Promise<void> {
    const dialog = page.getByRole("dialog", { name: "有规则不同意这样派" });
    const done = page.getByText(said);
    await expect(dialog.or(done)).toBeVisible();
    if (await dialog.isVisible()) {
        await dialog.getByLabel("原因").fill("客户同意");
        await dialog.getByRole("button", { name: "仍然这样派" }).click();
    }
    await expect(done).toBeVisible();
}
