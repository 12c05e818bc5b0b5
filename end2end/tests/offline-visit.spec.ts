// The main job: a visit done with the server dead, signed, and on every open board once the connection is back.

import { Colleague, type ServiceRequest, sha256 } from "../support/colleague.ts";
import { SIGNATURE, draw, ink } from "../support/pen.ts";
import { SECRET, photo } from "../support/picture.ts";
import { badge } from "../support/tablet.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

test("a visit done and signed with the server dead reaches the office once, and an open board shows it without reload", async ({
    server,
    watch,
    duty,
    engineer,
    tablet: takeTablet,
    open,
}) => {
    test.setTimeout(180_000);
    // Before a photo is sent the server is asked whether it has it.
    watch.expects(NOBODY_ANSWERS, /status of 404 .*\/api\/blobs\//);
    const { request, dispatch } = await appointed(engineer);
    const form = `/field/visits/${dispatch.id}`;

    const tablet = await takeTablet();
    await tablet.prepare("field1");

    await server.kill();

    // Cold start at the visit, without a network.
    let page = await tablet.restart(form);
    await expect(page.getByRole("heading", { level: 1, name: request.unit })).toBeVisible();
    await visit.departAndArrive(page);
    await visit.upToBackup(page);

    // The backup's path is proposed: last drive, folder, initials and date.
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date()).replaceAll("-", "");
    await expect(page.getByLabel("备份到", { exact: true })).toHaveValue(`D:\\UFDATABAK\\${engineer.person.initials}${today}`);
    const sets = page.getByRole("group", { name: "账套" }).getByRole("checkbox");
    await expect(sets.first()).toBeChecked();
    await visit.backUp(page);

    await page.getByLabel("+ 选图片").setInputFiles(await photo(page));
    await expect(page.getByRole("img", { name: /^照片 \d+ KB$/ })).toBeVisible();
    await visit.solve(page);
    await visit.press(page, "试过了，没有问题");
    await visit.fill(page, "怎样预防", visit.FINDING.prevention);
    await visit.press(page, "讲清楚了");
    await visit.atStep(page, "这次的费用");
    await visit.fill(page, "交通费", "12.50");
    await visit.press(page, "费用记好了");
    await visit.handOver(page);

    // What the customer reads before signing.
    const summary = page.locator("dl.summary");
    await expect(summary).toContainText(visit.FINDING.solution);
    await expect(summary).toContainText("12.50 元");
    await visit.answer(page, { satisfaction: 4 });
    await visit.fill(page, "您的意见", "很快，谢谢");

    // A stroke too many is taken back; then all of it, to sign anew.
    const [first, ...others] = SIGNATURE;
    await draw(page, first ? [first] : []);
    const one = await ink(page);
    expect(one).toBeGreaterThan(0);
    await draw(page, others);
    await expect.poll(() => ink(page)).toBeGreaterThan(one);
    for (const _ of others) await visit.press(page, "退一笔");
    await expect.poll(() => ink(page)).toBeCloseTo(one, -1);
    await visit.press(page, "重签");
    await expect.poll(() => ink(page)).toBe(0);
    await draw(page, SIGNATURE);
    await visit.confirmSignature(page);
    await visit.takeBack(page);

    const onThisDevice = /这张单在\s*在本机 · \d+ 项待送/;
    await expect(page.getByText(onThisDevice)).toBeVisible();
    await visit.press(page, "已告别，回到今天");
    await expect(badge(page, /^离线 · \d+ 项待同步$/)).toBeVisible();

    // The browser is restarted with the unsent work: all of it is still there.
    page = await tablet.restart("/field/outbox");
    const waiting = page.getByRole("listitem").filter({ hasText: "在本机" });
    await expect(waiting.filter({ hasText: "客户签字" })).toBeVisible();
    await expect(waiting.filter({ hasText: "交单" })).toBeVisible();
    await page.goto(`${form}?show=farewell`);
    await expect(page.getByText(onThisDevice)).toBeVisible();

    // The server comes back while the tablet has no network yet: another manager opens the board as it was.
    await tablet.context.setOffline(true);
    await server.start();
    const board = await open("/board", "support");
    const job = board.getByRole("button", { name: new RegExp(`^${request.unit}，${dispatch.engineer_name}，`) });
    await expect(job.filter({ hasText: /^[^]*\d\d:\d\d 已约$/ })).toBeVisible();
    await board.evaluate(() => document.body.setAttribute("data-not-reloaded", ""));
    expect((await duty.dispatch({ request: request.id, dispatch: dispatch.id })).state).toBe("appointed");

    // The network is back: the outbox empties by itself, and the board shows what happened.
    await tablet.context.setOffline(false);
    await expect(page.getByText(/这张单在\s*已送达/)).toBeVisible({ timeout: 60_000 });
    await expect(job.filter({ hasText: "全部解决" })).toBeVisible();
    await expect(board.locator("body[data-not-reloaded]")).toHaveCount(1);
    await page.goto("/field/outbox");
    await expect(page.getByRole("heading", { name: "办公室已收到" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "还没有送达" })).toHaveCount(0);

    // What the server holds: one form, one signature without a doubt, the photo without its place.
    const held = await duty.dispatch({ request: request.id, dispatch: dispatch.id });
    expect((await duty.request(request.id)).state).toBe("returned");
    expect(held.state).toBe("returned");
    expect(held.visit.signatures.map(({ kind, countersignature }) => [kind, countersignature?.doubts])).toEqual([["sign_off", []]]);
    expect(held.visit.signatures[0]?.ink.strokes).toHaveLength(SIGNATURE.length);
    expect(held.visit.finding).toMatchObject(visit.FINDING);
    expect(held.visit.result).toMatchObject({ solved: "all", told_prevention: true, satisfaction: 4, opinion: "很快，谢谢" });
    expect(held.visit.costs.travel).toBe("12.50");
    for (const once of ["depart", "arrive", "record_backup", "sign", "return_form", "attach_photo"]) {
        expect(await duty.times(request.id, once), once).toBe(1);
    }
    expect(held.visit.photos).toHaveLength(1);
    const sha = held.visit.photos[0]?.sha256 ?? "";
    await expect.poll(async () => (await duty.call("GET", `/api/blobs/${sha}`)).status, { timeout: 60_000 }).toBe(200);
    const picture = new Uint8Array(await (await duty.call("GET", `/api/blobs/${sha}`)).arrayBuffer());
    expect(sha256(picture)).toBe(sha);
    expect(Buffer.from(picture).includes(SECRET), "the photo tells where it was taken").toBe(false);
    expect(picture.length).toBeLessThan(500_000);
});

/** The demo's visit that has been agreed with the customer for today. */
async function appointed(engineer: Colleague) {
    for (const request of await engineer.records<ServiceRequest>("request")) {
        const dispatch = request.dispatches.find((one) => one.engineer === engineer.person.id && one.state === "appointed");
        if (dispatch) return { request, dispatch };
    }
    throw new Error("The demo centre has no appointed visit for field1.");
}
