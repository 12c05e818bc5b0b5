// The tablet's app can be put on the home screen.

import { expect, test } from "../support/test.ts";
import { NOBODY_ANSWERS } from "../support/watch.ts";

interface Manifest {
    start_url: string;
    icons: { src: string }[];
    screenshots?: { src: string }[];
}

test("the browser finds nothing that keeps the app from being installed", async ({ tablet: takeTablet }) => {
    const tablet = await takeTablet();
    await tablet.prepare("field1");
    const browser = await tablet.context.newCDPSession(tablet.page);
    const { installabilityErrors: obstacles } = await browser.send("Page.getInstallabilityErrors");
    expect(obstacles.map(({ errorId }) => errorId)).toEqual([]);

    const manifest = (await (await tablet.context.request.get("/manifest.webmanifest")).json()) as Manifest;
    expect(manifest.start_url).toBe("/field");
    expect(manifest.screenshots?.length, "what the installation shows").toBeGreaterThan(0);
    for (const { src } of [...manifest.icons, ...(manifest.screenshots ?? [])]) {
        const picture = await tablet.context.request.get(src);
        expect([picture.status(), picture.headers()["content-type"]?.split("/")[0]], src).toEqual([200, "image"]);
    }
});

test("without a network every entrance leads a signed-in engineer to the day", async ({ server, watch, tablet: takeTablet }) => {
    watch.expects(NOBODY_ANSWERS);
    const tablet = await takeTablet();
    await tablet.prepare("field1");
    await server.kill();
    for (const entrance of ["/", "/login"]) {
        const page = await tablet.restart(entrance);
        await expect(page.getByRole("heading", { level: 1, name: /^今天/ }), entrance).toBeVisible();
        await expect(page).toHaveURL("/field");
    }
});
