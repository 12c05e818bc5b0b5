// "Propose all" for a day of 200 visits that wait and 40 engineers: from the press of the button to the proposal on screen.
//
// Nobody else offers the same to compare with; beside it stands the time that the specification allows, and what the page
// does meanwhile: its longest task is how long a press on the cancel button could have to wait.

import { openBrowser, signIn } from "./lib/browser.mjs";
import { Device, newId } from "./lib/device.mjs";
import { asTimes, spread } from "./lib/figures.mjs";
import { freshFolder, startPaidan, stop } from "./lib/processes.mjs";
import { submitted } from "./lib/visits.mjs";

const ENGINEERS = 40;
const VISITS = 200;
const ROUNDS = 5;
const ALLOWED_MS = 10_000;
const DAY = 86_400_000;
const WEEKEND = ["Sat", "Sun"];

/** The next date in Shanghai that is no Saturday or Sunday. */
function nextWeekday() {
    for (let days = 1; ; days++) {
        const at = Date.now() + days * DAY;
        const weekday = new Intl.DateTimeFormat("en", { timeZone: "Asia/Shanghai", weekday: "short" }).format(at);
        if (!WEEKEND.includes(weekday)) return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(at);
    }
}

/** Requests of customers all over the city, one after the other. */
async function waiting(url) {
    const duty = await Device.open(url, "duty");
    const customers = (await duty.pull()).filter(({ kind }) => kind === "customer").map(({ record }) => record);
    const today = new Date().toISOString().slice(0, 10);
    const served = customers.filter(({ agreement_until: until, contacts, products }) => until > today && contacts.length && products.length);
    const opened = Array.from({ length: VISITS }, (_, at) => submitted(duty, newId(), served[at % served.length], `打印凭证时提示内存不足，第 ${at + 1} 次`));
    await duty.mustPush(opened, 50);
    duty.connection.close();
    return served.length;
}

export async function run(say) {
    const args = ["--demo-engineers", String(ENGINEERS), "--demo-requests", "20"];
    const server = await startPaidan(freshFolder("propose"), { args });
    const customers = await waiting(server.url);
    const context = await openBrowser(freshFolder("propose-profile"), { width: 1440, height: 900 });
    await signIn(context, server.url, "duty");
    const [times, tasks] = [[], []];
    let summary = "";
    for (let round = 0; round < ROUNDS; round++) {
        const page = await context.newPage();
        await page.addInitScript(() => {
            window.longest = 0;
            new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (window.longest = Math.max(window.longest, duration)))).observe({ type: "longtask" });
        });
        await page.goto(`${server.url}/board?date=${nextWeekday()}`);
        const button = page.getByRole("button", { name: "排一整天…" });
        await page.waitForFunction(() => document.querySelectorAll("#board-list [data-request]").length >= 200);
        await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 })));
        await page.evaluate(() => (window.longest = 0));
        const handle = await button.elementHandle();
        const took = await page.evaluate(async (button) => {
            const begun = performance.now();
            button.click();
            while (!document.querySelector(".proposal-table")) await new Promise(requestAnimationFrame);
            return performance.now() - begun;
        }, handle);
        times.push(took);
        tasks.push(await page.evaluate(() => window.longest));
        summary = (await page.locator(".proposal [role=status]").innerText()).trim();
        await page.close();
    }
    await context.close();
    await stop(server.child);
    say(`${customers} customers; ${summary}; ${times.map((ms) => ms.toFixed(0))} ms`);
    const { median } = spread(times);
    const slowest = Math.max(...times);
    return {
        lines: [
            {
                what: `a proposal for ${VISITS} visits and ${ENGINEERS} engineers, press → on screen, median / slowest`,
                ours: `${median.toFixed(0)} / ${slowest.toFixed(0)} ms`,
                beside: `allowed ${ALLOWED_MS / 1000} s`,
                ratio: asTimes(median / ALLOWED_MS),
                goal: "≤ 10 s",
                met: slowest <= ALLOWED_MS,
            },
        ],
        notes: [`${summary} The longest task of the page meanwhile: ${Math.max(...tasks).toFixed(0)} ms (the table of changes is drawn in it).`],
    };
}
