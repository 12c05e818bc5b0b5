// No screen has anything that axe objects to, at any of the three sizes.

import { AxeBuilder } from "@axe-core/playwright";

import { SIZES } from "../support/chromium.ts";
import { SCREENS } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

for (const { name, login, size, show } of SCREENS) {
    test(`${name} is accessible at all three sizes`, async ({ watch, duty, engineer, open }) => {
        watch.expects(NOBODY_ANSWERS);
        const page = await open("about:blank", login, { size });
        await show(page, { duty, engineer });
        for (const [called, viewport] of Object.entries(SIZES)) {
            await page.setViewportSize(viewport);
            const { violations } = await new AxeBuilder({ page }).analyze();
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} (${failureSummary})`).join("; ")}`);
            expect(found, `${called}, ${viewport.width} × ${viewport.height}`).toEqual([]);
        }
    });
}
