// The tablet's browser is killed while it delivers: nothing is lost, nothing arrives twice. `make soak` does it more often.

import { Colleague, type Visit, sha256, visitAt } from "../support/colleague.ts";
import { photo } from "../support/picture.ts";
import { type Tablet, badge } from "../support/tablet.ts";
import { expect, test } from "../support/test.ts";
import * as visit from "../support/visit.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

const KILLS = Number(process.env.BROWSER_KILLS ?? 5);

/** Each step of a visit up to the photo, and how often it is done. */
const STEPS = { depart: 1, arrive: 1, tick_step: 4, record_backup: 1, attach_photo: 1 };
const ACTIONS = Object.values(STEPS).reduce((sum, times) => sum + times);

test(`a browser that is killed while it delivers, ${KILLS} times, has delivered everything once in the end`, async ({
    watch,
    duty,
    engineer,
    tablet: takeTablet,
}) => {
    test.setTimeout(60_000 + KILLS * 60_000);
    // Before a photo is sent the server is asked whether it has it.
    watch.expects(NOBODY_ANSWERS, /status of 404 .*\/api\/blobs\//);
    const tablet = await takeTablet();
    await tablet.prepare("field1");
    // Only when it is closed in order has the browser surely kept its session.
    await tablet.restart("/field");

    const counted = { atDeath: [] as number[], arrived: 0 };
    for (let round = 0; round < KILLS; round++) {
        const at = await visitAt("appointed", { duty, engineer });
        await workOffline(tablet, at, round);
        await killWhileItDelivers(tablet, round);
        counted.atDeath.push(await arrived(duty, at));

        // It starts again where it was, and delivers what is left by itself.
        await tablet.start();
        const page = tablet.page;
        await page.goto(`/field/visits/${at.dispatch}`);
        await expect(page.getByRole("img", { name: /^照片 \d+ KB$/ }), "the photo is still on the form").toBeVisible();
        await expect(badge(page, /^已同步/)).toBeVisible({ timeout: 60_000 });
        for (const [step, times] of Object.entries(STEPS)) {
            expect(await duty.times(at.request, step), `${step}, round ${round}`).toBe(times);
        }
        const [kept, ...others] = (await duty.dispatch(at)).visit.photos;
        expect(others).toEqual([]);
        const picture = () => duty.call("GET", `/api/blobs/${kept?.sha256}`);
        await expect.poll(async () => (await picture()).status, { timeout: 60_000 }).toBe(200);
        expect(sha256(new Uint8Array(await (await picture()).arrayBuffer()))).toBe(kept?.sha256);
        counted.arrived += await arrived(duty, at);
    }
    expect(counted.arrived).toBe(KILLS * ACTIONS);
    console.log(
        `${KILLS} times killed: ${KILLS * ACTIONS} actions, ${counted.arrived} arrived, 0 lost, 0 doubled; at the server when the browser died: ${counted.atDeath.join(", ")} of ${ACTIONS}`,
    );
});

/** A visit up to its first photo, without a network. */
async function workOffline(tablet: Tablet, at: Visit, round: number): Promise<void> {
    const page = tablet.page;
    await page.goto(`/field/visits/${at.dispatch}`);
    await expect(page.getByRole("button", { name: "出发" })).toBeVisible();
    await tablet.context.setOffline(true);
    await visit.departAndArrive(page);
    await visit.upToBackup(page);
    await visit.backUp(page);
    await page.getByLabel("+ 选图片").setInputFiles(await photo(page, round));
    await expect(page.getByRole("img", { name: /^照片 \d+ KB$/ })).toBeVisible();
    await expect(badge(page, new RegExp(`^离线 · ${ACTIONS} 项待同步$`))).toBeVisible();
}

/** The network comes back, and the browser dies at a moment that the round decides. */
async function killWhileItDelivers(tablet: Tablet, round: number): Promise<void> {
    const context = tablet.context;
    if (round % 3 === 1) {
        const photoLeaves = context.waitForEvent("request", (request) => request.method() === "PUT" && request.url().includes("/api/blobs/"));
        await context.setOffline(false);
        await photoLeaves;
        // It takes some milliseconds: the rounds spread over them.
        await new Promise((resolve) => setTimeout(resolve, (round * 7) % 25));
    } else {
        // The server has it all and the answer never arrives, or what has left the tablet never gets there.
        const isOnItsWay = new Promise<void>((resolve) => {
            void context.route("**/api/sync/push", async (route) => {
                if (round % 3 === 0) await route.fetch();
                resolve();
            });
        });
        await context.setOffline(false);
        await isOnItsWay;
    }
    await tablet.kill();
}

/** How many of a visit's actions have had their effect. */
async function arrived(duty: Colleague, at: Visit): Promise<number> {
    const history = await duty.history(at.request);
    return history.filter(({ command }) => command in STEPS).length;
}
