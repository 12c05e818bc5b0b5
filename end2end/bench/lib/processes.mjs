// Programs that a benchmark starts, and their end: only what was started here is ever stopped, by its own id.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";

const running = new Set();
const folders = new Set();

/** The repository's root; run.sh starts there. */
export const root = process.cwd();
/** Cargo's target folder. Data lies below it, so that what is measured is the disk and not a memory file system. */
export const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");

/** A fresh folder that is removed when the benchmarks end. */
export function freshFolder(name) {
    const parent = path.join(target, "bench-data");
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(path.join(parent, `${name}-`));
    folders.add(folder);
    return folder;
}

/**
 * Starts a program and waits for the line that says it is ready, if it says so.
 * @param {string} command
 * @param {string[]} args
 * @param {{ready?: RegExp, cwd?: string, env?: Record<string, string>}} options
 * @returns {Promise<{child: import("node:child_process").ChildProcess, match: RegExpMatchArray | null}>}
 */
export async function start(command, args, { ready, cwd, env }) {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    running.add(child);
    child.once("exit", () => running.delete(child));
    // The last it said, for the case that it ends too early.
    let trouble = "";
    child.stderr.on("data", (bytes) => (trouble = (trouble + bytes).slice(-4000)));
    const lines = createInterface({ input: child.stdout });
    if (!ready) {
        lines.on("line", () => {});
        return { child, match: null };
    }
    const match = await new Promise((resolve, reject) => {
        const look = (line) => {
            const found = ready.exec(line);
            if (found) {
                lines.off("line", look);
                // Whatever it prints later is read and dropped: a full pipe would stop it.
                lines.on("line", () => {});
                resolve(found);
            }
        };
        lines.on("line", look);
        child.once("error", reject);
        child.once("exit", (code, signal) => reject(new Error(`${path.basename(command)} ended (${code ?? signal}): ${trouble}`)));
    });
    return { child, match };
}

/** Ends a program and waits until it is gone. */
export async function stop(child, signal = "SIGTERM") {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
}

/** Starts the server on a folder of its own; `--demo` fills it at the first start. */
export async function startPaidan(data, { args = [], addr = "127.0.0.1:0" } = {}) {
    const server = process.env.PAIDAN_SERVER ?? path.join(target, "release", "paidan");
    const { child, match } = await start(server, ["--demo", "--addr", addr, "--data", data, ...args], {
        ready: /^Paidan listens on (http:\/\/\S+)/,
        env: { PAIDAN_SITE: process.env.PAIDAN_SITE ?? path.join(target, "site") },
    });
    return { child, url: match[1], data };
}

/** A port that was free a moment ago, for programs that can't choose one themselves. */
export async function freePort() {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address();
    server.close();
    await once(server, "close");
    return port;
}

/** Calls `check` until it answers something other than undefined. */
export async function until(check, { every = 20, within = 60_000, what = "what was waited for" } = {}) {
    const deadline = performance.now() + within;
    for (;;) {
        const found = await check();
        if (found !== undefined) return found;
        if (performance.now() > deadline) throw new Error(`${what} did not come within ${within / 1000} s`);
        await new Promise((resolve) => setTimeout(resolve, every));
    }
}

/** Ends what still runs and removes the folders. */
export async function cleanUp() {
    await Promise.all([...running].map((child) => stop(child, "SIGKILL")));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
