// What a pull and a board cost with 1,000, 100,000 and 1,000,000 stored visits, while the same 100 visits change.
//
// The stored visits are written by bulk SQL, copies of a closed one of the demo centre under ids of their own, spread
// over its customers and engineers and over ten years; each has its change in the record. What has to stay flat is what
// people wait for: a pull of the changes, the list of the board, and the whole of a board and of a tablet that starts
// with nothing.

import path from "node:path";

import { Device, sha256 } from "./lib/device.mjs";
import { asTimes, spread } from "./lib/figures.mjs";
import { expect } from "./lib/http.mjs";
import { freshFolder, startPaidan, stop } from "./lib/processes.mjs";
import { store } from "./lib/stored.mjs";
import { onPremises } from "./lib/visits.mjs";

const STORED = (process.env.STORED ?? "1000,100000,1000000").split(",").map(Number);
const CHANGES = 100;
const ROUNDS = 15;
/** Goal: with the most stored it takes at most so many times as long as with the fewest. */
const GOAL = 1.5;

async function timed(work) {
    const waits = [];
    for (let round = 0; round < ROUNDS; round++) {
        const before = performance.now();
        await work();
        waits.push(performance.now() - before);
    }
    return spread(waits).median;
}

/** What is measured, by its name, in milliseconds. */
async function measure(url, office, tablet, dispatches, turn) {
    office.moveTo(url);
    tablet.moveTo(url);
    const cursors = await Promise.all([office, tablet].map((device) => device.follow()));
    const photo = (id) => ({ sha256: sha256(`${id} ${turn}`), media_type: "image/jpeg", size: 20_000, caption: "", taken_at: new Date().toISOString() });
    const changes = dispatches.map((id) => tablet.envelope("dispatch", id, { type: "attach_photo", photo: photo(id) }));
    const before = performance.now();
    await tablet.mustPush(changes);
    const pushed = performance.now() - before;
    const pull = (device, cursor) => async () => {
        const page = (await expect(200, device.connection.call("GET", `/api/sync/pull?cursor=${cursor}&limit=200`))).json();
        if (page.changed.filter((record) => record.kind === "request").length !== CHANGES) throw new Error("a pull has other changes");
    };
    const list = async () => expect(200, office.connection.call("GET", "/api/requests?limit=100"));
    return {
        [`${CHANGES} actions pushed`]: pushed,
        [`pull of ${CHANGES} changes, board`]: await timed(pull(office, cursors[0])),
        [`pull of ${CHANGES} changes, tablet`]: await timed(pull(tablet, cursors[1])),
        "list of what is due": await timed(list),
        "everything, board": await timed(() => office.pull()),
        "everything, tablet": await timed(() => tablet.pull()),
    };
}

export async function run(say) {
    const data = freshFolder("stored");
    let server = await startPaidan(data);
    const [office, tablet] = await Promise.all([Device.open(server.url, "duty"), Device.open(server.url, "field1")]);
    const [dispatches] = await onPremises(server.url, [tablet], CHANGES);
    const found = [];
    let stored = 0;
    for (const [turn, wanted] of STORED.entries()) {
        await stop(server.child);
        store(path.join(data, "paidan.sqlite"), { from: stored, to: wanted, days: "35 + c.i % 3600" });
        stored = wanted;
        server = await startPaidan(data);
        found.push(await measure(server.url, office, tablet, dispatches, turn));
        say(`${wanted} stored: ${Object.entries(found.at(-1)).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`).join("; ")}`);
    }
    [office, tablet].forEach((device) => device.connection.close());
    await stop(server.child);
    const fewest = STORED[0];
    return {
        lines: Object.keys(found[0]).map((name) => {
            const ratio = found.at(-1)[name] / found[0][name];
            return {
                what: `${name}, with ${STORED.slice(1).join(" and ")} stored visits`,
                ours: `${found.slice(1).map((figures) => figures[name].toFixed(1)).join(" and ")} ms`,
                beside: `with ${fewest} stored visits ${found[0][name].toFixed(1)} ms`,
                ratio: asTimes(ratio),
                goal: `≤ ${GOAL}×`,
                met: ratio <= GOAL,
            };
        }),
    };
}
