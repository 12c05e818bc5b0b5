// The app updated while an action waits: offered where it disturbs nobody, taken on consent, nothing dropped.

import type { Page } from "@playwright/test";

import { visitAt } from "../support/colleague.ts";
import { badge, readyForOffline } from "../support/tablet.ts";
import { expect, test } from "../support/test.ts";
import { anotherBuild } from "../support/update.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

test("a new version is never offered on an open form, runs after consent, and keeps the action that waits", async ({
    server,
    watch,
    duty,
    engineer,
    open,
}) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("appointed", { duty, engineer });
    const form = `/field/visits/${at.dispatch}`;
    const page = await open("/field", "field1", { size: "tablet" });
    await readyForOffline(page);
    await page.goto(form);
    await server.kill();
    await visit.press(page, "出发");
    await expect(badge(page, /^离线 · 1 项待同步$/)).toBeVisible();
    // The server answers again, but not for what waits.
    await page.context().route("**/api/sync/push", (route) => route.abort("connectionreset"));

    await server.start(anotherBuild("two"));
    const offer = page.getByRole("complementary", { name: "有新版本。" });
    await page.reload();
    await expect.poll(() => waits(page), { timeout: 30_000 }).toBe(true);
    await expect(page.getByRole("button", { name: "我到了" })).toBeVisible();
    await expect(offer).toHaveCount(0);
    expect(await runningBuild(page)).toBe("");

    await page.getByRole("link", { name: /今天$/ }).click();
    await expect(offer).toBeVisible();
    await expect(offer).toContainText("未同步的工作会保留。");
    await offer.getByRole("button", { name: "更新" }).click();
    // The page is loaded anew; an assertion on an element outlives that.
    await expect(page.locator("html")).toHaveCSS("--test-build", '"two"');
    await expect(offer).toHaveCount(0);
    await expect(badge(page, /1 项/)).toBeVisible();
    expect(await duty.times(at.request, "depart")).toBe(0);

    // Offline again, the new version opens, and the action is still there.
    await server.kill();
    await page.goto(form);
    await expect(page.getByRole("button", { name: "我到了" })).toBeVisible();
    expect(await runningBuild(page)).toBe("two");
    await page.context().unroute("**/api/sync/push");
    await server.start();
    await expect(badge(page, /^已同步/)).toBeVisible({ timeout: 60_000 });
    expect(await duty.times(at.request, "depart")).toBe(1);
});

/** Whether a new version is loaded and waits for consent. */
function waits(page: Page): Promise<boolean> {
    return page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration("/field"))?.waiting));
}

/** The mark of the style sheet in force; the build under test has none. */
function runningBuild(page: Page): Promise<string> {
    return page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--test-build").replaceAll('"', ""));
}
