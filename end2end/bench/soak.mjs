// Rounds of pushes with the server killed (SIGKILL) at a random moment of each: whatever it acknowledged must be there
// after the restart, and what the tablets then send again has its effect exactly once.
//
//   make soak KILLS=20          twenty rounds with the seeds 1 to 20
//   make soak KILLS=7,7,9       the rounds with these seeds

import { cleanUp, freshFolder, startPaidan, stop } from "./lib/processes.mjs";
import { count, deliver, nothing, prepare } from "./push.mjs";

const FORMS = 160;
const TABLETS = 4;

const asked = process.env.KILLS ?? "10";
const seeds = asked.includes(",") ? asked.split(",").map(Number) : Array.from({ length: Number(asked) }, (_, i) => i + 1);

/** A number from 0 to 1 that depends on the seed alone. */
function chance(seed) {
    let x = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** How often each dispatch of the tablet's work has its photo. */
async function photos({ device, work }) {
    const wanted = new Set(work.map((item) => item.name));
    const records = (await device.pull()).filter((record) => record.kind === "request").map((record) => record.record);
    const found = records.flatMap((request) => request.dispatches).flatMap((dispatch) => dispatch.visit.photos);
    return found.filter((photo) => wanted.has(photo.sha256)).length;
}

/** How long a whole delivery takes here, in milliseconds, so that the moments of death spread over it. */
async function undisturbed() {
    const server = await startPaidan(data);
    const tablets = await prepare(server.url, { forms: FORMS, tablets: TABLETS });
    const started = performance.now();
    await Promise.all(tablets.map((tablet) => deliver(tablet, nothing())));
    const took = performance.now() - started;
    tablets.forEach((tablet) => tablet.device.connection.close());
    await stop(server.child);
    return took;
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => cleanUp().then(() => process.exit(130)));

const data = freshFolder("soak");
const whole = await undisturbed();
let lost = 0;
for (const seed of seeds) {
    let server = await startPaidan(data);
    const tablets = await prepare(server.url, { forms: FORMS, tablets: TABLETS });
    const acknowledged = nothing();
    const moment = chance(seed) * whole;
    const death = setTimeout(() => server.child.kill("SIGKILL"), moment);
    await Promise.allSettled(tablets.map((tablet) => deliver(tablet, acknowledged)));
    clearTimeout(death);
    await stop(server.child, "SIGKILL");

    for (const [id, result] of acknowledged.envelopes) if (result.outcome === "retry") acknowledged.envelopes.delete(id);
    server = await startPaidan(data);
    const stored = { envelopes: 0, blobs: 0 };
    for (const tablet of tablets) {
        tablet.device.moveTo(server.url);
        const there = await count(tablet, acknowledged);
        stored.envelopes += there.envelopes;
        stored.blobs += there.blobs;
    }
    const missing = acknowledged.envelopes.size - stored.envelopes + acknowledged.blobs.size - stored.blobs;
    // The rest is sent again, as a tablet does it: all of it, for it can't know what arrived.
    const again = nothing();
    let once = 0;
    for (const tablet of tablets) {
        await deliver(tablet, again);
        once += await photos(tablet);
        tablet.device.connection.close();
    }
    await stop(server.child);
    const all = tablets.reduce((sum, tablet) => sum + tablet.work.length, 0);
    const wrong = [...again.envelopes.values()].filter((result) => result.outcome !== "accepted").length;
    const fine = missing === 0 && once === all && wrong === 0;
    lost += fine ? 0 : 1;
    console.log(
        `seed ${seed}: killed after ${moment.toFixed(0)} ms; acknowledged ${acknowledged.envelopes.size} envelopes and ${acknowledged.blobs.size} blobs, missing ${missing}; after sending again ${once} of ${all} photos stand exactly once${fine ? "" : " – WRONG"}`,
    );
}
await cleanUp();
console.log(`${seeds.length - lost} passed, ${lost} failed`);
process.exit(lost ? 1 : 0);
