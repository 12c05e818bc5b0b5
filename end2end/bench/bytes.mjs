// What a tablet loads until the engineer's day is usable: the first visit to /field, signed in, nothing cached. Sizes
// are those on the wire, as the browser received them (brotli). Counted until the first visit of the day is on the page;
// what the service worker fetches afterwards for the way without a network stands on a line of its own.
//
// Beside it the near limit: what the same page would weigh with no app at all, only its document, styles and data.

import path from "node:path";

import { dayIsThere, openBrowser, signIn, workerIsReady } from "./lib/browser.mjs";
import { asKilobytes, asTimes, table } from "./lib/figures.mjs";
import { freshFolder, startPaidan, stop, target } from "./lib/processes.mjs";
import { byCrate, readModule, readable } from "./lib/wasm-sizes.mjs";

const GOAL = 200_000;

const KINDS = [
    ["app (wasm)", (url) => url.pathname.endsWith(".wasm")],
    ["scripts", (url) => url.pathname.endsWith(".js")],
    ["styles", (url) => url.pathname.endsWith(".css")],
    ["data", (url) => url.pathname.startsWith("/api/")],
    ["icons and manifest", (url) => /^\/(icons\/|favicon|manifest)/.test(url.pathname)],
    ["document", () => true],
];

export async function run(say) {
    const server = await startPaidan(freshFolder("bytes"));
    const context = await openBrowser(freshFolder("bytes-profile"));
    await signIn(context, server.url, "field1");
    const responses = [];
    context.on("response", (response) => responses.push({ response, at: performance.now(), byWorker: Boolean(response.request().serviceWorker()) }));
    const page = await context.newPage();
    await page.goto(`${server.url}/field`);
    await dayIsThere(page);
    const usable = performance.now();
    await workerIsReady(page);
    // The worker's own requests are reported a little later than its being ready.
    await page.waitForLoadState("networkidle");

    const rows = [];
    for (const { response, at, byWorker } of responses) {
        const url = new URL(response.url());
        // Events never end; the worker's answers to the page are no transfer.
        if (url.pathname === "/api/live" || url.protocol === "blob:" || response.fromServiceWorker()) continue;
        const { responseBodySize: body, responseHeadersSize: headers } = await response.request().sizes();
        const kind = KINDS.find(([, fits]) => fits(url))[0];
        rows.push({ url, kind, body, headers, encoding: (await response.headerValue("content-encoding")) ?? "", byWorker, late: at > usable });
    }
    await context.close();
    await stop(server.child);

    const loaded = rows.filter((row) => !row.byWorker && !row.late);
    const sum = (rows) => rows.reduce((total, row) => total + row.body, 0);
    const plain = loaded.filter((row) => /\.(wasm|js|css)$/.test(row.url.pathname) && row.encoding !== "br");
    if (plain.length) throw new Error(`not sent as brotli: ${plain.map((row) => row.url.pathname).join(", ")}`);
    const total = sum(loaded);
    const limit = sum(loaded.filter((row) => ["document", "styles", "data"].includes(row.kind)));
    const worker = rows.filter((row) => row.byWorker);

    say(table(["file", "bytes", "encoding"], loaded.sort((a, b) => b.body - a.body).map((row) => [row.url.pathname, row.body, row.encoding])));
    say(table(["kind", "bytes"], KINDS.map(([kind]) => [kind, sum(loaded.filter((row) => row.kind === kind))])));
    say(spaceTable());
    return {
        lines: [
            {
                what: "bytes to the first usable /field page",
                ours: asKilobytes(total),
                beside: `the page without an app ${asKilobytes(limit)}`,
                ratio: asTimes(total / limit),
                goal: `≤ ${asKilobytes(GOAL)}`,
                met: total <= GOAL,
            },
        ],
        notes: [
            `of these ${KINDS.map(([kind]) => `${kind} ${asKilobytes(sum(loaded.filter((row) => row.kind === kind)))}`).join(", ")}; ${asKilobytes(loaded.reduce((total, row) => total + row.headers, 0))} of headers come on top`,
            `the service worker then fetched ${worker.length} files for the way without a network, ${asKilobytes(sum(worker))} unless they came from the browser's cache`,
        ],
    };
}

/** What takes the space: from the module as compiled, which still has names; wasm-opt takes about a third off all of it. */
function spaceTable() {
    const { total, sections, functions } = readModule(path.join(target, "wasm32-unknown-unknown/wasm-release/app.wasm"));
    const code = functions.reduce((sum, { size }) => sum + size, 0);
    const share = (size) => `${((size / code) * 100).toFixed(1)} %`;
    const kept = sections.filter(([name]) => !/^custom: (name|reloc|linking|producers|target_features)/.test(name));
    const crates = byCrate(functions);
    const some = crates.slice(0, 24).map(([crate, size]) => [crate, size, share(size)]);
    const rest = crates.slice(24).reduce((sum, [, size]) => sum + size, 0);
    return [
        `\nThe module before splitting and wasm-opt: ${total} bytes with names and relocations; ${kept.slice(0, 6).map(([name, size]) => `${name} ${size}`).join(", ")}`,
        table(["code by crate", "bytes", "share"], [...some, [`${Math.max(0, crates.length - 24)} more`, rest, share(rest)]]),
        table(["largest functions", "bytes"], [...functions].sort((a, b) => b.size - a.size).slice(0, 12).map(({ name, size }) => [readable(name).slice(0, 100), size])),
    ].join("\n\n");
}
