// The form as a paper: the button in the office, the file behind it, and what its code says to anybody.

import { inflateSync } from "node:zlib";

import { type ServiceRequest, visitAt } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

test("a signed form is printed with one button, and its code tells anybody that it is unaltered", async ({ duty, open }) => {
    const { items } = await duty.get<{ items: { record: ServiceRequest }[] }>("/api/requests?state=written_off");
    const isSigned = ({ dispatches }: ServiceRequest) => dispatches.some(({ visit }) => visit.signatures.some(({ kind }) => kind === "sign_off"));
    const signed = items.map(({ record }) => record).find(isSigned);
    if (!signed) throw new Error("The demo centre has no signed form.");
    const page = await open(`/requests/${signed.id}`, "duty");
    const button = page.getByRole("link", { name: "打印 / PDF" });
    await expect(button).toBeVisible();
    await expect(button).toHaveAttribute("target", "_blank");

    const address = (await button.getAttribute("href")) ?? "";
    const [file, again] = await Promise.all([page.request.get(address), page.request.get(address)]);
    expect(file.headers()["content-type"]).toBe("application/pdf");
    expect(file.headers()["content-disposition"]).toContain(signed.number);
    const bytes = await file.body();
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(bytes.length).toBeLessThan(100_000);
    expect(bytes.equals(await again.body()), "printing twice makes the same file").toBe(true);

    const code = codeIn(bytes);
    await page.goto(`/verify/${code}`);
    await expect(page.getByText("没有改动")).toBeVisible();
    await expect(page.getByText(signed.unit)).toHaveCount(0);
    await page.goto("/verify/0123456789ABCDEFGHJKMNPQRS");
    await expect(page.getByText("还没有收到这份文件")).toBeVisible();
});

test("the lists of the office stand on the screen as on paper, and each is a file with one button", async ({ duty, engineer, open }) => {
    const at = await visitAt("confirmed", { duty, engineer });
    const { opened_at: openedAt } = (await duty.get<{ record: { opened_at: string } }>(`/api/requests/${at.request}`)).record;
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date(openedAt));
    const page = await open(`/sheet?date=${day}`, "duty");
    for (const [tab, form] of [["热线值班记录表", "QR-02"], ["现场服务派发表", "QR-04"], ["上报总部数据汇总记录表", "QR-06"]] as const) {
        await page.getByRole("group", { name: "表单" }).getByRole("button", { name: tab }).click();
        await expect(page.getByRole("heading", { level: 1, name: tab })).toBeVisible();
        const button = page.getByRole("link", { name: "打印 / PDF" });
        await expect(button).toHaveAttribute("href", `/api/forms/${form}.pdf?date=${day}`);
        const file = await page.request.get((await button.getAttribute("href"))!);
        expect(file.headers()["content-type"]).toBe("application/pdf");
        expect(file.headers()["content-disposition"]).toContain(form);
        expect((await file.body()).length).toBeLessThan(100_000);
    }
    await page.getByRole("button", { name: "热线值班记录表" }).click();
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: at.number }) });
    await expect(row).toContainText(at.unit);
    await expect(row).toContainText("上门");
    const finding = { problem_type: "usage", cause: "驱动过旧", solution: "更新驱动", prevention: "每季度更新", article: null };
    await engineer.does("dispatch", at.dispatch, { type: "solve_by_phone", finding });
    await expect(row).toContainText("电话解决");
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "热线值班记录表" }), "the address says which list").toBeVisible();
});

/** The verification code, from the signature record that is attached to the file. */
function codeIn(pdf: Buffer): string {
    for (let at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 7)) {
        const begin = at + "stream\n".length;
        const bytes = pdf.subarray(begin, pdf.indexOf("endstream", begin));
        for (const text of [() => inflateSync(bytes).toString(), () => bytes.toString()]) {
            try {
                const code = /"code":"([0-9A-Z]{26})"/.exec(text())?.[1];
                if (code) return code;
            } catch {
                // Not compressed, or not in this way.
            }
        }
    }
    throw new Error("There is no signature record in the file.");
}
