// The engineer's calendar feed, read by a calendar library as a phone would read it.

import ICAL from "ical.js";

import { visitAt } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

test("an engineer's visits are in the calendar at their address, and one taken back is called off", async ({ server, duty, engineer, open }) => {
    const at = await visitAt("appointed", { duty, engineer });
    const page = await open("/account", "field1");
    await expect(page.getByText("还没有日历地址。")).toBeVisible();
    await page.getByRole("button", { name: "生成日历地址" }).click();
    const address = page.getByLabel(/^日历地址/);
    await expect(address).toHaveValue(new RegExp(`^${server.url}/calendar/.{43}\\.ics$`));
    const feed = await address.inputValue();

    const before = await visitIn(feed, at.dispatch);
    const { appointment, slot } = await duty.dispatch(at);
    expect(before.summary).toBe(at.unit);
    expect(before.startDate.toJSDate().toISOString()).toBe(new Date(appointment?.at ?? "").toISOString());
    expect(before.endDate.toJSDate().getTime() - before.startDate.toJSDate().getTime()).toBe(slot.minutes * 60_000);
    // On a clock in Shanghai it is the time that was agreed.
    const local = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
    expect(local.format(before.startDate.toJSDate())).toBe(local.format(new Date(appointment?.at ?? "")));
    const { contact } = await duty.request(at.request);
    expect(before.description).toContain(contact.phone);
    expect(before.location).not.toBe("");
    expect(before.component.getFirstPropertyValue("status")).toBe("CONFIRMED");

    await duty.does("request", at.request, { type: "recall", dispatch: at.dispatch, reason: "客户改期" });
    const after = await visitIn(feed, at.dispatch);
    expect(after.component.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(after.sequence).toBeGreaterThan(before.sequence);

    await page.getByRole("button", { name: "换一个新地址" }).click();
    await expect(address).not.toHaveValue(feed);
    expect((await fetch(feed)).status).toBe(404);
    const renewed = await address.inputValue();
    expect((await fetch(renewed)).status).toBe(200);
    await page.getByRole("button", { name: "停用" }).click();
    await expect(page.getByText("日历地址已停用。")).toBeVisible();
    expect((await fetch(renewed)).status).toBe(404);
});

async function visitIn(feed: string, dispatch: string): Promise<ICAL.Event> {
    const answer = await fetch(feed);
    expect(answer.headers.get("content-type")).toContain("text/calendar");
    const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
    const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
    const ids = events.map(({ uid }) => uid);
    expect(new Set(ids).size).toBe(ids.length);
    const found = events.find(({ uid }) => uid === `${dispatch}@paidan`);
    if (!found) throw new Error("The visit is not in the calendar.");
    return found;
}
