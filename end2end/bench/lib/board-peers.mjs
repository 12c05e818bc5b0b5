// The peers' pages of the board: bundled as their makers advise, served from memory with long-lived caching, the day's
// data as one JSON.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { once } from "node:events";
import path from "node:path";

import { root } from "./processes.mjs";

export const PEERS = ["vis-timeline", "event-calendar", "plain"];

const page = (peer) => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${peer}</title>
<link rel="stylesheet" href="/${peer}.css"><style>html, body { margin: 0; height: 100% } #root { height: 900px }</style>
<div id="root"></div><script src="/${peer}.js"></script>
<script>
    const day = fetch("/day.json").then((answer) => answer.json());
    if (location.search === "?show") day.then((day) => board.show(document.getElementById("root"), day));
    day.then((day) => (window.day = day));
</script></html>`;

/** Serves the pages `/vis-timeline`, `/event-calendar` and `/plain`; with `?show` they show the day by themselves. */
export async function servePeers(day) {
    // The bundler that the app's own styles are built with.
    const { build } = createRequire(path.join(root, "package.json"))("esbuild");
    const files = new Map([["/day.json", ["application/json", JSON.stringify(day)]]]);
    for (const peer of PEERS) {
        const { outputFiles } = await build({
            entryPoints: [path.join(root, "end2end/bench/peers/boards", `${peer}.js`)],
            bundle: true,
            minify: true,
            format: "iife",
            globalName: "board",
            outdir: "/",
            write: false,
            conditions: ["browser", "production"],
            define: { "process.env.NODE_ENV": '"production"' },
            loader: { ".svg": "dataurl", ".png": "dataurl" },
            logLevel: "error",
        });
        for (const file of outputFiles) {
            const type = file.path.endsWith(".css") ? "text/css" : "text/javascript";
            files.set(`/${path.basename(file.path)}`, [type, file.text]);
        }
        files.set(`/${peer}`, ["text/html", page(peer)]);
    }
    const server = createServer((request, answer) => {
        const { pathname } = new URL(request.url, "http://peer");
        const [type, body] = files.get(pathname) ?? [];
        if (!type) return answer.writeHead(404).end();
        const cache = /\.(js|css)$/.test(pathname) ? "max-age=31536000, immutable" : "no-store";
        answer.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": cache }).end(body);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
