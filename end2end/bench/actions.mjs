// Durable actions a second through the real interface, in batches of 50, on SQLite and on PostgreSQL, and how long a
// batch takes.
//
// Three tablets push at the same time, each the next batch when the one before is answered. An answer means: signature
// checked, rules asked, record and change written and chained, receipt signed, on disk. Measured twice: batches about
// fifty visits (one action each), and batches about ten visits (five actions each, as a tablet brings them).
//
// Beside it, on the same disk: how often it takes a batch's bytes with fsync; and for PostgreSQL pgbench with the very
// statements of our server, recorded from a second run on a copy of the database and played on a third, with one
// connection, as our one writer has.

import { execFileSync } from "node:child_process";
import { closeSync, createReadStream, fsyncSync, openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

import { Device, sha256 } from "./lib/device.mjs";
import { asTimes, percentile, tail } from "./lib/figures.mjs";
import { expect } from "./lib/http.mjs";
import { startPostgres } from "./lib/postgres.mjs";
import { freshFolder, startPaidan, stop } from "./lib/processes.mjs";
import { assigned } from "./lib/visits.mjs";

const TABLETS = Number(process.env.TABLETS ?? 3);
const VISITS = Number(process.env.VISITS ?? 1000);
const BATCH = 50;
const GOAL = 5000;
const GOAL_P99_MS = 30;
const GOAL_OF_PGBENCH = 0.7;

const portions = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

const photo = (i) => ({ sha256: sha256(String(i)), media_type: "image/jpeg", size: 20_000, caption: "错误提示", taken_at: new Date().toISOString() });

/** Everything that will be sent, signed and written as JSON before the clock starts. */
async function prepare(url) {
    const devices = await Promise.all(Array.from({ length: TABLETS }, (_, i) => Device.open(url, `field${i + 1}`)));
    const dispatches = await assigned(url, devices, VISITS);
    return devices.map((device, which) => {
        const act = (id, command) => device.envelope("dispatch", id, command);
        const each = (command) => dispatches[which].map((id) => act(id, command));
        const scattered = [each({ type: "confirm" }), each({ type: "appoint", at: new Date().toISOString(), agreed_with: "王会计" })];
        const visit = (id, i) => [
            act(id, { type: "depart" }),
            act(id, { type: "arrive" }),
            ...[0, 1, 2].map((n) => act(id, { type: "attach_photo", photo: photo(`${which} ${i} ${n}`) })),
        ];
        const bodies = (envelopes) => portions(envelopes, BATCH).map((some) => device.pushBody(some));
        return { device, scattered: bodies(scattered.flat()), visits: bodies(dispatches[which].flatMap(visit)) };
    });
}

/** Sends the batches of all tablets; how long each took, in milliseconds, and all together, in seconds. */
async function deliver(tablets, which) {
    const waits = [];
    const started = performance.now();
    await Promise.all(
        tablets.map(async (tablet) => {
            for (const body of tablet[which]) {
                const before = performance.now();
                const answer = await expect(200, tablet.device.connection.call("POST", "/api/sync/push", body));
                waits.push(performance.now() - before);
                tablet.answers.push(answer);
            }
        }),
    );
    return { waits, took: (performance.now() - started) / 1000 };
}

async function measure(tablets, url) {
    const figures = {};
    for (const tablet of tablets) {
        tablet.device.moveTo(url);
        tablet.answers = [];
    }
    for (const which of ["scattered", "visits"]) {
        const { waits, took } = await deliver(tablets, which);
        const actions = tablets.reduce((sum, tablet) => sum + tablet[which].length * BATCH, 0);
        figures[which] = { rate: actions / took, took, ...tail(waits) };
    }
    for (const answer of tablets.flatMap((tablet) => tablet.answers)) {
        const other = answer.json().results.find((result) => result.outcome !== "accepted");
        if (other) throw new Error(`an action was not accepted: ${JSON.stringify(other)}`);
    }
    tablets.forEach((tablet) => tablet.device.connection.close());
    return figures;
}

async function onSqlite() {
    const data = freshFolder("actions");
    const { child, url } = await startPaidan(data);
    const tablets = await prepare(url);
    const figures = await measure(tablets, url);
    await stop(child);
    return { figures, bytes: Buffer.byteLength(tablets[0].visits[0]) };
}

/** Batches a second that the disk takes: a batch's bytes and an fsync. */
function diskTakes(bytes) {
    const file = openSync(path.join(freshFolder("disk"), "disk"), "w");
    const batch = Buffer.alloc(bytes, 1);
    const waits = Array.from({ length: 200 }, () => {
        const before = performance.now();
        writeSync(file, batch);
        fsyncSync(file);
        return performance.now() - before;
    });
    closeSync(file);
    return 1000 / percentile(waits.sort((a, b) => a - b), 0.5);
}

async function onPostgres() {
    const postgres = await startPostgres();
    const data = freshFolder("actions");
    const at = (database) => startPaidan(data, { args: ["--database-url", postgres.url(database)] });
    postgres.sql("postgres", "CREATE DATABASE whole");
    let server = await at("whole");
    const tablets = await prepare(server.url);
    tablets.forEach((tablet) => tablet.device.connection.close());
    await stop(server.child);
    for (const name of ["measured", "recorded", "played"]) postgres.sql("postgres", `CREATE DATABASE ${name} TEMPLATE whole`);

    server = await at("measured");
    const figures = await measure(tablets, server.url);
    await stop(server.child);

    postgres.sql("postgres", "ALTER SYSTEM SET log_line_prefix = '@@%p '");
    postgres.sql("postgres", "SELECT pg_reload_conf()");
    postgres.sql("postgres", "ALTER DATABASE recorded SET log_statement = 'all'");
    server = await at("recorded");
    await measure(tablets, server.url);
    await stop(server.child);

    const took = await play(postgres, "played");
    const played = Number(postgres.sql("played", "SELECT seq FROM feed"));
    const wanted = Number(postgres.sql("measured", "SELECT seq FROM feed"));
    await postgres.stop();
    if (played !== wanted) throw new Error(`pgbench came to change ${played}, we to ${wanted}`);
    return { figures, pgbench: took };
}

/** How long pgbench takes for all that was recorded, in seconds. */
async function play(postgres, database) {
    let took = 0;
    for await (const text of scripts(postgres.log)) {
        const script = path.join(path.dirname(postgres.log), "played.sql");
        writeFileSync(script, text);
        const args = ["--no-vacuum", "--client=1", "--transactions=1", `--file=${script}`, postgres.url(database)];
        const said = execFileSync("pgbench", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
        took += Number(/latency average = ([\d.]+) ms/.exec(said)[1]) / 1000;
    }
    return took;
}

/** Bytes of a script that pgbench gets at a time: for each statement it counts the lines of all those before it. */
const SCRIPT = 2_000_000;

/** What the connection that wrote was told, in scripts of whole transactions. */
async function* scripts(log) {
    let script = "";
    for await (const sql of statements(log)) {
        script += `${sql};\n`;
        if (sql === "COMMIT" && script.length > SCRIPT) {
            yield script;
            script = "";
        }
    }
    if (script) yield script;
}

/** The statements of the connection that wrote, with their values, from a log of PostgreSQL. */
async function* statements(log) {
    const writers = new Set();
    /** What a connection was told last; its values come after it. */
    const told = new Map();
    for await (const { process, kind, text } of entries(log)) {
        const said = kind === "LOG" && /^(?:statement|execute [^:]+): ([\s\S]*)$/.exec(text);
        if (said) {
            // What a connection did before it began to write is not played.
            if (writers.has(process)) yield told.get(process);
            if (said[1] === "BEGIN") writers.add(process);
            told.set(process, said[1]);
        }
        if (kind === "DETAIL" && text.startsWith("parameters: ") && writers.has(process)) {
            const values = new Map([...text.matchAll(/\$(\d+) = ('(?:[^']|'')*'|NULL)/g)].map(([, place, value]) => [place, value]));
            told.set(process, told.get(process).replace(/\$(\d+)/g, (_, place) => values.get(place)));
        }
    }
    for (const process of writers) yield told.get(process);
}

/** Entries of a log of PostgreSQL: `@@`, the process, and what it says, on as many lines as it takes. */
async function* entries(log) {
    const read = (lines) => {
        const found = /^@@(\d+) (\w+):  ([\s\S]*)$/.exec(lines.join("\n"));
        return found ? [{ process: found[1], kind: found[2], text: found[3] }] : [];
    };
    let lines = [];
    for await (const line of createInterface({ input: createReadStream(log) })) {
        if (line.startsWith("@@")) {
            yield* read(lines);
            lines = [line];
        } else {
            // Further lines of an entry begin with a tab.
            lines.push(line.replace(/^\t/, ""));
        }
    }
    yield* read(lines);
}

const NAMES = { scattered: "one of each of fifty visits", visits: "five of each of ten visits" };

export async function run(say) {
    const sqlite = await onSqlite();
    const postgres = await onPostgres();
    const disk = diskTakes(sqlite.bytes);
    const lines = [];
    const add = (engine, figures) => {
        for (const [which, name] of Object.entries(NAMES)) {
            const { rate, p50, p99, max } = figures[which];
            say(`${engine}, ${name}: ${rate | 0} a second, a batch p50/p99/max ${p50.toFixed(1)} / ${p99.toFixed(1)} / ${max.toFixed(1)} ms`);
            lines.push({
                what: `actions in batches of ${BATCH} (${name}), ${engine}: a second; p99 of a batch`,
                ours: `${rate | 0}; ${p99.toFixed(1)} ms`,
                beside: `the disk takes ${disk | 0} such batches a second with fsync`,
                ratio: asTimes(rate / BATCH / disk),
                goal: `≥ ${GOAL}; ≤ ${GOAL_P99_MS} ms`,
                met: rate >= GOAL && p99 <= GOAL_P99_MS,
            });
        }
    };
    add("SQLite", sqlite.figures);
    add("PostgreSQL", postgres.figures);
    const ours = postgres.figures.scattered.took + postgres.figures.visits.took;
    const ratio = postgres.pgbench / ours;
    lines.push({
        what: "all of these actions on PostgreSQL, through the interface",
        ours: `${ours.toFixed(2)} s`,
        beside: `pgbench with the same statements ${postgres.pgbench.toFixed(2)} s`,
        ratio: asTimes(ratio),
        goal: `≥ ${GOAL_OF_PGBENCH}×`,
        met: ratio >= GOAL_OF_PGBENCH,
    });
    return { lines };
}
