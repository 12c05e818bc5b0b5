// After the visit: the dispatch sheet of the day, the archive, and what was learned.

import { type Colleague, type Visit, visitAt } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

const SOLUTION = "重建打印队列并更新驱动";

async function returned(duty: Colleague, engineer: Colleague): Promise<Visit> {
    const at = await visitAt("confirmed", { duty, engineer });
    const finding = { problem_type: "usage", cause: "驱动过旧", solution: SOLUTION, prevention: "每季度更新驱动", article: null };
    await engineer.does("dispatch", at.dispatch, { type: "solve_by_phone", finding });
    return at;
}

test("the sheet of a day follows what happens and is reached from the board", async ({ duty, engineer, open }) => {
    const at = await visitAt("offered", { duty, engineer });
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date((await duty.dispatch(at)).slot.from));
    const page = await open("/board", "duty");
    await page.getByRole("link", { name: "现场服务派发表" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "现场服务派发表" })).toBeVisible();
    await page.getByLabel("日期").fill(day);
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: at.number }) });
    await expect(row).toContainText(engineer.person.name);
    await expect(row).toContainText("进行中");
    await duty.does("request", at.request, { type: "recall", dispatch: at.dispatch, reason: "客户改期" });
    await expect(row).toContainText("未执行");
    await page.getByRole("button", { name: "后一天" }).click();
    await expect(row).toHaveCount(0);
});

test("a written-off form is archived, found by the archivist, and its solution by the hotline", async ({ duty, engineer, open }) => {
    const at = await returned(duty, engineer);
    await duty.does("request", at.request, { type: "write_off", problem_type: "usage" });
    const page = await open(`/requests/${at.request}`, "duty");
    await page.getByRole("button", { name: "归档" }).click();
    await expect(page.getByText(`${at.unit}：已归档。`)).toBeVisible();

    const archive = await open("/", "archive");
    await expect(archive).toHaveURL("/archive");
    await archive.getByRole("searchbox").fill(at.number);
    const found = archive.getByRole("row").filter({ hasText: at.number });
    await expect(found).toContainText(at.unit);
    await archive.getByRole("combobox", { name: "工程师" }).selectOption({ label: engineer.person.name });
    await expect(found).toBeVisible();
    await archive.getByLabel("月份").fill("2020-01");
    await expect(archive.getByText("没有符合的档案。")).toBeVisible();
    await archive.getByLabel("月份").fill("");
    await found.getByRole("link", { name: at.number }).click();
    await expect(archive.getByText("已归档", { exact: true }).first()).toBeVisible();

    const hotline = await open("/knowledge", "hotline");
    await hotline.getByRole("searchbox").fill(at.number);
    const article = hotline.getByRole("listitem").filter({ hasText: at.number });
    await expect(article).toContainText(SOLUTION);
    await expect(article).toContainText("草稿");
});
