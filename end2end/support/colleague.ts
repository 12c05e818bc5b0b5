// Somebody who works through the HTTP interface while the browser is watched: prepares what a test needs, checks what
// the server holds. A device like any other: a session, an ES256 key, signed envelopes.

import { type KeyObject, createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** The password of every log-in of the demo centre. */
export const PASSWORD = "paidan-demo";

// Of the records, what the tests read.

export interface Person {
    id: string;
    name: string;
    login: string;
    initials: string;
}

export interface Customer {
    id: string;
    name: string;
    region: string;
    agreement_until: string | null;
    contacts: { name: string; phone: string }[];
    products: { name: string; version: string; account_sets: string[] }[];
}

export interface ServiceRequest {
    id: string;
    number: string;
    state: string;
    unit: string;
    region: string;
    symptom: string;
    reason: string | null;
    contact: { name: string; phone: string };
    product: { name: string; account_sets: string[] };
    dispatches: Dispatch[];
    write_off: { problem_type: string } | null;
    clocks: { rule: string; state: string }[];
}

export interface Dispatch {
    id: string;
    engineer: string;
    engineer_name: string;
    state: string;
    reason: string | null;
    slot: { from: string; minutes: number };
    window: { from: string; to: string } | null;
    appointment: { at: string } | null;
    wish: { at: string } | null;
    help: string | null;
    visit: {
        arrived_at: string | null;
        left_at: string | null;
        backup: { path?: string; account_sets?: string[]; reason?: string } | null;
        finding: { cause: string; solution: string; prevention: string };
        photos: { sha256: string; size: number; media_type: string }[];
        costs: { travel: string; other: string };
        result: { solved: string; told_prevention: boolean; satisfaction: number; opinion: string } | null;
        signatures: Signature[];
        unsigned_reason: string | null;
        handed_in_at?: string;
        fees?: { discount?: { amount: string }; payment?: { taken_at?: string } };
        data?: { custody?: { chain: { to: { keeping: string; name: string } }[] } };
    };
}

export interface Signature {
    kind: string;
    signer_name: string;
    ink: { width: number; height: number; strokes: number[][][] };
    countersignature: { doubts: string[] } | null;
}

export interface Change {
    seq: number;
    person_name: string;
    command: string;
    facts: { type: string; to?: string; dispatch?: string }[];
}

export interface Command {
    type: string;
    [field: string]: unknown;
}

/** What became of an envelope. */
export interface Result {
    outcome: string;
    problem?: { type: string };
    receipt?: { sha256: string };
}

export interface Visit {
    /** Id of the request. */
    request: string;
    /** Id of the dispatch. */
    dispatch: string;
    unit: string;
    contact: string;
    number: string;
}

/** How far a visit has got before the test begins. */
export type Stage = "submitted" | "verified" | "offered" | "confirmed" | "appointed" | "en_route" | "on_site";

const WAY: Stage[] = ["submitted", "verified", "offered", "confirmed", "appointed", "en_route", "on_site"];

export class Colleague {
    readonly person: Person;
    #url: string;
    #cookie: string;
    #device: string;
    #key: KeyObject;
    #number = 0;
    /** Milliseconds by which the server's clock is ahead of this machine's. */
    #ahead: number;

    private constructor(url: string, cookie: string, person: Person, device: string, key: KeyObject, ahead: number) {
        this.#url = url;
        this.#cookie = cookie;
        this.person = person;
        this.#device = device;
        this.#key = key;
        this.#ahead = ahead;
    }

    static async signIn(url: string, login: string): Promise<Colleague> {
        const signedIn = await fetch(`${url}/api/session`, json("POST", { login, password: PASSWORD }));
        const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0];
        if (signedIn.status !== 204 || !cookie) throw new Error(`${login} cannot sign in: ${signedIn.status}`);
        const session = await fetch(`${url}/api/session`, { headers: { cookie } });
        const { person, server_time } = (await session.json()) as { person: Person; server_time: string };
        const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
        const registration = json("POST", { public_key: publicKey.export({ format: "jwk" }), name: `test ${login}` }, cookie);
        const registered = await fetch(`${url}/api/devices`, registration);
        const { device_id } = (await registered.json()) as { device_id: string };
        return new Colleague(url, cookie, person, device_id, privateKey, Date.parse(server_time) - Date.now());
    }

    /** Now, by the server's clock, in milliseconds. */
    now(): number {
        return Date.now() + this.#ahead;
    }

    async call(method: string, path: string, body?: unknown): Promise<Response> {
        return fetch(this.#url + path, json(method, body, this.#cookie));
    }

    async get<T>(path: string): Promise<T> {
        const answer = await this.call("GET", path);
        if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
        return (await answer.json()) as T;
    }

    async request(id: string): Promise<ServiceRequest> {
        return (await this.get<{ record: ServiceRequest }>(`/api/requests/${id}`)).record;
    }

    /** A dispatch as the server holds it. */
    async dispatch({ request, dispatch }: { request: string; dispatch: string }): Promise<Dispatch> {
        const found = (await this.request(request)).dispatches.find((one) => one.id === dispatch);
        if (!found) throw new Error(`There is no dispatch ${dispatch}`);
        return found;
    }

    async history(request: string): Promise<Change[]> {
        return (await this.get<{ items: Change[] }>(`/api/requests/${request}/history`)).items;
    }

    /** How often a command has had an effect on a request. */
    async times(request: string, command: string): Promise<number> {
        return (await this.history(request)).filter((change) => change.command === command).length;
    }

    /** All records of a kind that this person may see. */
    async records<T>(kind: "request" | "customer" | "person"): Promise<T[]> {
        const records: T[] = [];
        for (let cursor = "", more = true; more; ) {
            const page = await this.get<Page<T>>(`/api/sync/pull?cursor=${encodeURIComponent(cursor)}&limit=200`);
            records.push(...page.changed.filter((one) => one.kind === kind).map((one) => one.record));
            ({ cursor, more } = page);
        }
        return records;
    }

    /** Does something; an error unless the server accepts it. */
    async does(kind: "request" | "dispatch", id: string, command: Command): Promise<void> {
        const result = await this.sends(kind, id, command);
        if (result.outcome !== "accepted") throw new Error(`${command.type}: ${JSON.stringify(result)}`);
    }

    /** Sends something from this device and returns what became of it. */
    async sends(
        kind: "request" | "dispatch",
        id: string,
        command: Command,
        { envelope: envelopeId = newId(), actor = this, by = this }: { envelope?: string; actor?: Colleague; by?: Colleague } = {},
    ): Promise<Result> {
        this.#number += 1;
        const envelope = {
            id: envelopeId,
            device_seq: this.#number,
            actor: actor.person.id,
            command,
            subject: { kind, id },
            occurred_at: new Date(this.now()).toISOString(),
            clock_offset_ms: 0,
            since_contact_ms: 0,
            protocol: 1,
        };
        const bytes = Buffer.from(canonical(envelope));
        const sig = sign("sha256", bytes, { key: this.#key, dsaEncoding: "ieee-p1363" }).toString("base64url");
        const answer = await by.call("POST", "/api/sync/push", { device_id: this.#device, envelopes: [{ ...envelope, sig }] });
        const text = await answer.text();
        const [result] = answer.ok ? (JSON.parse(text) as { results: Result[] }).results : [];
        if (!result) throw new Error(`${command.type}: ${answer.status} ${text}`);
        return result;
    }

    /** Ends the sessions of the same person that are not this one. */
    async endOtherSessions(): Promise<void> {
        const { items } = await this.get<{ items: { id: string; current: boolean }[] }>("/api/sessions");
        for (const { id } of items.filter((session) => !session.current)) {
            await this.call("DELETE", `/api/sessions/${id}`);
        }
    }
}

interface Page<T> {
    changed: { kind: string; record: T }[];
    cursor: string;
    more: boolean;
}

/** Brings a new request as far as a test needs it. */
export async function visitAt(
    stage: Stage,
    { duty, engineer, from = soon(duty), window }: { duty: Colleague; engineer: Colleague; from?: Date; window?: { from: Date; to: Date } },
): Promise<Visit> {
    const customer = await someCustomer(duty);
    const [request, dispatch] = [newId(), newId()];
    const draft = {
        customer: customer.id,
        contact: customer.contacts[0],
        product: customer.products[0],
        category: "application_failure",
        symptom: "打印凭证时提示内存不足",
        channel: "phone",
        urgency: "normal",
    };
    const slot = { from: from.toISOString(), minutes: 60 };
    const allowed = window && { from: window.from.toISOString(), to: window.to.toISOString() };
    const steps: Record<Stage, () => Promise<void>> = {
        submitted: () => duty.does("request", request, { type: "submit_new_request", case: newId(), draft }),
        verified: () => duty.does("request", request, { type: "verify_request" }),
        offered: () => assigned(duty, request, { type: "assign", dispatch, engineer: engineer.person.id, slot, ...(allowed && { window: allowed }) }),
        confirmed: () => engineer.does("dispatch", dispatch, { type: "confirm" }),
        appointed: () => engineer.does("dispatch", dispatch, { type: "appoint", at: slot.from, agreed_with: draft.contact?.name ?? "" }),
        en_route: () => engineer.does("dispatch", dispatch, { type: "depart" }),
        on_site: () => engineer.does("dispatch", dispatch, { type: "arrive" }),
    };
    for (const step of WAY.slice(0, WAY.indexOf(stage) + 1)) await steps[step]();
    const { number } = await duty.request(request);
    return { request, dispatch, unit: customer.name, contact: draft.contact?.name ?? "", number };
}

/** Assigns, with a reason where a rule speaks against it and only there. */
async function assigned(duty: Colleague, request: string, assign: Command): Promise<void> {
    const { outcome, problem } = await duty.sends("request", request, assign);
    if (outcome === "accepted") return;
    if (problem?.type !== "reason_needed") throw new Error(`assign: ${JSON.stringify(problem)}`);
    await duty.does("request", request, { ...assign, reason: "离客户最近" });
}

/** A customer of the south with an agreement in force, a contact and account sets to back up. */
async function someCustomer(duty: Colleague): Promise<Customer> {
    const today = new Date(duty.now()).toISOString().slice(0, 10);
    const customers = await duty.records<Customer>("customer");
    const found = customers.find(
        ({ region, agreement_until: until, contacts, products }) =>
            region === "city_south" && (until ?? "") > today && contacts.length > 0 && (products[0]?.account_sets.length ?? 0) > 0,
    );
    if (!found) throw new Error("The demo centre has no customer with an agreement in force.");
    return found;
}

/** Half an hour from now, on the board's grid of five minutes. */
function soon(duty: Colleague): Date {
    return new Date(Math.ceil(duty.now() / 300_000) * 300_000 + 1_800_000);
}

/** A UUIDv7. */
export function newId(): string {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function sha256(bytes: Uint8Array): string {
    return createHash("sha256").update(bytes).digest("hex");
}

/** Canonical JSON (RFC 8785) of texts, whole numbers, booleans, lists and objects. */
export function canonical(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    const sorted = fields.sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(",")}}`;
}

function json(method: string, body?: unknown, cookie?: string): RequestInit {
    const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    if (cookie) headers.cookie = cookie;
    return { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
}
