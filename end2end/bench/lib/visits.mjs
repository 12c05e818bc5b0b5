// Visits to work with: requests taken down, assigned, and the engineer on the premises, all through the HTTP interface.

import { Device, newId } from "./device.mjs";

/**
 * Brings engineers onto the premises of new requests.
 * @param {string} url
 * @param {Device[]} engineers
 * @param {number} each dispatches an engineer
 * @returns {Promise<string[][]>} ids of the dispatches of each engineer, all in state `on_site`
 */
export async function onPremises(url, engineers, each) {
    const dispatches = await assigned(url, engineers, each);
    const way = [{ type: "confirm" }, { type: "appoint", at: new Date().toISOString(), agreed_with: "王会计" }, { type: "depart" }, { type: "arrive" }];
    await Promise.all(
        engineers.map((engineer, which) => {
            const steps = dispatches[which].flatMap((id) => way.map((command) => engineer.envelope("dispatch", id, command)));
            return engineer.mustPush(steps);
        }),
    );
    return dispatches;
}

/** New requests, each assigned to its engineer: ids of the dispatches of each, all in state `offered`. */
export async function assigned(url, engineers, each) {
    const duty = await Device.open(url, "duty");
    const customer = await someCustomer(duty);
    const [opened, given] = [[], []];
    const dispatches = engineers.map(() => []);
    const slot = { from: new Date().toISOString(), minutes: 60 };
    engineers.forEach((engineer, which) => {
        for (let i = 0; i < each; i++) {
            const [request, dispatch] = [newId(), newId()];
            opened.push(submitted(duty, request, customer, `打印凭证时提示内存不足，第 ${i + 1} 次`));
            given.push(duty.envelope("request", request, { type: "assign", dispatch, engineer: engineer.person.id, slot, reason: "离客户最近" }));
            dispatches[which].push(dispatch);
        }
    });
    await duty.mustPush(opened, 50);
    await duty.mustPush(given, 50);
    duty.connection.close();
    return dispatches;
}

/** The envelope of a new request. */
export function submitted(device, request, customer, symptom) {
    const draft = {
        customer: customer.id,
        contact: customer.contacts[0],
        product: customer.products[0],
        category: "printing",
        symptom,
        channel: "phone",
        urgency: "normal",
    };
    return device.envelope("request", request, { type: "submit_new_request", case: newId(), draft });
}

/** A customer whose agreement is in force and who has a contact and a product. */
export async function someCustomer(duty) {
    const today = new Date().toISOString().slice(0, 10);
    const customers = (await duty.pull()).filter((record) => record.kind === "customer").map((record) => record.record);
    const covered = customers.find(({ agreement_until: until, contacts, products }) => until > today && contacts.length && products.length);
    if (!covered) throw new Error("the demo centre has no customer with an agreement in force");
    return covered;
}
