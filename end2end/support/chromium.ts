// Which browser, and how it is started: the same for the tests' own contexts and for tablets with a folder of their own.

import type { LaunchOptions } from "@playwright/test";

const launchOptions: LaunchOptions = {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // In a container the tests run as root, for whom Chromium has no sandbox.
    // Native date fields speak the language that Chromium was started in.
    args: ["--no-sandbox", "--lang=zh-CN"],
};

export const chromium = { browserName: "chromium", launchOptions } as const;

/** The sizes the screens are made for, in CSS pixels. */
export const SIZES = {
    desktop: { width: 1440, height: 900 },
    tablet: { width: 1024, height: 768 },
    upright: { width: 768, height: 1024 },
} as const;

export type Size = keyof typeof SIZES;
