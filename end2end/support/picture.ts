// A photo as a camera makes it: large, and with a note of where it was taken.

import type { Page } from "@playwright/test";

/** Stands in the photo's data; must not be in what leaves the tablet. */
export const SECRET = "GPS 37.8706N 112.5489E";

/** A JPEG of 2400 × 1800 pixels, drawn by the page's browser, with an EXIF block that tells the place; another one for each number. */
export async function photo(page: Page, number = 0): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
    const drawn = await page.evaluate(async (turn) => {
        const canvas = new OffscreenCanvas(2400, 1800);
        const context = canvas.getContext("2d");
        if (!context) throw new Error("The browser has no canvas.");
        context.fillStyle = "#e8e4da";
        context.fillRect(0, 0, 2400, 1800);
        for (let i = 0; i < 400; i++) {
            context.fillStyle = `hsl(${(i * 37 + turn * 11) % 360} 50% ${30 + ((i * 13) % 50)}%)`;
            context.fillRect((i * 211) % 2300, (i * 137) % 1700, 120, 90);
        }
        const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
        return [...new Uint8Array(await blob.arrayBuffer())];
    }, number);
    const jpeg = Buffer.from(drawn);
    const note = Buffer.from(`Exif\0\0${SECRET}`);
    const head = Buffer.from([0xff, 0xe1, 0, note.length + 2]);
    // The block goes behind the two bytes that begin every JPEG.
    const buffer = Buffer.concat([jpeg.subarray(0, 2), head, note, jpeg.subarray(2)]);
    return { name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer };
}
