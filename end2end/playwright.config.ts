// The browser tests: the real server, Debian's Chromium, nothing in between. `make test-browser` builds and runs them.

import { defineConfig } from "@playwright/test";

import { chromium } from "./support/chromium.ts";
import { unprovenTitles } from "./support/unproven.ts";

export default defineConfig({
    testDir: "tests",
    // Pictures are taken when they are wanted: a run of the tests leaves the working tree as it was.
    testIgnore: process.env.PICTURES ? [] : ["pictures.spec.ts"],
    grepInvert: unprovenTitles,
    // Cleared at every start; the pictures lie beside it.
    outputDir: "test-results/traces",
    globalSetup: "./support/centre.ts",
    // Tests share nothing: each has a server and a copy of the demo centre of its own.
    fullyParallel: true,
    workers: 2,
    // On a busy machine; what passes only the second time is listed as flaky.
    retries: 1,
    timeout: 180_000,
    expect: { timeout: 45_000 },
    forbidOnly: Boolean(process.env.CI),
    // Its last lines say how many passed and failed; test-browser.sh asks for the counts as JSON besides.
    reporter: "line",
    use: {
        ...chromium,
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        actionTimeout: 45_000,
        navigationTimeout: 60_000,
        trace: "off",
    },
});
