// What every test is given: a server on a copy of the demo centre, browsers for its people, and a watch over all pages.

import { type BrowserContextOptions, type Page, test as base } from "@playwright/test";

import { build, copyOfDemo, freshFolder } from "./centre.ts";
import { SIZES, type Size } from "./chromium.ts";
import { Colleague, type Visit } from "./colleague.ts";
import { Server } from "./server.ts";
import { Tablet, type TabletOptions, signIn } from "./tablet.ts";
import { Watch } from "./watch.ts";

export { expect } from "@playwright/test";

interface Given {
    server: Server;
    watch: Watch;
    /** The duty manager, by the interface. */
    duty: Colleague;
    /** The first engineer, by the interface. */
    engineer: Colleague;
    /** Opens a page in a browser of its own, signed in unless `login` is null. */
    open: (path: string, login: string | null, options?: { size?: Size } & BrowserContextOptions) => Promise<Page>;
    /** Opens a visit on the first engineer's tablet, from the card of the day. */
    openVisit: (at: Visit, options?: { size?: Size } & BrowserContextOptions) => Promise<Page>;
    /** Starts a tablet that survives its browser. */
    tablet: (options?: TabletOptions) => Promise<Tablet>;
}

export const test = base.extend<Given>({
    server: async ({}, use) => {
        const server = await Server.open(build(), copyOfDemo());
        await use(server);
        await server.kill();
    },

    watch: async ({}, use) => {
        const watch = new Watch();
        await use(watch);
        base.expect(watch.troubles, "what the pages complained about").toEqual([]);
    },

    duty: async ({ server }, use) => use(await Colleague.signIn(server.url, "duty")),

    engineer: async ({ server }, use) => use(await Colleague.signIn(server.url, "field1")),

    open: async ({ browser, server, watch }, use) => {
        const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
        await use(async (path, login, { size = "desktop", ...options } = {}) => {
            const context = await browser.newContext({ baseURL: server.url, viewport: SIZES[size], ...options });
            contexts.push(context);
            watch.follow(context);
            if (login) await signIn(context, login);
            const page = await context.newPage();
            await page.goto(path);
            return page;
        });
        for (const context of contexts) await context.close();
    },

    openVisit: async ({ open }, use) => {
        await use(async (at, options) => {
            const page = await open("/field", "field1", { size: "tablet", ...options });
            await page.locator(`[data-dispatch="${at.dispatch}"] h3 a`).click();
            await base.expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
            return page;
        });
    },

    tablet: async ({ server, watch }, use) => {
        const tablets: Tablet[] = [];
        await use(async (options = {}) => {
            const tablet = new Tablet(server.url, freshFolder("tablet"), watch, options);
            tablets.push(tablet);
            await tablet.start();
            return tablet;
        });
        for (const tablet of tablets) await tablet.close();
    },
});
