// Before the tests: a copy of the build, so that somebody who builds meanwhile does not change what is tested, and the
// demo centre, made once and copied for each test. After them: all of it is removed.

import { cpSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Build, Server } from "./server.ts";

const root = path.resolve(import.meta.dirname, "../..");
const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

export default async function setUp(): Promise<() => void> {
    const folder = mkdtempSync(path.join(tmpdir(), "paidan-browser-tests-"));
    process.env.PAIDAN_TEST_FOLDER = folder;
    const remove = () => rmSync(folder, { recursive: true, force: true });
    try {
        copyBuild(process.env.PAIDAN_SERVER ?? path.join(target, "debug/paidan"), process.env.PAIDAN_SITE ?? path.join(target, "site"), build());
        const server = await Server.open(build(), demo());
        await server.stop();
    } catch (error) {
        remove();
        throw error;
    }
    return remove;
}

/** The build under test. */
export function build(): Build {
    return { program: path.join(folder(), "build/paidan"), site: path.join(folder(), "build/site") };
}

/** The data of a demo centre, for a server that is started on it. */
export function copyOfDemo(): string {
    const data = mkdtempSync(path.join(folder(), "data-"));
    cpSync(demo(), data, { recursive: true });
    return data;
}

/** A fresh folder that is removed with everything else. */
export function freshFolder(name: string): string {
    return mkdtempSync(path.join(folder(), `${name}-`));
}

/** Copies a program, the hashes beside it and its site. */
export function copyBuild(program: string, site: string, to: Build): void {
    mkdirSync(path.dirname(to.program), { recursive: true });
    copyFileSync(program, to.program);
    const hashes = path.join(path.dirname(program), "hash.txt");
    if (!existsSync(hashes) || !existsSync(site) || readdirSync(site).length === 0) {
        throw new Error(`There is no site in ${site}, or no hash.txt beside ${program}: run cargo build and target/debug/bundle first.`);
    }
    copyFileSync(hashes, path.join(path.dirname(to.program), "hash.txt"));
    cpSync(site, to.site, { recursive: true });
}

function demo(): string {
    return path.join(folder(), "demo");
}

function folder(): string {
    const folder = process.env.PAIDAN_TEST_FOLDER;
    if (!folder) throw new Error("The set-up has not run.");
    return folder;
}
