// A PostgreSQL for a benchmark, by the tests' own script: fsync is on, and it goes when the benchmark ends.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";

import { root, start, stop, target } from "./processes.mjs";

/** @returns {Promise<{url: (database: string) => string, log: string, sql: (database: string, text: string) => string, stop: () => Promise<void>}>} */
export async function startPostgres() {
    // On the disk, like SQLite's file; readable for the user PostgreSQL runs as.
    const folder = path.join(target, "bench-data");
    mkdirSync(folder, { recursive: true });
    const script = path.join(root, "end2end/tools/postgres.sh");
    const tell = 'echo "ready $TEST_POSTGRES_URL $(psql "$TEST_POSTGRES_URL" -Atc "SHOW data_directory")"; cat';
    const { child, match } = await start("bash", [script, "bash", "-c", tell], {
        ready: /^ready (\S+) (\S+)$/,
        env: { TMPDIR: folder, PAIDAN_PG_FSYNC: "on" },
    });
    const url = (database) => match[1].replace(/[^/]+$/, database);
    const sql = (database, text) =>
        execFileSync("psql", [url(database), "-v", "ON_ERROR_STOP=1", "-Atqc", text], { encoding: "utf8", maxBuffer: 1 << 26 }).trim();
    return { url, log: path.join(path.dirname(match[2]), "server.log"), sql, stop: () => stop(child) };
}
