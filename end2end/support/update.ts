// Another build of the same program, as an update brings it.

import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { build, copyBuild, freshFolder } from "./centre.ts";
import type { Build } from "./server.ts";

/** Copies the build under test and changes its style sheet, and with it the name that carries the content's hash. */
export function anotherBuild(mark: string): Build {
    const folder = freshFolder("update");
    const update = { program: path.join(folder, "paidan"), site: path.join(folder, "site") };
    copyBuild(build().program, build().site, update);
    const hashes = path.join(folder, "hash.txt");
    const known = readFileSync(hashes, "utf8");
    const hash = /^css: (\S+)$/m.exec(known)?.[1];
    if (!hash) throw new Error("hash.txt names no style sheet.");
    const other = hash.replace(/^.{4}/, "test");
    const pkg = path.join(update.site, "pkg");
    for (const name of readdirSync(pkg).filter((name) => name.includes(hash))) {
        if (!name.endsWith(".css")) {
            rmSync(path.join(pkg, name));
            continue;
        }
        const style = path.join(pkg, name.replace(hash, other));
        renameSync(path.join(pkg, name), style);
        writeFileSync(style, `${readFileSync(style, "utf8")}\n:root { --test-build: "${mark}"; }\n`);
    }
    writeFileSync(hashes, known.replace(hash, other));
    return update;
}
