// Chromium with a profile of its own, as a tablet: signed in, prepared, started again without a network.

import { existsSync } from "node:fs";

import { chromium } from "playwright";

import { PASSWORD } from "./device.mjs";

const EXECUTABLE = process.env.PAIDAN_CHROMIUM ?? "/usr/bin/chromium";
const TABLET = { width: 1024, height: 768 };

/** Opens the browser on a profile, as a tablet unless another size is given. */
export function openBrowser(profile, viewport = TABLET) {
    return chromium.launchPersistentContext(profile, {
        executablePath: existsSync(EXECUTABLE) ? EXECUTABLE : undefined,
        args: ["--no-sandbox", "--disable-dev-shm-usage"],
        viewport,
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
    });
}

/** Gives the browser a session. */
export async function signIn(context, url, login) {
    const answer = await context.request.post(`${url}/api/session`, { data: { login, password: PASSWORD } });
    if (answer.status() !== 204) throw new Error(`the sign-in was answered with ${answer.status()}`);
}

/** Waits for the engineer's day with its visits. */
export async function dayIsThere(page) {
    await page.locator("#content article[data-dispatch]").first().waitFor({ timeout: 60_000 });
}

/** Waits until the service worker is in charge and has every file of the app in its cache. */
export async function workerIsReady(page) {
    await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        if (!navigator.serviceWorker.controller) {
            await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
        }
    });
}

/** Makes the page's processor so many times slower; answers how to talk to the page's own interface. */
export async function slowDown(page, times) {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: times });
    return session;
}

/**
 * A fixed piece of work inside the page: arithmetic, and building and laying out a fixed DOM. Milliseconds.
 * @param {import("playwright").Page} page
 */
export function calibratePage(page) {
    return page.evaluate(() => {
        const started = performance.now();
        let x = 1;
        for (let i = 0; i < 4_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
        const root = document.createElement("div");
        for (let i = 0; i < 1_500; i++) {
            const row = document.createElement("p");
            row.className = "row";
            row.textContent = `row ${i} ${x & 7}`;
            root.append(row);
        }
        document.body.append(root);
        root.getBoundingClientRect();
        root.remove();
        return performance.now() - started;
    });
}
