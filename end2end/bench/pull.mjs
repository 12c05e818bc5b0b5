// 10,000 changed records into Chromium's IndexedDB by the app itself: a tablet that was away comes back.
//
// The tablet has its day and is closed; 10,000 visits of its engineer change meanwhile (bulk SQL); then it is opened.
// The clock runs from the app's first pull to the moment its store has all of them: asked for page by page, read,
// encrypted one by one, written with strict durability, drawn. Beside it, in the same browser: records of the same
// length put into a bare store, in the same portions and with the same durability, without network, reading and
// encryption; and PouchDB, `bulkDocs` of the same portions, without network too.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import path from "node:path";

import { dayIsThere, openBrowser, signIn, workerIsReady } from "./lib/browser.mjs";
import { asTimes } from "./lib/figures.mjs";
import { freePort, freshFolder, root, startPaidan, stop } from "./lib/processes.mjs";
import { store } from "./lib/stored.mjs";

const RECORDS = Number(process.env.RECORDS ?? 10_000);
const PORTION = 200;
const GOAL_S = 1;

/** Dispatches of field1. Its tablet keeps closed visits that were made, for 30 days from when they were to begin. */
const OWN = "hex(d.engineer) = upper(replace((SELECT json_extract(record, '$.id') FROM people WHERE login = 'field1'), '-', ''))";

/** How long the app takes until its store holds so many records, in milliseconds, from its first pull. */
function filled(page, wanted) {
    return page.evaluate(async (wanted) => {
        const database = await new Promise((resolve, reject) => {
            const opening = indexedDB.open("paidan");
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
        });
        const count = () =>
            new Promise((resolve) => {
                const counting = database.transaction("records").objectStore("records").count();
                counting.onsuccess = () => resolve(counting.result);
            });
        const deadline = performance.now() + 120_000;
        while ((await count()) < wanted) {
            if (performance.now() > deadline) throw new Error(`only ${await count()} of ${wanted} records came`);
            // Counting keeps the store busy too: not more often than the figure needs.
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        const now = performance.now();
        const pulls = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("/api/sync/pull"));
        database.close();
        return { took: now - pulls[0].startTime, waited: pulls.reduce((sum, pull) => sum + pull.duration, 0), pulls: pulls.length };
    }, wanted);
}

const records = (page) =>
    page.evaluate(async () => {
        const database = await new Promise((resolve) => {
            const opening = indexedDB.open("paidan");
            opening.onsuccess = () => resolve(opening.result);
        });
        const all = await new Promise((resolve) => {
            const reading = database.transaction("records").objectStore("records").getAll();
            reading.onsuccess = () => resolve(reading.result);
        });
        database.close();
        return { count: all.length, bytes: all.reduce((sum, row) => sum + row.bytes.byteLength, 0) };
    });

async function ours(browserFolder) {
    const data = freshFolder("pull");
    const addr = `127.0.0.1:${await freePort()}`;
    let server = await startPaidan(data, { addr });
    let context = await openBrowser(browserFolder);
    await signIn(context, server.url, "field1");
    let page = await context.newPage();
    await page.goto(`${server.url}/field`);
    await dayIsThere(page);
    await workerIsReady(page);
    const before = await records(page);
    await context.close();
    await stop(server.child);
    const model = `r.state IN ('archived', 'written_off') AND ${OWN} AND json_array_length(r.record, '$.dispatches') = 1
        AND datetime(json_extract(r.record, '$.dispatches[0].slot.from')) > datetime('now', '-20 days')`;
    const engineer = `(SELECT engineer FROM dispatches d WHERE ${OWN} LIMIT 1)`;
    store(path.join(data, "paidan.sqlite"), { from: 0, to: RECORDS, model, days: "0", engineer, customer: "m.customer" });

    server = await startPaidan(data, { addr });
    context = await openBrowser(browserFolder);
    page = await context.newPage();
    await page.goto(`${server.url}/field`);
    const figures = await filled(page, before.count + RECORDS);
    const after = await records(page);
    await context.close();
    await stop(server.child);
    return { ...figures, bytes: Math.round((after.bytes - before.bytes) / RECORDS) };
}

async function peers(browserFolder, bytes) {
    const script = readFileSync(path.join(root, "end2end/bench/node_modules/pouchdb/dist/pouchdb.min.js"));
    const server = createServer((request, response) => {
        const isScript = request.url === "/pouchdb.js";
        response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
        response.end(isScript ? script : "<!doctype html><script src=/pouchdb.js></script>");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const context = await openBrowser(browserFolder);
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const figures = await page.evaluate(
        async ({ records, portion, bytes }) => {
            const database = await new Promise((resolve) => {
                const opening = indexedDB.open("bare", 1);
                opening.onupgradeneeded = () => opening.result.createObjectStore("records", { keyPath: "key" });
                opening.onsuccess = () => resolve(opening.result);
            });
            const text = (length) => Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join("");
            const keys = Array.from({ length: records }, () => crypto.randomUUID());
            const rows = keys.map((key) => ({ key, tag: "1", bytes: new Uint8Array(bytes) }));
            const docs = keys.map((key) => ({ _id: key, record: text(bytes) }));
            let started = performance.now();
            for (let from = 0; from < records; from += portion) {
                await new Promise((resolve, reject) => {
                    const transaction = database.transaction("records", "readwrite", { durability: "strict" });
                    transaction.oncomplete = resolve;
                    transaction.onabort = () => reject(transaction.error);
                    for (const row of rows.slice(from, from + portion)) transaction.objectStore("records").put(row);
                });
            }
            const bare = performance.now() - started;
            const pouch = new globalThis.PouchDB("peer");
            await pouch.info();
            started = performance.now();
            for (let from = 0; from < records; from += portion) await pouch.bulkDocs(docs.slice(from, from + portion));
            return { bare, pouch: performance.now() - started };
        },
        { records: RECORDS, portion: PORTION, bytes },
    );
    await context.close();
    server.close();
    return figures;
}

export async function run(say) {
    const { took, waited, pulls, bytes } = await ours(freshFolder("pull-browser"));
    say(`${RECORDS} records of ${bytes} bytes in ${pulls} pages: ${took.toFixed(0)} ms, of which ${waited.toFixed(0)} ms waiting for the server`);
    const { bare, pouch } = await peers(freshFolder("pull-peers"), bytes);
    say(`bare store ${bare.toFixed(0)} ms, PouchDB ${pouch.toFixed(0)} ms`);
    const line = (name, ms) => ({
        what: `pull of ${RECORDS} changed records into IndexedDB, by the app`,
        ours: `${(took / 1000).toFixed(2)} s`,
        beside: `${name} ${(ms / 1000).toFixed(2)} s`,
        ratio: asTimes(took / ms),
        goal: `≤ ${GOAL_S.toFixed(1)} s`,
        met: took / 1000 <= GOAL_S,
    });
    return { lines: [line("a bare bulk put", bare), line("PouchDB bulkDocs, no network", pouch)] };
}
