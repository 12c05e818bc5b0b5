// Pictures of every screen at three sizes, to be looked at, those of the README and of the manifest: PICTURES=1 test-browser.sh pictures
//
// The browser's clock follows the server's. At night PAIDAN_SERVER may name a script that starts the server under
// faketime, so that the demo centre is in the middle of a working day.

import { readFileSync } from "node:fs";
import path from "node:path";

import { SIZES } from "../support/chromium.ts";
import { SCREENS } from "../support/screens.ts";
import { test } from "../support/test.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

const root = path.resolve(import.meta.dirname, "../..");
const MINUTE = 60_000;
const FOR_README: Record<string, string> = { "board-desktop": "board.png", "visit-tablet": "visit.png" };

/** Pictures that the installation shows, as the manifest names them. */
const manifest = JSON.parse(readFileSync(path.join(root, "public/manifest.webmanifest"), "utf8")) as { screenshots?: { src: string }[] };
const named = (manifest.screenshots ?? []).map(({ src }) => path.basename(src));

for (const { name, login, size, show } of SCREENS) {
    test(`pictures of ${name}`, async ({ watch, duty, engineer, open }) => {
        watch.expects(NOBODY_ANSWERS);
        const page = await open("about:blank", login, { size });
        if (Math.abs(duty.now() - Date.now()) > MINUTE) await page.clock.install({ time: duty.now() });
        await show(page, { duty, engineer });
        for (const [called, viewport] of Object.entries(SIZES)) {
            await page.setViewportSize(viewport);
            await page.mouse.move(0, 0);
            const picture = `${name}-${called}`;
            // Playwright would hide the caret with a style sheet, which the content policy forbids.
            const plainly = { animations: "allow", caret: "initial" } as const;
            await page.screenshot({ ...plainly, path: path.join(root, "end2end/test-results/pictures", `${picture}.png`) });
            const whole = path.join(root, "end2end/test-results/pictures", `${picture}-whole.png`);
            await page.screenshot({ ...plainly, fullPage: true, path: whole });
            if (named.includes(`${picture}.png`)) {
                await page.screenshot({ ...plainly, path: path.join(root, "public/screenshots", `${picture}.png`) });
            }
            const readme = FOR_README[picture];
            if (readme) await page.screenshot({ ...plainly, path: path.join(root, "docs/pictures", readme) });
        }
    });
}
