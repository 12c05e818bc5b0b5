// The dispatch board with 200 engineers and 2,000 jobs in a day: how long until the jobs in sight are painted, how smooth
// a drag is, what a change by somebody else costs, how many elements there are.
//
// Beside it, in the same Chromium at the same size, the same day on vis-timeline and on @event-calendar/core, and as the
// near limit a page written by hand for nothing but this. All are dragged by the same pointer along the same way, and
// all get the same changes; ours get them from the server, the others from their own memory.

import { installProbe } from "./lib/probe.mjs";
import { fillDay } from "./lib/board-data.mjs";
import { PEERS, servePeers } from "./lib/board-peers.mjs";
import { openBrowser, signIn } from "./lib/browser.mjs";
import { Device } from "./lib/device.mjs";
import { asTimes, percentile, spread, table } from "./lib/figures.mjs";
import { freshFolder, startPaidan, stop } from "./lib/processes.mjs";

const ENGINEERS = Number(process.env.ENGINEERS ?? 200);
const EACH = 10;
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const DRAGS = 3;
const STEPS = 120;
const CHANGES = Number(process.env.CHANGES ?? 100);
const SIZE = { width: 1440, height: 900 };
/** Lanes whose jobs have to be painted: what fits into the window beside the frame. */
const IN_SIGHT = 12;
const MINUTE = 60_000;
const FRAME_MS = 17;
const LONGEST_FRAME_MS = 25;
const MOST_ELEMENTS = 2000;

/** How each page is met: its address, when its jobs are there, a job's card, a change. */
function subjects({ url, peers, day }) {
    const ours = {
        name: "ours",
        address: `${url}/board?date=${day.date}`,
        isThere: (count) => {
            const lanes = [...document.querySelectorAll(".lanes [data-engineer]")].slice(0, count);
            return lanes.length === count && lanes.every((lane) => lane.querySelectorAll("[data-request]").length >= 10);
        },
        wanted: IN_SIGHT,
        card: (id) => `[data-engineer] [data-request="${id}"]`,
        scroller: ".grid",
        letGo: (page) => page.keyboard.press("Escape"),
    };
    const others = PEERS.map((name) => ({
        name,
        address: `${peers.url}/${name}?show`,
        isThere: (count) => window.board?.cards?.().length >= count,
        wanted: IN_SIGHT * EACH,
        card: (id) => (name === "plain" ? `#j-${id}` : `.j-${id}`),
        letGo: () => {},
    }));
    return [ours, ...others];
}

/** Milliseconds from the start of the navigation until the jobs in sight are painted; the cache is warm. */
async function fromNavigation(context, { address, isThere, wanted }) {
    const page = await context.newPage();
    await page.addInitScript(`window.there = () => (${isThere})(${wanted}); window.shown = Promise.resolve().then(() => probe.painted(() => window.there()));`);
    await page.goto(address);
    const shown = await page.evaluate(() => window.shown);
    const elements = await countElements(page);
    await page.close();
    return { shown, elements };
}

/** Milliseconds from having the data in memory until the jobs in sight are painted. */
async function fromMemory(context, { name, address, isThere, wanted }) {
    const page = await context.newPage();
    if (name === "ours") {
        // A colleague comes from the list of requests, where all records are, to the board, which was not open yet.
        const last = page.waitForResponse(async (answer) => answer.url().includes("/api/sync/pull") && !(await answer.json()).more);
        await page.goto(new URL("/requests", address).href);
        await last;
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("load");
    } else {
        await page.goto(address.replace("?show", ""));
        await page.waitForFunction(() => window.day);
    }
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 })));
    await page.evaluate(`window.there = () => (${isThere})(${wanted})`);
    const took = await page.evaluate(async ({ isOurs, address }) => {
        const begun = performance.now();
        if (isOurs) {
            const link = document.body.appendChild(document.createElement("a"));
            link.href = address;
            link.click();
        } else {
            window.board.show(document.getElementById("root"), window.day);
        }
        return (await window.probe.painted(() => window.there())) - begun;
    }, { isOurs: name === "ours", address });
    await page.close();
    return took;
}

const countElements = (page) => page.evaluate(() => document.getElementsByTagName("*").length);

/** A page with the day on it, for what follows. */
async function opened(context, { address, isThere, wanted }) {
    const page = await context.newPage();
    await page.goto(address);
    await page.evaluate(`window.there = () => (${isThere})(${wanted})`);
    await page.waitForFunction(() => window.there(), null, { timeout: 60_000 });
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 })));
    return page;
}

/** Drags a job along an arc over eleven lanes and five hours and back; the lengths of the frames meanwhile. */
async function drag(page, { card, letGo }, day, number) {
    const job = day.jobs[EACH + 4 + number];
    const box = await page.locator(card(job.id)).first().boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.evaluate(() => window.probe.startFrames());
    await page.mouse.down();
    for (let step = 1; step <= STEPS; step++) {
        const part = step / STEPS;
        await page.mouse.move(x + 260 * Math.sin(2 * Math.PI * part), y + 540 * Math.sin(Math.PI * part));
    }
    const frames = await page.evaluate(() => window.probe.endFrames());
    const elements = await countElements(page);
    await letGo(page);
    await page.mouse.up();
    return { frames, elements };
}

/** Every job in sight moves by five minutes, one after the other: ours by somebody else's push. */
async function changes(page, { name }, day, url) {
    const jobs = day.jobs.slice(0, CHANGES).map((job) => ({ ...job, from: job.from + 5 * MINUTE, until: job.until + 5 * MINUTE }));
    const answered = [];
    const support = name === "ours" ? await Device.open(url, "support") : null;
    if (support) await page.waitForFunction(() => window.probe.source?.readyState === EventSource.OPEN);
    for (const [number, job] of jobs.entries()) {
        if (support) {
            const slot = { from: new Date(job.from).toISOString(), minutes: 45 };
            const envelope = support.envelope("request", job.id, { type: "reschedule", dispatch: job.dispatch, slot, reason: "客户要求" });
            await support.mustPush([envelope]);
            answered[number] = performance.timeOrigin + performance.now();
        } else {
            await page.evaluate((job) => {
                window.probe.measure();
                window.board.change(job);
            }, job);
        }
        const isMeasured = ({ id, count }) => window.probe.changes.filter(({ about }) => about.includes(id)).length >= count;
        await page.waitForFunction(isMeasured, support ? { id: job.id, count: 1 } : { id: "", count: number + 1 }, { polling: 20 });
        // What the page does by itself afterwards is not the next change's.
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
    support?.connection.close();
    const all = await page.evaluate(() => window.probe.changes);
    return jobs.map((job, number) => {
        const change = support ? all.find(({ about }) => about.includes(job.id)) : all[number];
        return { task: change.task, frame: change.frame, busy: change.task + change.frame, whole: change.whole, sinceAnswer: change.painted - answered[number] };
    });
}

const sorted = (list) => [...list].sort((a, b) => a - b);
const tailOf = (list) => {
    const all = sorted(list);
    return { p50: percentile(all, 0.5), p95: percentile(all, 0.95), max: all.at(-1) };
};
const inWords = ({ p50, p95, max }) => `${p50.toFixed(1)} / ${p95.toFixed(1)} / ${max.toFixed(1)} ms`;

export async function run(say) {
    const server = await startPaidan(freshFolder("board"), { args: ["--demo-engineers", String(ENGINEERS), "--demo-requests", "100"] });
    const day = await fillDay(server.url, { engineers: ENGINEERS, each: EACH });
    say(`${day.engineers.length} engineers, ${day.jobs.length} jobs on ${day.date}`);
    const peers = await servePeers(day);
    const context = await openBrowser(freshFolder("board-profile"), SIZE);
    await signIn(context, server.url, "duty");
    await context.addInitScript(installProbe);
    const figures = new Map();
    const all = subjects({ url: server.url, peers, day });
    // In turns, so that a slow spell of the machine meets all of them.
    for (const subject of all) figures.set(subject.name, { navigation: [], memory: [], frames: [], elements: 0, changes: [] });
    for (let round = 0; round <= ROUNDS; round++) {
        for (const subject of all) {
            const own = figures.get(subject.name);
            const { shown, elements } = await fromNavigation(context, subject);
            const took = await fromMemory(context, subject);
            own.elements = Math.max(own.elements, elements);
            // The first warms the cache.
            if (round > 0) own.navigation.push(shown), own.memory.push(took);
        }
    }
    for (const subject of all) {
        const own = figures.get(subject.name);
        const page = await opened(context, subject);
        await page.bringToFront();
        for (let number = 0; number < DRAGS; number++) {
            const { frames, elements } = await drag(page, subject, day, number);
            own.frames.push(...frames);
            own.elements = Math.max(own.elements, elements);
        }
        await page.close();
        const fresh = await opened(context, subject);
        await fresh.bringToFront();
        own.changes = await changes(fresh, subject, day, server.url);
        await fresh.close();
        say(`${subject.name}: from navigation ${own.navigation.map((ms) => ms.toFixed(0))}, from memory ${own.memory.map((ms) => ms.toFixed(0))} ms; ${own.frames.length} frames, ${own.frames.filter((ms) => ms > LONGEST_FRAME_MS).length} over ${LONGEST_FRAME_MS} ms`);
    }
    await context.close();
    peers.close();
    await stop(server.child);
    return report(figures, say);
}

function report(figures, say) {
    const rows = [...figures].map(([name, { navigation, memory, frames, elements, changes }]) => ({
        name,
        navigation: spread(navigation).median,
        memory: spread(memory).median,
        frames: tailOf(frames),
        elements,
        task: tailOf(changes.map(({ task }) => task)),
        frame: tailOf(changes.map(({ frame }) => frame)),
        busy: tailOf(changes.map(({ busy }) => busy)),
        whole: tailOf(changes.map(({ whole }) => whole)),
        sinceAnswer: tailOf(changes.map(({ sinceAnswer }) => sinceAnswer)),
    }));
    const head = ["page", "from navigation", "from memory", "drag frames p50/p95/max", "change: page busy p50/p95/max", "change: in hand → painted", "elements"];
    const cells = (row) => [row.name, `${row.navigation.toFixed(0)} ms`, `${row.memory.toFixed(0)} ms`, inWords(row.frames), inWords(row.busy), inWords(row.whole), row.elements];
    say(table(head, rows.map(cells)));
    const [ours, vis, calendar, plain] = rows;
    const best = (of) => [vis, calendar].reduce((a, b) => (of(a) <= of(b) ? a : b));
    const line = (what, of, shown, goal, met) => {
        const rival = best(of);
        return {
            what,
            ours: shown(ours),
            beside: [vis, calendar, plain].map((row) => `${row.name} ${shown(row)}`).join("; "),
            ratio: asTimes(of(ours) / of(rival)),
            goal,
            met: met(of(ours), of(rival)),
        };
    };
    const isHalf = (mine, best) => mine <= best / 2;
    return {
        lines: [
            line("board, data in memory → jobs in sight painted, median", ({ memory }) => memory, ({ memory }) => `${memory.toFixed(0)} ms`, "≤ half the best widget's", isHalf),
            line("board, navigation → jobs in sight painted, median", ({ navigation }) => navigation, ({ navigation }) => `${navigation.toFixed(0)} ms`, "–", () => null),
            line("board, frames of a drag, p50/p95/max", ({ frames }) => frames.p95, ({ frames }) => inWords(frames), `p95 ≤ ${FRAME_MS} ms, none over ${LONGEST_FRAME_MS} ms`, () => ours.frames.p95 <= FRAME_MS && ours.frames.max <= LONGEST_FRAME_MS),
            line("board, the page's work for a change, p50/p95/max", ({ busy }) => busy.p95, ({ busy }) => inWords(busy), `p95 ≤ ${FRAME_MS} ms`, (mine) => mine <= FRAME_MS),
            line("board, elements at most", ({ elements }) => elements, ({ elements }) => String(elements), `≤ ${MOST_ELEMENTS}`, (mine) => mine <= MOST_ELEMENTS),
        ],
        notes: [
            `of that work ${inWords(ours.task)} went by in the task that took the change, ${inWords(ours.frame)} in the frame after it (the plain page: ${inWords(plain.task)} and ${inWords(plain.frame)})`,
            `a change in hand was painted after ${inWords(ours.whole)} (p50/p95/max), which holds the wait for the next frame; ${inWords(ours.sinceAnswer)} after the answer to the push that made it`,
            `${ROUNDS} first paints of each in turns, ${DRAGS} drags of ${STEPS} steps, ${CHANGES} changes; ratios are to the better widget`,
        ],
    };
}
