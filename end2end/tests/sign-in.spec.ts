// Signing in, where each role lands, and the languages.

import { PASSWORD } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

const LANDS: [login: string, place: string][] = [
    ["duty", "/board"],
    ["region", "/board"],
    ["support", "/board"],
    ["hotline", "/requests"],
    ["quality", "/requests"],
    ["admin", "/people"],
    ["field1", "/field"],
];

test("a wrong password and an empty field are told in words, and the right one lands where the role works", async ({ open }) => {
    const page = await open("/login", null);
    await expect(page.getByRole("heading", { name: "演示中心的用户" })).toBeVisible();
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByText("请输入用户名。")).toBeVisible();
    await expect(page.getByText("请输入密码。")).toBeVisible();
    await page.getByLabel("用户名").fill("duty");
    await page.getByRole("textbox", { name: "密码" }).fill("not-the-password");
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByText("用户名或密码不对，请再试一次。")).toBeVisible();
    await page.getByRole("textbox", { name: "密码" }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page).toHaveURL("/board");
});

test("what is typed before the page is awake is still there when it is", async ({ open }) => {
    const page = await open("about:blank", null);
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    await page.route("**/pkg/*.wasm", async (route) => {
        await asleep;
        await route.continue();
    });
    await page.goto("/login");
    await page.getByLabel("用户名").fill("duty");
    await page.getByRole("textbox", { name: "密码" }).fill(PASSWORD);
    await page.getByRole("textbox", { name: "密码" }).press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "登录" })).toBeVisible();
    wake();
    await expect(page.getByRole("heading", { name: "演示中心的用户" })).toBeVisible();
    await expect(page.getByLabel("用户名")).toHaveValue("duty");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await expect(page).toHaveURL("/board");
});

test("the demo's log-ins stand on the sign-in page and lead each role to its work", async ({ open }) => {
    for (const [login, place] of LANDS) {
        const page = await open("/", null);
        await expect(page).toHaveURL("/login");
        await expect(page.getByRole("heading", { name: "演示中心的用户" })).toBeVisible();
        await page.getByRole("button", { name: new RegExp(`^${login}(?!\\d)`) }).click();
        await page.getByRole("button", { name: "登录", exact: true }).click();
        await expect(page, login).toHaveURL(place);
        await page.goto("/");
        await expect(page, login).toHaveURL(place);
    }
});

test("whoever follows a deep link signs in first and then sees what they came for", async ({ duty, open }) => {
    const { items } = await duty.get<{ items: { id: string; record: { unit: string } }[] }>("/api/requests");
    const [first] = items;
    if (!first) throw new Error("The demo centre has no requests.");
    const page = await open(`/requests/${first.id}`, null);
    await expect(page).toHaveURL(`/login?next=/requests/${first.id}`);
    await expect(page.getByText("请登录后继续。")).toBeVisible();
    await expect(page.getByRole("heading", { name: "演示中心的用户" })).toBeVisible();
    await page.getByLabel("用户名").fill("duty");
    await page.getByRole("textbox", { name: "密码" }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await expect(page).toHaveURL(`/requests/${first.id}`);
    await expect(page.getByRole("heading", { level: 1, name: first.record.unit })).toBeVisible();
});

test("the office switches between three languages without reload, and keeps the choice", async ({ open }) => {
    const page = await open("/board", "duty");
    await expect(page.getByRole("heading", { level: 1, name: "派单看板" })).toBeAttached();
    await page.evaluate(() => document.body.setAttribute("data-not-reloaded", ""));
    const language = page.locator("select[name=language]");
    for (const [tag, title] of [["en", "Dispatch board"], ["zh-TW", "派單看板"], ["zh-CN", "派单看板"], ["en", "Dispatch board"]] as const) {
        await language.selectOption(tag);
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeAttached();
        await expect(page.locator("html")).toHaveAttribute("lang", tag);
    }
    await expect(page.getByRole("tab", { name: /^Queue/ })).toBeVisible();
    await expect(page.locator("body[data-not-reloaded]")).toHaveCount(1);
    await page.goto("/requests");
    await expect(page.getByRole("heading", { level: 1, name: "Service requests" })).toBeVisible();
});

test("the tablet switches between three languages without reload", async ({ open }) => {
    const page = await open("/field", "field1", { size: "tablet" });
    await expect(page.getByRole("heading", { level: 1, name: /^今天 · / })).toBeVisible();
    await page.evaluate(() => document.body.setAttribute("data-not-reloaded", ""));
    await page.getByRole("button", { name: "本机", exact: true }).click();
    const language = page.locator("select[name=language]");
    await language.selectOption("en");
    await expect(page.getByRole("heading", { name: "This device" })).toBeVisible();
    await language.selectOption("zh-TW");
    await expect(page.getByRole("heading", { name: "本機" })).toBeVisible();
    await language.selectOption("en");
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: /^Today · / })).toBeVisible();
    await expect(page.getByText(/visits can be done offline/)).toBeVisible();
    await expect(page.locator("body[data-not-reloaded]")).toHaveCount(1);
});

test("an English browser is greeted in English", async ({ open }) => {
    const page = await open("/login", null, { locale: "en-GB" });
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});
