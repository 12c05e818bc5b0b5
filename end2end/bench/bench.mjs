// Runs the benchmarks that are named, or all, and prints their table.

import { calibrate, inWords } from "./lib/calibration.mjs";
import { results } from "./lib/figures.mjs";
import { cleanUp } from "./lib/processes.mjs";

const ALL = ["push", "actions", "pull", "stored", "live", "bytes", "cold-start", "board", "propose", "pdf"];

const named = process.argv.slice(2);
const unknown = named.filter((name) => !ALL.includes(name));
if (unknown.length) {
    console.error(`There is no benchmark ${unknown.join(", ")}; there are: ${ALL.join(", ")}.`);
    process.exit(2);
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => cleanUp().then(() => process.exit(130)));

/** @type {import("./lib/figures.mjs").Line[]} */
const lines = [];
const notes = [];
let failed = false;
for (const name of named.length ? named : ALL) {
    console.error(`\n== ${name}`);
    const before = calibrate();
    try {
        const { run } = await import(`./${name}.mjs`);
        const outcome = await run((text) => console.error(text));
        lines.push(...outcome.lines);
        notes.push(...(outcome.notes ?? []).map((note) => `${name}: ${note}`));
    } catch (error) {
        failed = true;
        console.error(error);
        lines.push({ what: name, ours: "failed", beside: "", ratio: "", goal: "", met: false });
    }
    notes.push(`${name}: machine before: ${inWords(before)}; after: ${inWords(calibrate())}`);
    await cleanUp();
}

console.log(`\n${results(lines)}\n`);
for (const note of notes) console.log(`- ${note}`);
process.exit(failed ? 1 : 0);
