// The badge at the door: shown without a network, verified by the customer's phone.

import { visitAt } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

test("a badge shown without a network is confirmed to the customer who scans it, and to nobody who makes one up", async ({ server, watch, duty, engineer, tablet: takeTablet, open }) => {
    watch.expects(NOBODY_ANSWERS);
    const at = await visitAt("on_site", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    // The device has its secret once a code is shown.
    await page.goto(`/field/badge?visit=${at.dispatch}`);
    await expect(page.getByLabel(/^验证码 \d{8}$/)).toBeVisible();

    await tablet.context.setOffline(true);
    await page.goto("/field");
    await page.locator(`[data-dispatch="${at.dispatch}"] h3 a`).click();
    await page.getByRole("link", { name: "出示胸牌" }).click();
    await expect(page.getByText(engineer.person.name, { exact: true })).toBeVisible();
    await expect(page.getByText("派单服务中心")).toBeVisible();
    await expect(page.getByText(/0351-000 8000/)).toBeVisible();
    const scanned = (await page.getByRole("img", { name: "请扫码核实" }).getAttribute("data-text")) ?? "";
    expect(scanned).toMatch(new RegExp(`^${server.url}/badge/.+-\\d{8}$`));

    // The customer's own phone.
    const phone = await open(new URL(scanned).pathname, null, { size: "upright" });
    await expect(phone.getByText("这位工程师现在应当在您这里。")).toBeVisible();
    await expect(phone.getByText(engineer.person.name)).toBeVisible();
    await expect(phone.locator("body")).not.toContainText(at.unit);

    await phone.goto(new URL(scanned).pathname.replace(/\d{8}$/, "00000000"));
    await expect(phone.getByText("没有核实到", { exact: false })).toBeVisible();
    await expect(phone.getByText("0351-000 8000", { exact: false })).toBeVisible();
    // What the badge shows can be typed in as well.
    const code = (await page.getByLabel(/^验证码 \d{8}$/).getAttribute("aria-label"))?.match(/\d{8}/)?.[0] ?? "";
    await phone.getByLabel("验证码").fill(code);
    await phone.getByRole("button", { name: "核实" }).click();
    await expect(phone.getByText("这位工程师现在应当在您这里。")).toBeVisible();

    await page.getByRole("link", { name: "收起胸牌" }).click();
    await expect(page).toHaveURL(`/field/visits/${at.dispatch}`);
});

test("the code on an open badge is another one every minute, and each of them is confirmed", async ({ duty, engineer, tablet: takeTablet, open }) => {
    await visitAt("on_site", { duty, engineer });
    const tablet = await takeTablet();
    const page = await tablet.prepare("field1");
    await page.clock.install();
    await page.goto("/field/badge");
    const code = page.getByLabel(/^验证码 \d{8}$/);
    await expect(code).toBeVisible();
    const first = await code.getAttribute("aria-label");
    await page.clock.fastForward("01:00");
    await expect(code).not.toHaveAttribute("aria-label", first ?? "");

    const scanned = (await page.getByRole("img", { name: "请扫码核实" }).getAttribute("data-text")) ?? "";
    const phone = await open(new URL(scanned).pathname, null, { size: "upright" });
    await expect(phone.getByText("这位工程师现在应当在您这里。")).toBeVisible();
});
