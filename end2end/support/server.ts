// The server under test, as a process that can be killed in the middle of anything and started again where it was.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A server with the browser's files that belong to it. */
export interface Build {
    /** The program; `hash.txt` lies beside it. */
    program: string;
    /** Folder with the browser's files. */
    site: string;
}

export class Server {
    readonly url: string;
    #build: Build;
    #data: string;
    #child: ChildProcess | undefined;

    private constructor(build: Build, data: string, port: number) {
        this.#build = build;
        this.#data = data;
        this.url = `http://127.0.0.1:${port}`;
    }

    /** Starts a server on a folder of its own; an empty one becomes a demo centre. */
    static async open(build: Build, data: string): Promise<Server> {
        for (let attempt = 1; ; attempt++) {
            const server = new Server(build, data, somePort());
            try {
                await server.start();
                return server;
            } catch (error) {
                // The port may be somebody else's.
                if (attempt === 5) throw error;
            }
        }
    }

    /** Starts it again, at the same address and with the same data; another build stands for an update. */
    async start(build = this.#build): Promise<void> {
        this.#build = build;
        const child = spawn(build.program, ["--demo", "--addr", new URL(this.url).host, "--data", this.#data], {
            env: { ...process.env, PAIDAN_SITE: build.site, RUST_LOG: "warn", DATABASE_URL: undefined },
            stdio: ["ignore", "pipe", "pipe"],
        });
        this.#child = child;
        let trouble = "";
        child.stderr.on("data", (bytes: Buffer) => (trouble = (trouble + bytes.toString()).slice(-4_000)));
        const gone = once(child, "exit").then(() => {
            throw new Error(`The server ended before it listened: ${trouble}`);
        });
        const lines = createInterface({ input: child.stdout });
        const listens = new Promise<void>((resolve) => {
            lines.on("line", (line) => {
                if (line.startsWith("Paidan listens on")) resolve();
            });
        });
        await Promise.race([listens, gone]);
        gone.catch(() => {});
    }

    /** As a power failure does it: nothing is finished, nothing is said. */
    async kill(): Promise<void> {
        await this.#end("SIGKILL");
    }

    /** As an operator does it. */
    async stop(): Promise<void> {
        await this.#end("SIGTERM");
    }

    async #end(signal: NodeJS.Signals): Promise<void> {
        const child = this.#child;
        this.#child = undefined;
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, "exit");
        child.kill(signal);
        await gone;
    }
}

/** Below the ports that the system gives out by itself: a killed server finds its own free when it comes back. */
function somePort(): number {
    return 20_000 + Math.floor(Math.random() * 10_000);
}
