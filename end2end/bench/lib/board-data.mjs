// A day on the board: so many engineers with so many jobs each, all of it through the HTTP interface.

import { Device, newId } from "./device.mjs";
import { someCustomer, submitted } from "./visits.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What a day of the board shows. */
export const HOURS = { first: 8, last: 18 };

/** A day in Shanghai, so many days from today, as a date and as its midnight. */
function dayFromToday(days) {
    const date = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(Date.now() + days * 24 * HOUR);
    return { date, midnight: Date.parse(`${date}T00:00+08:00`) };
}

/** The first day after today on which nobody has a visit: all of it lies ahead at any time of the day. */
function freeDay(requests) {
    const taken = requests.flatMap(({ dispatches }) => dispatches.map(({ slot }) => Date.parse(slot.from)));
    for (let days = 1; ; days++) {
        const day = dayFromToday(days);
        if (!taken.some((from) => from >= day.midnight && from < day.midnight + 24 * HOUR)) return day;
    }
}

/**
 * Fills a day so that every engineer has the same number of visits, one an hour, 45 minutes each.
 * @returns the day as the peers get it: engineers in the order of their lanes, jobs with their times
 */
export async function fillDay(url, { engineers: wanted, each }) {
    const duty = await Device.open(url, "duty");
    const records = await duty.pull();
    const of = (kind) => records.filter((record) => record.kind === kind).map(({ record }) => record);
    const { date, midnight } = freeDay(of("request"));
    const [from, until] = [midnight + HOURS.first * HOUR, midnight + HOURS.last * HOUR];
    const login = ({ login }) => Number(login.slice("field".length));
    const engineers = of("person").filter(({ roles }) => roles.includes("field")).sort((a, b) => login(a) - login(b));
    if (engineers.length !== wanted) throw new Error(`the demo centre has ${engineers.length} engineers`);

    const customer = await someCustomer(duty);
    const [opened, given, jobs] = [[], [], []];
    for (const engineer of engineers) {
        for (let hour = 0; hour < each; hour++) {
            const [request, dispatch] = [newId(), newId()];
            const begins = from + hour * HOUR;
            const slot = { from: new Date(begins).toISOString(), minutes: 45 };
            opened.push(submitted(duty, request, customer, "打印凭证时提示内存不足"));
            given.push(duty.envelope("request", request, { type: "assign", dispatch, engineer: engineer.id, slot, reason: "离客户最近" }));
            jobs.push({ id: request, dispatch, engineer: engineer.id, from: begins, until: begins + 45 * MINUTE, unit: customer.name, line: "待确认" });
        }
    }
    await duty.mustPush(opened);
    await duty.mustPush(given);
    duty.connection.close();
    const names = engineers.map(({ id, name }) => ({ id, name }));
    return { date, from, until, firstHour: HOURS.first, lastHour: HOURS.last, engineers: names, jobs };
}
