// Whom to send: hours and absences as an administrator keeps them, and what the board makes of them.

import { type Person, visitAt } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

const DAY = 86_400_000;

/** Midnight some days ahead in the centre's zone, as `datetime-local` writes it. */
function midnight(now: number, days: number): string {
    return `${new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date(now + days * DAY))}T00:00`;
}

test("an absence is entered, stands in the lane, and a visit in it is planned only with a reason", async ({ duty, engineer, open }) => {
    const at = await visitAt("verified", { duty, engineer });
    const name = engineer.person.name;
    const people = await open("/people", "admin");
    await people.getByRole("button", { name: `修改 ${name}` }).click();
    const dialog = people.getByRole("dialog", { name: "修改" });
    await dialog.getByRole("button", { name: "加一段不在的时间" }).click();
    await dialog.getByLabel("从", { exact: true }).fill(midnight(duty.now(), 2));
    await dialog.getByLabel("到", { exact: true }).fill(midnight(duty.now(), 1));
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog.getByText("不在的时间要先开始后结束。")).toBeVisible();
    await dialog.getByLabel("从", { exact: true }).fill(midnight(duty.now(), 1));
    await dialog.getByLabel("到", { exact: true }).fill(midnight(duty.now(), 2));
    await dialog.getByRole("combobox", { name: "原因" }).selectOption({ label: "病假" });
    await dialog.getByLabel("备注（只有经理看得到）").fill("发烧");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(people.getByText(`已修改 ${name}。`)).toBeVisible();

    const board = await open("/board", "duty");
    await expect(board.getByRole("heading", { level: 2, name: /^今天/ })).toBeVisible();
    await board.getByRole("button", { name: "后一天" }).click();
    const lane = board.locator(`[data-engineer="${engineer.person.id}"]`);
    await expect(lane.getByText(/病假.*回来.*发烧/)).toBeVisible();

    // Who is away is offered last, and says why.
    await board.locator(`.cards [data-request="${at.request}"]`).click();
    const more = board.getByRole("button", { name: "更多" });
    await more.click();
    const last = board.getByRole("list").filter({ has: board.getByRole("button", { name: /^派给 / }) }).getByRole("listitem").filter({ hasText: name });
    await expect(last).toContainText("病假");
    await expect(board.getByRole("button", { name: /^派给 / }).first()).not.toHaveAccessibleName(new RegExp(`^派给 ${name}`));
    await last.getByRole("button", { name: /^派给 / }).click();
    const asked = board.getByRole("dialog", { name: "有规则不同意这样派" });
    await expect(asked.getByText(new RegExp(`${name} 病假`))).toBeVisible();
    await asked.getByLabel("原因").fill("本人说可以去");
    await asked.getByRole("button", { name: "仍然这样派" }).click();
    await expect.poll(async () => (await duty.request(at.request)).state).toBe("dispatched");
});

test("working hours of a week and a photo are kept", async ({ duty, engineer, open }) => {
    const page = await open("/people", "admin");
    const edit = page.getByRole("button", { name: `修改 ${engineer.person.name}` });
    await edit.click();
    const dialog = page.getByRole("dialog", { name: "修改" });
    await dialog.getByLabel("有自己的工作时间").check();
    await dialog.getByLabel("周一").fill("八点");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog.getByText("周一：请写成 08:30-12:00 这样，先开始后结束。")).toBeVisible();
    await dialog.getByLabel("周一").fill("9:00-12:00，14：00-18:00");
    const picture = await page.evaluate(async () => {
        const canvas = new OffscreenCanvas(300, 400);
        const context = canvas.getContext("2d");
        if (!context) throw new Error("The browser has no canvas.");
        context.fillStyle = "#467";
        context.fillRect(0, 0, 300, 400);
        return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer())];
    });
    await dialog.getByLabel("选照片").setInputFiles({ name: "face.png", mimeType: "image/png", buffer: Buffer.from(picture) });
    await expect(dialog.getByRole("img", { name: `${engineer.person.name} 的照片` })).toBeVisible();
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText(`已修改 ${engineer.person.name}。`)).toBeVisible();

    const people = await duty.records<Person & { working_hours?: [string, string][][]; photo?: string }>("person");
    const kept = people.find(({ id }) => id === engineer.person.id);
    expect(kept?.working_hours?.[0]).toEqual([["09:00", "12:00"], ["14:00", "18:00"]]);
    await expect.poll(async () => (await engineer.call("GET", `/api/blobs/${kept?.photo}`)).status).toBe(200);
    await edit.click();
    await expect(dialog.getByLabel("周一")).toHaveValue("09:00-12:00 14:00-18:00");
});
