// The screens that are checked for accessibility and photographed, each with something on it.

import type { Page } from "@playwright/test";

import { Colleague, type ServiceRequest, type Visit, visitAt } from "./colleague.ts";
import type { Size } from "./chromium.ts";
import { SIGNATURE, draw } from "./pen.ts";
import { badge, readyForOffline } from "./tablet.ts";
import { expect } from "./test.ts";
import * as visit from "./visit.ts";

export interface Screen {
    name: string;
    /** Null: nobody is signed in. */
    login: string | null;
    /** Opens it. */
    show: (page: Page, people: { duty: Colleague; engineer: Colleague }) => Promise<void>;
    /** The size it is opened at; it is looked at in all of them. */
    size: Size;
}

export const SCREENS: Screen[] = [
    {
        name: "login",
        login: null,
        size: "desktop",
        show: async (page) => {
            await page.goto("/login");
            await expect(page.getByRole("heading", { name: "演示中心的用户" })).toBeVisible();
        },
    },
    {
        name: "board",
        login: "duty",
        size: "desktop",
        show: async (page) => {
            await page.goto("/board");
            await expect(page.getByText("实时", { exact: true })).toBeVisible();
            const cards = page.getByRole("tabpanel").getByRole("button");
            await cards.nth(1).click();
            await expect(page.getByRole("heading", { name: "派给谁" })).toBeVisible();
        },
    },
    {
        name: "requests",
        login: "duty",
        size: "desktop",
        show: async (page) => {
            await page.goto("/requests");
            await expect(page.getByRole("row").nth(5)).toBeVisible();
        },
    },
    {
        name: "request",
        login: "duty",
        size: "desktop",
        show: async (page, { duty }) => {
            const { items } = await duty.get<{ items: { record: ServiceRequest }[] }>("/api/requests?state=written_off");
            const signed = items.find(({ record }) => record.dispatches.some((one) => one.visit.signatures.length > 0));
            await page.goto(`/requests/${signed?.record.id}`);
            await expect(page.getByText("签字与现在的内容一致。")).toBeVisible();
            await expect(page.getByRole("region", { name: "变动记录" }).getByRole("listitem").first()).toBeVisible();
        },
    },
    {
        name: "new-request",
        login: "hotline",
        size: "desktop",
        show: async (page, { duty }) => {
            const [customer] = await duty.records<{ name: string }>("customer");
            await page.goto("/requests/new");
            await page.getByRole("combobox", { name: "查找客户" }).fill(customer?.name ?? "");
            await page.getByRole("listbox").getByRole("option").first().click();
            await page.getByRole("button", { name: "提交请求" }).click();
            await expect(page.getByText("请写下故障现象。")).toBeVisible();
        },
    },
    {
        name: "unresolved",
        login: "duty",
        size: "desktop",
        show: async (page, { duty, engineer }) => {
            await failed(duty, engineer);
            await page.goto("/unresolved");
            await expect(page.getByRole("row").nth(1)).toBeVisible();
        },
    },
    {
        name: "unresolved-request",
        login: "duty",
        size: "desktop",
        show: async (page, { duty, engineer }) => {
            const { request } = await atHeadquarters(duty, engineer);
            await page.goto(`/requests/${request}`);
            await expect(page.getByRole("region", { name: "未解决" }).getByRole("listitem").first()).toBeVisible();
        },
    },
    {
        name: "data",
        login: "field1",
        size: "tablet",
        show: async (page, people) => {
            const { dispatch } = await visitAt("on_site", people);
            await page.goto(`/field/visits/${dispatch}?show=data`);
            await visit.fill(page, "介质或包装", "U盘");
            await visit.press(page, "保存");
            await expect(page.getByText("请填写：为什么要带走")).toBeVisible();
        },
    },
    {
        name: "fees",
        login: "duty",
        size: "desktop",
        show: async (page) => {
            await page.goto("/fees");
            await expect(page.getByRole("row").nth(3)).toBeVisible();
        },
    },
    {
        name: "charged-request",
        login: "duty",
        size: "desktop",
        show: async (page, people) => {
            const { request } = await charged(people);
            await page.goto(`/requests/${request}`);
            await expect(page.getByRole("region", { name: "收费" })).toBeVisible();
        },
    },
    {
        name: "fee-table",
        login: "support",
        size: "desktop",
        show: async (page) => {
            await page.goto("/settings/fees");
            await expect(page.getByRole("rowheader", { name: "升级转换" })).toBeVisible();
        },
    },
    {
        name: "fee",
        login: "support",
        size: "desktop",
        show: async (page) => {
            await page.goto("/settings/fees");
            await page.getByRole("button", { name: "修改：上门服务费" }).click();
            await expect(page.getByRole("dialog", { name: "修改收费项目" })).toBeVisible();
        },
    },
    {
        name: "visit-fees",
        login: "field1",
        size: "tablet",
        show: async (page, people) => {
            const { dispatch } = await charged(people);
            await page.goto(`/field/visits/${dispatch}?show=fees`);
            await expect(page.getByRole("link", { name: "请客户签字同意" })).toBeVisible();
            await page.getByText(/的收费标准$/).click();
        },
    },
    {
        name: "consent-to-fees",
        login: "field1",
        size: "upright",
        show: async (page, people) => {
            const { dispatch } = await charged(people);
            await page.goto(`/field/visits/${dispatch}?show=fees`);
            await page.getByRole("link", { name: "请客户签字同意" }).click();
            await visit.setPin(page);
            await draw(page, SIGNATURE);
        },
    },
    {
        name: "disputes",
        login: "duty",
        size: "desktop",
        show: async (page) => {
            await page.goto("/disputes");
            await expect(page.getByRole("radio", { name: "以现场为准" })).toBeVisible();
        },
    },
    {
        name: "quarantine",
        login: "admin",
        size: "desktop",
        show: async (page) => {
            await page.goto("/quarantine");
            await page.getByText("详细").first().click();
            await page.getByText("原始内容").first().click();
            await expect(page.getByText('"record_meter_reading"')).toBeVisible();
        },
    },
    {
        name: "people",
        login: "admin",
        size: "desktop",
        show: async (page) => {
            await page.goto("/people");
            await expect(page.getByRole("row").nth(5)).toBeVisible();
        },
    },
    {
        name: "person",
        login: "admin",
        size: "desktop",
        show: async (page) => {
            await page.goto("/people");
            await page.getByRole("button", { name: "修改 任静" }).click();
            await expect(page.getByRole("dialog", { name: "修改" }).getByLabel("周一")).toBeVisible();
        },
    },
    {
        name: "sheet",
        login: "duty",
        size: "desktop",
        show: async (page) => {
            await page.goto("/sheet");
            await expect(page.getByRole("row").nth(3)).toBeVisible();
        },
    },
    {
        name: "roster",
        login: "duty",
        size: "desktop",
        show: async (page) => {
            await page.goto("/roster");
            await expect(page.getByText("晚上要参加家长会", { exact: false })).toBeVisible();
        },
    },
    {
        name: "roster-draft",
        login: "support",
        size: "tablet",
        show: async (page) => {
            await page.goto("/roster");
            await page.getByRole("button", { name: "下个月" }).click();
            await page.locator("button.roster-place").nth(3).click();
            await expect(page.getByRole("dialog", { name: "安排值班" })).toBeVisible();
        },
    },
    {
        name: "archive",
        login: "archive",
        size: "desktop",
        show: async (page) => {
            await page.goto("/archive");
            await expect(page.getByRole("row").nth(3)).toBeVisible();
        },
    },
    {
        name: "knowledge",
        login: "hotline",
        size: "desktop",
        show: async (page) => {
            await page.goto("/knowledge");
            await expect(page.getByText("草稿", { exact: true }).nth(1)).toBeVisible();
        },
    },
    {
        name: "account",
        login: "field1",
        size: "desktop",
        show: async (page) => {
            await page.goto("/account");
            await page.getByRole("button", { name: "生成日历地址" }).click();
            await expect(page.getByRole("button", { name: "停用" })).toBeVisible();
        },
    },
    {
        name: "badge",
        login: "field1",
        size: "upright",
        show: async (page, people) => {
            const { dispatch } = await visitAt("on_site", people);
            await page.goto(`/field/badge?visit=${dispatch}`);
            await expect(page.getByLabel(/^验证码/)).toBeVisible();
        },
    },
    {
        name: "badge-checked",
        login: null,
        size: "upright",
        show: async (page) => {
            await page.goto("/badge/023-00000000");
            await expect(page.getByText("没有核实到", { exact: false })).toBeVisible();
        },
    },
    {
        name: "follow-ups",
        login: "quality",
        size: "desktop",
        show: async (page) => {
            await page.goto("/follow-ups");
            await page.locator(".call-list a").first().click();
            await expect(page.getByRole("heading", { name: "问客户" })).toBeVisible();
            await page.getByLabel("没有解决").check();
            await expect(page.getByText("客户不满意：保存时会开一个投诉待处理。")).toBeVisible();
        },
    },
    {
        name: "notices",
        login: "duty",
        size: "desktop",
        show: async (page) => {
            await page.goto("/notices");
            await expect(page.getByRole("heading", { name: "通知" })).toBeVisible();
            await expect(page.getByRole("listitem").first()).toBeVisible();
        },
    },
    {
        name: "clocks",
        login: "admin",
        size: "desktop",
        show: async (page) => {
            await page.goto("/settings/clocks");
            await expect(page.getByRole("rowheader", { name: "上门服务" })).toBeVisible();
        },
    },
    {
        name: "clock",
        login: "admin",
        size: "desktop",
        show: async (page) => {
            await page.goto("/settings/clocks");
            await page.getByRole("button", { name: "修改：到达现场（近）" }).click();
            await expect(page.getByRole("dialog").getByText("24 小时内", { exact: true })).toBeVisible();
        },
    },
    {
        name: "calendars",
        login: "admin",
        size: "desktop",
        show: async (page) => {
            await page.goto("/settings/calendars");
            await expect(page.getByRole("button", { name: "2026-10-01，放假" })).toBeVisible();
        },
    },
    {
        name: "field",
        login: "field1",
        size: "tablet",
        show: async (page) => {
            await page.goto("/field");
            await expect(page.getByText(/\d+ 单都可离线完成/)).toBeVisible();
            await expect(page.getByRole("article").first()).toBeVisible();
        },
    },
    {
        name: "locked",
        login: "field1",
        size: "upright",
        show: async (page) => {
            await page.goto("/field");
            await visit.choosePin(page);
            // Nobody has touched it for years.
            await page.evaluate(() => localStorage.setItem("paidan-touched", "0"));
            await page.reload();
            await expect(page.getByRole("heading", { name: "已锁定" })).toBeVisible();
        },
    },
    {
        name: "visit",
        login: "field1",
        size: "tablet",
        show: async (page, people) => {
            await open(page, await visitAt("on_site", people));
            await visit.upToBackup(page);
            await page.getByLabel("一起备份").check();
        },
    },
    {
        name: "sign",
        login: "field1",
        size: "upright",
        show: async (page, people) => {
            await open(page, await visitAt("on_site", people));
            await visit.upToCustomer(page);
            await visit.answer(page);
            await visit.fill(page, "您的意见", "来得快，讲得清楚。");
            await draw(page, SIGNATURE);
        },
    },
    {
        name: "visit-given-away",
        login: "field1",
        size: "tablet",
        show: async (page, people) => {
            const at = await visitAt("confirmed", people);
            await people.duty.does("request", at.request, { type: "recall", dispatch: at.dispatch, reason: "客户改期" });
            await people.engineer.sends("dispatch", at.dispatch, { type: "arrive" });
            await open(page, at);
            await expect(page.getByText("办公室已收回这张单", { exact: false })).toBeVisible();
        },
    },
    {
        name: "outbox",
        login: "field1",
        size: "tablet",
        show: async (page, people) => {
            const at = await visitAt("appointed", people);
            await page.goto("/field");
            await readyForOffline(page);
            await open(page, at);
            await visit.press(page, "出发");
            await expect.poll(async () => (await people.duty.dispatch(at)).state).toBe("en_route");
            await expect(badge(page, /^已同步/)).toBeVisible();
            await page.context().setOffline(true);
            await visit.press(page, "我到了");
            await visit.upToBackup(page);
            await badge(page, /项待同步/).click();
            await expect(page.getByRole("heading", { name: "还没有送达" })).toBeVisible();
        },
    },
];

/** Returned without anybody's word that it was solved. */
export async function failed(duty: Colleague, engineer: Colleague): Promise<Visit> {
    const one = await visitAt("on_site", { duty, engineer });
    await engineer.does("dispatch", one.dispatch, { type: "leave_unsigned", reason: "客户在开会" });
    await engineer.does("dispatch", one.dispatch, { type: "return_form" });
    return one;
}

/** On site, with fees that the customer has not consented to and a discount that nobody has decided about. */
async function charged(people: { duty: Colleague; engineer: Colleague }): Promise<Visit> {
    const one = await visitAt("on_site", people);
    const lines = [
        { item: "visit", kind: "visit", unit: "visit", unit_price: "300.00", quantity: 1 },
        { item: "travel", kind: "travel", unit: "kilometre", unit_price: "2.00", quantity: 76 },
        { item: "materials", kind: "materials", unit: "piece", unit_price: "85.50", quantity: 2 },
    ];
    const steps = [
        { type: "propose_fees", because: "out_of_scope", lines },
        { type: "ask_discount", amount: "50.00", reason: "老客户" },
    ];
    for (const step of steps) await people.engineer.does("dispatch", one.dispatch, step);
    return one;
}

async function atHeadquarters(duty: Colleague, engineer: Colleague): Promise<Visit> {
    const one = await failed(duty, engineer);
    const participants = [{ person: engineer.person.id, name: engineer.person.name }];
    const consultation = { participants, findings: "凭证表被锁，原因不明", plan: "收集日志后上报", solution_found: false };
    const steps = [
        { type: "write_off", problem_type: "quality", decision: "consult", advice: "先查日志" },
        { type: "consult", consultation },
        { type: "escalate", escalation: { description: "结账时报错 80040154", recipient: "总部支持部" } },
        { type: "acknowledge_escalation", submission_number: "HQ-2026-118", received_by: "李工" },
        { type: "chase_headquarters", state: "已转研发，周四前答复" },
        { type: "record_workaround", text: "先用手工结账" },
    ];
    for (const step of steps) await duty.does("request", one.request, step);
    return one;
}

async function open(page: Page, { dispatch }: Visit): Promise<void> {
    await page.goto("/field");
    await page.locator(`[data-dispatch="${dispatch}"] h3 a`).click();
    await expect(page).toHaveURL(`/field/visits/${dispatch}`);
    await expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
}
