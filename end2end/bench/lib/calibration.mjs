// A fixed piece of work, done before and after: what the machine was worth while something was measured on it.

import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import path from "node:path";

import { percentile } from "./figures.mjs";
import { freshFolder } from "./processes.mjs";

/** Milliseconds for hashing 64 MB and parsing JSON, and for one write of 4 kB that waits for the disk (median of 100). */
export function calibrate() {
    const folder = freshFolder("calibration");
    const started = performance.now();
    const block = Buffer.alloc(1 << 20, 7);
    const hash = createHash("sha256");
    for (let i = 0; i < 64; i++) hash.update(block);
    hash.digest();
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ id: i, name: `name ${i}`, parts: [i, i + 1] })));
    for (let i = 0; i < 10; i++) JSON.parse(text);
    const cpu = performance.now() - started;

    const file = openSync(path.join(folder, "disk"), "w");
    const page = Buffer.alloc(4096, 1);
    const waits = [];
    for (let i = 0; i < 100; i++) {
        const before = performance.now();
        writeSync(file, page);
        fsyncSync(file);
        waits.push(performance.now() - before);
    }
    closeSync(file);
    return { cpu, fsync: percentile(waits.sort((a, b) => a - b), 0.5) };
}

export const inWords = ({ cpu, fsync }) => `fixed work ${cpu.toFixed(0)} ms, fsync ${fsync.toFixed(2)} ms`;
