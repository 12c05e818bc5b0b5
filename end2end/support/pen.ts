// Writing on the signature pad, and looking at what stands there.

import { type Locator, type Page, expect } from "@playwright/test";

/** A stroke as shares of the pad's width and height. */
export type Stroke = [number, number][];

/** Three strokes that nobody takes for a scratch. */
export const SIGNATURE: Stroke[] = [
    [[0.2, 0.3], [0.35, 0.7], [0.4, 0.3], [0.45, 0.65]],
    [[0.5, 0.3], [0.55, 0.7]],
    [[0.6, 0.4], [0.75, 0.45], [0.62, 0.7], [0.8, 0.65]],
];

export function pad(page: Page): Locator {
    return page.getByRole("img", { name: /^签名区/ });
}

/** Draws with the mouse. */
export async function draw(page: Page, strokes: Stroke[]): Promise<void> {
    const at = await placesOn(page);
    for (const [first, ...rest] of strokes.map((stroke) => stroke.map(at))) {
        if (!first) continue;
        await page.mouse.move(first.x, first.y);
        await page.mouse.down();
        for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 8 });
        await page.mouse.up();
    }
}

/** Draws with a finger: what a touch screen's driver sends, not made-up events. */
export async function drawByFinger(page: Page, strokes: Stroke[]): Promise<void> {
    const at = await placesOn(page);
    const screen = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
        screen.send("Input.dispatchTouchEvent", { type, touchPoints });
    for (const [first, ...rest] of strokes.map((stroke) => stroke.map(at))) {
        if (!first) continue;
        await touch("touchStart", [first]);
        let last = first;
        for (const next of rest) {
            for (const share of [0.25, 0.5, 0.75, 1]) {
                await touch("touchMove", [{ x: last.x + (next.x - last.x) * share, y: last.y + (next.y - last.y) * share }]);
            }
            last = next;
        }
        await touch("touchEnd", []);
    }
    await screen.detach();
}

/** How many of the pad's pixels have ink on them, in CSS pixels. */
export async function ink(page: Page): Promise<number> {
    return pad(page).evaluate((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) throw new Error("The pad is no canvas.");
        const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let count = 0;
        for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 32) count += 1;
        return count / devicePixelRatio ** 2;
    });
}

async function placesOn(page: Page): Promise<(point: [number, number]) => { x: number; y: number }> {
    await pad(page).scrollIntoViewIfNeeded();
    const box = await pad(page).boundingBox();
    expect(box, "the pad is on the screen").not.toBeNull();
    if (!box) throw new Error("unreachable");
    return ([x, y]) => ({ x: box.x + box.width * x, y: box.y + box.height * y });
}
