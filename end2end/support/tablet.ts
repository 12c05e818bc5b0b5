// A tablet: a browser with a folder of its own, which can be closed and started again with everything it has kept.

import { readFileSync, readdirSync } from "node:fs";

import { type BrowserContext, type Locator, type Page, chromium as playwright, expect } from "@playwright/test";

import { SIZES, type Size, chromium } from "./chromium.ts";
import { PASSWORD } from "./colleague.ts";
import type { Watch } from "./watch.ts";

export interface TabletOptions {
    size?: Size;
    /** A screen that is touched. */
    touch?: boolean;
}

export class Tablet {
    page!: Page;
    context!: BrowserContext;
    #url: string;
    #folder: string;
    #watch: Watch;
    #options: TabletOptions;

    constructor(url: string, folder: string, watch: Watch, options: TabletOptions) {
        this.#url = url;
        this.#folder = folder;
        this.#watch = watch;
        this.#options = options;
    }

    /** Starts the browser. */
    async start(): Promise<Page> {
        this.context = await playwright.launchPersistentContext(this.#folder, {
            ...chromium.launchOptions,
            baseURL: this.#url,
            locale: "zh-CN",
            timezoneId: "Asia/Shanghai",
            viewport: SIZES[this.#options.size ?? "tablet"],
            hasTouch: this.#options.touch ?? false,
        });
        this.#watch.follow(this.context);
        this.page = this.context.pages()[0] ?? (await this.context.newPage());
        this.page.setDefaultTimeout(15_000);
        return this.page;
    }

    /** Signs in and fetches the day, with all that it takes to do it without a network. */
    async prepare(login: string): Promise<Page> {
        await this.signIn(login);
        await this.page.goto("/field");
        await readyForOffline(this.page);
        return this.page;
    }

    /** Closes the browser and starts it again, at an address. */
    async restart(path: string): Promise<Page> {
        await this.close();
        await this.start();
        await this.page.goto(path);
        return this.page;
    }

    async close(): Promise<void> {
        await this.context.close();
    }

    /** As the system does it when memory runs out: nothing is finished, nothing is said. */
    async kill(): Promise<void> {
        const closed = this.context.waitForEvent("close");
        for (const { id, isBrowser } of processesOn(this.#folder)) if (isBrowser) process.kill(id, "SIGKILL");
        await closed;
        // The next one on the same folder has to be the only one.
        await expect.poll(() => processesOn(this.#folder).length).toBe(0);
    }

    async signIn(login: string): Promise<void> {
        await signIn(this.context, login);
    }
}

/** Signs somebody in by the interface; the browser keeps the cookie. */
export async function signIn(context: BrowserContext, login: string): Promise<void> {
    const answer = await context.request.post("/api/session", { data: { login, password: PASSWORD } });
    expect(answer.status()).toBe(204);
}

/** The badge that says where the work is. */
export function badge(page: Page, text: RegExp): Locator {
    return page.getByRole("banner").getByRole("status").filter({ hasText: text });
}

/** Waits until the engineer's day is here with all that it takes to do it without a network. */
export async function readyForOffline(page: Page): Promise<void> {
    await expect(page.getByText(/\d+ 单都可离线完成/)).toBeVisible();
    await expect(badge(page, /^已同步 \d\d:\d\d$/)).toBeVisible();
    const kept = () =>
        page.evaluate(async () => {
            const names = navigator.serviceWorker.controller ? await caches.keys() : [];
            const cache = names[0] && (await caches.open(names[0]));
            return Boolean(cache && (await cache.match("/field")));
        });
    await expect.poll(kept, { message: "the service worker keeps the pages" }).toBe(true);
}

/** The processes of a browser that keeps its things in a folder. */
function processesOn(folder: string): { id: number; isBrowser: boolean }[] {
    return readdirSync("/proc").flatMap((name) => {
        const command = /^\d+$/.test(name) ? commandOf(name) : "";
        // The others are its children: each of them tells of which kind it is.
        const isBrowser = !command.includes("--type=");
        return command.includes(`--user-data-dir=${folder}`) ? [{ id: Number(name), isBrowser }] : [];
    });
}

function commandOf(process: string): string {
    try {
        return readFileSync(`/proc/${process}/cmdline`, "utf8");
    } catch {
        // It ended meanwhile.
        return "";
    }
}
