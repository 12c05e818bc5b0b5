// Taking a request down, the list, and the form QR/03 with its signature and its history.

import { type ServiceRequest, visitAt } from "../support/colleague.ts";
import { expect, test } from "../support/test.ts";

test("a new request says what is missing, keeps its draft through a reload, and is on every board once submitted", async ({ duty, open }) => {
    const page = await open("/requests/new", "hotline");
    const board = await open("/board", "duty");
    await page.getByRole("button", { name: "提交请求" }).click();
    const mistakes = ["请先选定客户。", "请选择分类。", "请写下故障现象。"];
    for (const mistake of mistakes) await expect(page.getByText(mistake)).toBeVisible();
    // As many as are shown.
    await expect(page.getByText(`还有 ${mistakes.length} 处要填。`)).toBeVisible();

    const [customer] = (await duty.records<{ name: string; contacts: unknown[]; agreement_until: string | null }>("customer")).filter(
        ({ contacts, agreement_until: until }) => contacts.length > 0 && (until ?? "") > new Date().toISOString().slice(0, 10),
    );
    const name = customer?.name ?? "";
    await page.getByRole("combobox", { name: "查找客户" }).fill(name);
    await page.getByRole("option", { name: new RegExp(name) }).first().click();
    await expect(page.getByText("可以上门")).toBeVisible();
    // What has been filled in is no longer counted.
    await expect(page.getByText("还有 2 处要填。")).toBeVisible();
    await page.getByLabel("故障现象").fill("报表打不开，月底结账等着用");
    await page.getByLabel("紧急·工资").check();

    await page.reload();
    await expect(page.getByText("已恢复上次没有提交的内容。")).toBeVisible();
    await expect(page.getByLabel("故障现象")).toHaveValue("报表打不开，月底结账等着用");
    await expect(page.getByLabel("紧急·工资")).toBeChecked();
    await expect(page.getByText(name, { exact: true })).toBeVisible();

    // Passwords are not dispatched: the form explains what happens instead.
    await page.getByLabel("分类").selectOption({ label: "密码" });
    await expect(page.getByRole("alert").filter({ hasText: "口令问题不派上门" })).toContainText("单位公函");
    await expect(page.getByRole("button", { name: "提交请求" })).toBeDisabled();
    await page.getByLabel("分类").selectOption({ label: "报表制作" });
    await expect(page.getByText("口令问题不派上门")).toHaveCount(0);

    await page.getByRole("button", { name: "提交请求" }).click();
    await expect(page.getByText(`已提交：${name}。`)).toBeVisible();
    await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(board.getByRole("tabpanel").getByRole("button", { name: new RegExp(`^${name}，报表打不开，月底结账等着用`) })).toBeVisible();

    await page.goto("/requests/new");
    await expect(page.getByText("填到哪里都会留在这个浏览器里，直到提交。")).toBeVisible();
    await expect(page.getByLabel("故障现象")).toHaveValue("");
});

test("the form shows its four parts, the signature as it was drawn, and everything that happened to it", async ({ duty, open }) => {
    const { items } = await duty.get<{ items: { record: ServiceRequest }[] }>("/api/requests?state=written_off");
    const signed = items.map(({ record }) => record).find(({ dispatches }) => dispatches.some(({ visit }) => visit.signatures.some(({ kind }) => kind === "sign_off")));
    if (!signed) throw new Error("The demo centre has no signed form.");
    const signature = signed.dispatches.flatMap(({ visit }) => visit.signatures).find(({ kind }) => kind === "sign_off");
    const page = await open(`/requests/${signed.id}`, "duty");
    const paper = page.getByRole("article", { name: "现场服务请求单" });
    for (const part of ["一、热线工程师", "二、值班经理", "三、现场工程师", "四、客户", "回执"]) {
        await expect(paper.getByRole("heading", { name: part })).toBeVisible();
    }
    await expect(paper).toContainText(signed.symptom);
    const drawn = paper.getByRole("img", { name: `${signature?.signer_name} 的签字` });
    await expect(drawn).toBeVisible();
    expect((await drawn.boundingBox())?.width).toBeGreaterThan(80);
    await expect(paper.getByText("签字与现在的内容一致。")).toBeVisible();
    await expect(paper.getByText(/服务器已核对并会签/)).toBeVisible();

    const history = page.getByRole("region", { name: "变动记录" });
    const told = await duty.history(signed.id);
    await expect(history.locator("> ol > li")).toHaveCount(told.length);
    for (const name of new Set(told.map(({ person_name: name }) => name))) await expect(history).toContainText(name);
    // Who, when and from where in words: no ids.
    await expect(history).not.toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test("the history says of each field what stood before and what stands now", async ({ duty, engineer, open }) => {
    const at = await visitAt("on_site", { duty, engineer });
    const costs = { travel: "30.00", materials: "0.00", other: "0.00", paid: "0.00", parts: [], vouchers: [] };
    const finding = { problem_type: "usage", cause: "凭证表被锁", solution: "解锁", prevention: "", article: null };
    const steps = [
        { type: "record_costs", ...costs },
        { type: "record_costs", ...costs, travel: "160.00" },
        { type: "record_backup", account_sets: ["001"], reports_included: true, path: "D:\\UFDATABAK\\WL" },
        { type: "record_finding", finding },
        { type: "record_finding", finding: { ...finding, prevention: "先退出再备份" } },
        { type: "record_finding", finding: { ...finding, problem_type: "quality", prevention: "先退出再备份" } },
    ];
    for (const step of steps) await engineer.does("dispatch", at.dispatch, step);
    const page = await open(`/requests/${at.request}`, "duty");
    const history = page.getByRole("region", { name: "变动记录" });
    await expect(history).toContainText(/记录费用：差旅\s*30\.00 元 → 160\.00 元/);
    await expect(history).toContainText(/记录原因和解决方法：预防措施\s*先退出再备份/);
    await expect(history).toContainText(/记录原因和解决方法：问题类型\s*\S+ → \S+/);
});

test("what is due first comes first in the list, what is over comes last", async ({ duty, open }) => {
    type Answer = { items: { record: ServiceRequest }[]; next?: string };
    const all: ServiceRequest[] = [];
    for (let cursor = ""; ; ) {
        const page = await duty.get<Answer>(`/api/requests${cursor && `?cursor=${encodeURIComponent(cursor)}`}`);
        all.push(...page.items.map(({ record }) => record));
        if (!page.next) break;
        cursor = page.next;
    }
    const isOver = ({ state }: ServiceRequest) => ["written_off", "archived", "cancelled", "declined"].includes(state);
    const firstOver = all.findIndex(isOver);
    expect(firstOver).toBeGreaterThan(0);
    expect(all.slice(firstOver).every(isOver)).toBe(true);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const page = await open("/requests", "duty");
    await expect(page.getByRole("row").nth(1)).toContainText(all[0]?.unit ?? "?");
});

test("the list finds a customer by the initials of the name's pinyin", async ({ open }) => {
    const page = await open("/requests", "duty");
    const rows = page.getByRole("row");
    await expect(rows).not.toHaveCount(1);
    // 厦 is read in two ways.
    for (const initials of ["nyss", "NYSX"]) {
        await page.getByRole("searchbox", { name: "搜索" }).fill(initials);
        await expect(rows.filter({ hasNotText: "南苑商厦" })).toHaveCount(1);
        await expect(rows.nth(1)).toContainText("南苑商厦");
    }
});

test("the list finds a form by number, by state and by the customer's name", async ({ duty, open }) => {
    const { items } = await duty.get<{ items: { record: ServiceRequest }[] }>("/api/requests?state=written_off");
    const wanted = items[0]?.record;
    if (!wanted) throw new Error("The demo centre has no written-off form.");
    const page = await open("/requests", "quality");
    const rows = page.getByRole("row");
    await expect(rows).not.toHaveCount(1);
    await page.getByRole("searchbox", { name: "搜索" }).fill(wanted.number);
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(1)).toContainText(wanted.unit);
    await page.reload();
    await expect(rows).toHaveCount(2);
    await page.getByRole("searchbox", { name: "搜索" }).fill("没有这样的单位");
    await expect(page.getByText("没有符合条件的请求。")).toBeVisible();
    await page.getByRole("button", { name: "清除" }).click();
    await page.getByLabel("状态").selectOption({ label: "已核销" });
    await expect(rows.filter({ hasText: "已核销" }).first()).toBeVisible();
    await expect(rows.filter({ hasText: "已派发" })).toHaveCount(0);
    await page.getByRole("link", { name: new RegExp(wanted.number) }).click();
    await expect(page).toHaveURL(`/requests/${wanted.id}`);
});

test("an address that leads nowhere says so, in the office and on the tablet", async ({ watch, open }) => {
    watch.expects(/status of 404/);
    const office = await open("/requests/nowhere", "duty");
    await expect(office.getByRole("heading", { name: "没有这个页面" })).toBeVisible();
    await office.goto("/nowhere");
    await expect(office.getByRole("heading", { name: "没有这个页面" })).toBeVisible();
    const tablet = await open("/field/nowhere", "field1");
    await expect(tablet.getByRole("heading", { name: "没有这个页面" })).toBeVisible();
    await tablet.goto("/field/visits/0197d2f0-0000-7000-8000-000000000000");
    await expect(tablet.getByRole("heading", { name: "这张单不在本机" })).toBeVisible();
});
