// A device as the HTTP interface describes it: a session, an ES256 key, envelopes signed over canonical JSON.

import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

import { Connection, expect } from "./http.mjs";

export const PASSWORD = "paidan-demo";

/** A UUIDv7. */
export function newId() {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Canonical JSON (RFC 8785) of texts, whole numbers, booleans, lists and objects. */
export function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const fields = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
    return `{${fields.join(",")}}`;
}

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

export class Device {
    #key;
    #seq = 0;

    /** Signs in, registers a fresh key. */
    static async open(url, login) {
        const connection = new Connection(url);
        const answer = await expect(204, connection.call("POST", "/api/session", { login, password: PASSWORD }));
        connection.headers.cookie = answer.headers["set-cookie"][0].split(";")[0];
        const { person } = (await expect(200, connection.call("GET", "/api/session"))).json();
        const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
        const registration = { public_key: publicKey.export({ format: "jwk" }), name: `bench ${login}` };
        const { device_id: id } = (await expect(201, connection.call("POST", "/api/devices", registration))).json();
        return new Device(connection, person, id, privateKey);
    }

    constructor(connection, person, id, key) {
        this.connection = connection;
        this.person = person;
        this.id = id;
        this.#key = key;
    }

    /** The session's cookie. */
    get cookie() {
        return this.connection.headers.cookie;
    }

    /** The same device at the server's next address. */
    moveTo(url) {
        const { cookie } = this;
        this.connection.close();
        this.connection = new Connection(url, { cookie });
    }

    /** A signed envelope. @param {"request" | "dispatch"} kind */
    envelope(kind, subject, command) {
        this.#seq += 1;
        const envelope = {
            id: newId(),
            device_seq: this.#seq,
            actor: this.person.id,
            command,
            subject: { kind, id: subject },
            occurred_at: new Date().toISOString(),
            clock_offset_ms: 0,
            since_contact_ms: 0,
            protocol: 1,
        };
        const signature = sign("sha256", Buffer.from(canonical(envelope)), { key: this.#key, dsaEncoding: "ieee-p1363" });
        return { ...envelope, sig: signature.toString("base64url") };
    }

    /** The body of a push. */
    pushBody(envelopes) {
        return JSON.stringify({ device_id: this.id, envelopes });
    }

    /** Pushes envelopes; the results in their order. */
    async push(envelopes) {
        return (await expect(200, this.connection.call("POST", "/api/sync/push", this.pushBody(envelopes)))).json().results;
    }

    /** Pushes any number of envelopes; an error unless each is accepted. */
    async mustPush(envelopes, atATime = 100) {
        for (let from = 0; from < envelopes.length; from += atATime) {
            for (const result of await this.push(envelopes.slice(from, from + atATime))) {
                if (result.outcome !== "accepted") throw new Error(`an envelope was ${result.outcome}: ${JSON.stringify(result.problem)}`);
            }
        }
    }

    /** Everything this person may see. */
    async pull() {
        return (await this.#pages()).records;
    }

    /** The cursor from which on what follows is new. */
    async follow() {
        return (await this.#pages()).cursor;
    }

    async #pages() {
        const records = [];
        let cursor = "";
        for (;;) {
            const page = (await expect(200, this.connection.call("GET", `/api/sync/pull?cursor=${encodeURIComponent(cursor)}&limit=200`))).json();
            records.push(...page.changed);
            cursor = page.cursor;
            if (!page.more) return { records, cursor };
        }
    }
}
