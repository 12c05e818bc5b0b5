// The steps of a visit as a person takes them on the tablet.

import { type Page, expect } from "@playwright/test";

/** The PIN that leads back from the customer's page. */
export const PIN = "2468";

/** What the engineer finds and does, for tests that only pass through. */
export const FINDING = { cause: "打印服务占满内存", solution: "重启打印服务并清理队列", prevention: "每周清理一次打印队列" };

export async function press(page: Page, name: string): Promise<void> {
    await page.getByRole("button", { name, exact: true }).click();
}

export async function fill(page: Page, label: string, text: string): Promise<void> {
    await page.getByLabel(label, { exact: true }).fill(text);
}

/** The heading of the step that is open. */
export async function atStep(page: Page, title: string): Promise<void> {
    await expect(page.getByRole("heading", { level: 2, name: title, exact: true })).toBeVisible();
}

/** From the day to the form of a visit. */
export async function openFromDay(page: Page, { dispatch }: { dispatch: string }): Promise<void> {
    await page.locator(`[data-dispatch="${dispatch}"] h3 a`).click();
    await expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
}

export async function departAndArrive(page: Page): Promise<void> {
    await press(page, "出发");
    await press(page, "我到了");
    await atStep(page, "到达 · 挂牌 · 介绍");
}

/** From the door to the panel of the backup. */
export async function upToBackup(page: Page): Promise<void> {
    await press(page, "都做了，开始询问");
    await atStep(page, "请客户演示问题");
    await press(page, "看过了，去备份");
    await atStep(page, "动手之前先备份");
}

export async function backUp(page: Page): Promise<void> {
    await page.getByLabel("一起备份").check();
    await press(page, "备份好了，开始解决");
    await atStep(page, "找到原因，解决问题");
}

export async function solve(page: Page): Promise<void> {
    await page.getByLabel("使用", { exact: true }).check();
    await fill(page, "原因", FINDING.cause);
    await fill(page, "做了什么", FINDING.solution);
    await press(page, "解决了，请客户试运行");
    await atStep(page, "请客户自己试一遍");
}

/** From the trial run to the last look before signing. */
export async function upToSigning(page: Page): Promise<void> {
    await press(page, "试过了，没有问题");
    await atStep(page, "讲清原因和预防");
    await fill(page, "怎样预防", FINDING.prevention);
    await press(page, "讲清楚了");
    await atStep(page, "这次的费用");
    await press(page, "费用记好了");
    await atStep(page, "请客户核对并签字");
}

/** From the door to the customer's page. */
export async function upToCustomer(page: Page): Promise<void> {
    await upToBackup(page);
    await backUp(page);
    await solve(page);
    await upToSigning(page);
    await handOver(page);
}

/** Gives the tablet to the customer; the first time a PIN is set before. */
export async function handOver(page: Page): Promise<void> {
    await press(page, "交给客户核对签字");
    await setPin(page);
    await expect(page.getByRole("heading", { name: "请您核对并签字" })).toBeVisible();
}

export async function setPin(page: Page): Promise<void> {
    await expect(page.getByRole("heading", { name: "先设一个 PIN" })).toBeVisible();
    await fill(page, "新 PIN（4–6 位数字）", PIN);
    await fill(page, "再输入一次", PIN);
    await press(page, "保存");
}

/** Chooses a PIN where the day asks for one. */
export async function choosePin(page: Page): Promise<void> {
    await page.getByRole("region", { name: "设一个 PIN" }).getByRole("button", { name: "设一个 PIN" }).click();
    const dialog = page.getByRole("dialog", { name: "设一个 PIN" });
    await dialog.getByLabel("新 PIN（4–6 位数字）").fill(PIN);
    await dialog.getByLabel("再输入一次").fill(PIN);
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(page.getByRole("region", { name: "设一个 PIN" })).toBeHidden();
}

export async function answer(page: Page, { solved = "全部解决", told = "是", satisfaction = 5 } = {}): Promise<void> {
    await choose(page, "问题解决了吗", solved);
    await choose(page, "告诉您怎样预防了吗", told);
    await page.getByRole("group", { name: "您满意吗" }).locator("label").nth(satisfaction - 1).click();
}

async function choose(page: Page, question: string, text: string): Promise<void> {
    await page.getByRole("group", { name: question }).getByText(text, { exact: true }).click();
}

export async function confirmSignature(page: Page): Promise<void> {
    await press(page, "确认签字");
    await expect(page.getByRole("heading", { name: "谢谢您" })).toBeVisible();
}

/** The engineer takes the tablet back by PIN. */
export async function takeBack(page: Page): Promise<void> {
    await press(page, "我是工程师");
    await enterPin(page, PIN);
}

export async function enterPin(page: Page, pin: string): Promise<void> {
    const dialog = page.getByRole("dialog", { name: "工程师返回" });
    await dialog.getByLabel("PIN", { exact: true }).fill(pin);
    await dialog.getByRole("button", { name: "返回" }).click();
}
