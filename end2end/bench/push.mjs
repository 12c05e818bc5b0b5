// 1,000 forms with a photo of 20 kB each, from eight tablets that are back in the network at the same time.
//
// Ours: an envelope `attach_photo` on the premises of 1,000 dispatches and its blob, from the first byte until every
// envelope is `accepted` and every blob is there. The server checks the device's signature and the rules, records
// the change, signs a receipt, and waits for the disk before it answers. Then it is killed (SIGKILL), started again, and
// everything is counted.
//
// What is sent is written as JSON, signed and laid out as bytes before the clock starts, on both sides alike.
//
// Peer: pouchdb-server on LevelDB, its default, takes the same forms as documents with the same bytes as attachments,
// over as many connections, in three ways; its best counts. It checks nothing and does not wait for the disk.

import { randomBytes } from "node:crypto";
import path from "node:path";

import { Connection, expect } from "./lib/http.mjs";
import { Device, sha256 } from "./lib/device.mjs";
import { asSpread, asTimes, spread } from "./lib/figures.mjs";
import { freePort, freshFolder, root, start, startPaidan, stop, until } from "./lib/processes.mjs";
import { onPremises } from "./lib/visits.mjs";

const TABLETS = 8;
const FORMS = Number(process.env.FORMS ?? 1000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const BLOB_BYTES = 20_000;
/** Envelopes a push; the server takes 100. */
const ENVELOPES = 100;
/** Photos a call; the server takes 1 MiB. */
const PHOTOS = 50;
/** Goal: so many times as fast as the peer. */
const GOAL = 4;

/** A JPEG by its first bytes, otherwise noise: as incompressible as a photo. */
function photo() {
    const bytes = randomBytes(BLOB_BYTES);
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(bytes);
    return bytes;
}

/** Everything a round sends, made before the clock starts. */
async function prepare(url, { forms = FORMS, tablets = TABLETS } = {}) {
    const engineers = await Promise.all(Array.from({ length: tablets }, (_, i) => Device.open(url, `field${i + 1}`)));
    const dispatches = await onPremises(url, engineers, Math.ceil(forms / tablets));
    return engineers.map((device, which) => {
        const work = dispatches[which].map((dispatch) => {
            const bytes = photo();
            const name = sha256(bytes);
            const taken_at = new Date().toISOString();
            const about = { sha256: name, media_type: "image/jpeg", size: bytes.length, caption: "错误提示", taken_at };
            return { envelope: device.envelope("dispatch", dispatch, { type: "attach_photo", photo: about }), name, bytes };
        });
        const pushes = portions(work, ENVELOPES).map((some) => device.pushBody(some.map((item) => item.envelope)));
        const forms = portions(work, PHOTOS).map(form);
        return { device, work, pushes, forms };
    });
}

function portions(list, size) {
    return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

const BOUNDARY = "no-photo-holds-this-line";

/** Photos as the parts of a form, each named by its hash. */
function form(photos) {
    const parts = photos.flatMap(({ name, bytes }) => [
        Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
        bytes,
        Buffer.from("\r\n"),
    ]);
    return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** Sends a tablet's work; every answer that came is noted in `acknowledged`, also when the server dies meanwhile. */
async function deliver({ device, pushes, forms }, acknowledged) {
    for (const body of pushes) {
        const answer = await expect(200, device.connection.call("POST", "/api/sync/push", body));
        answer.json().results.forEach((result) => acknowledged.envelopes.set(result.id, result));
    }
    acknowledged.envelopesAt = performance.now();
    const headers = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
    for (const body of forms) {
        const answer = await expect(200, device.connection.call("PUT", "/api/blobs", body, headers));
        for (const { sha256, problem } of answer.json().results) {
            if (problem) throw new Error(`a photo was not kept: ${JSON.stringify(problem)}`);
            acknowledged.blobs.add(sha256);
        }
    }
}

/** How many of a tablet's acknowledged envelopes and blobs the server really has; a repeat returns the stored answer. */
async function count({ device, work }, acknowledged) {
    const stored = { envelopes: 0, blobs: 0 };
    const known = work.filter((item) => acknowledged.envelopes.has(item.envelope.id));
    for (let from = 0; from < known.length; from += ENVELOPES) {
        const some = known.slice(from, from + ENVELOPES);
        for (const result of await device.push(some.map((item) => item.envelope))) {
            const first = acknowledged.envelopes.get(result.id);
            stored.envelopes += result.outcome === "accepted" && result.receipt.sig === first.receipt.sig ? 1 : 0;
        }
    }
    for (const { name, bytes } of work.filter((item) => acknowledged.blobs.has(item.name))) {
        const { status, headers } = await device.connection.call("HEAD", `/api/blobs/${name}`);
        stored.blobs += status === 200 && headers["upload-offset"] === String(bytes.length) ? 1 : 0;
    }
    return stored;
}

const nothing = () => ({ envelopes: new Map(), blobs: new Set(), envelopesAt: 0 });

async function ours() {
    const data = freshFolder("push-ours");
    let server = await startPaidan(data);
    const tablets = await prepare(server.url);
    const forms = tablets.reduce((sum, tablet) => sum + tablet.work.length, 0);
    const acknowledged = nothing();

    const started = performance.now();
    await Promise.all(tablets.map((tablet) => deliver(tablet, acknowledged)));
    const took = (performance.now() - started) / 1000;
    const envelopesTook = (acknowledged.envelopesAt - started) / 1000;

    await stop(server.child, "SIGKILL");
    const outcomes = [...acknowledged.envelopes.values()].filter((result) => result.outcome !== "accepted");
    if (outcomes.length) throw new Error(`${outcomes.length} forms were not accepted: ${JSON.stringify(outcomes[0])}`);
    server = await startPaidan(data);
    let [envelopes, blobs] = [0, 0];
    for (const tablet of tablets) {
        tablet.device.moveTo(server.url);
        const stored = await count(tablet, acknowledged);
        tablet.device.connection.close();
        envelopes += stored.envelopes;
        blobs += stored.blobs;
    }
    await stop(server.child);
    if (envelopes !== forms || blobs !== forms) {
        throw new Error(`after SIGKILL and a restart ${envelopes} of ${forms} forms and ${blobs} of ${forms} blobs are there`);
    }
    return { took, envelopesTook, forms };
}

/** The ways to give a document and its attachment to CouchDB's interface: the calls of one connection's share. */
export const WAYS = {
    "_bulk_docs of 25, inline": (docs) =>
        portions(docs, 25).map((some) => ({ method: "POST", path: "/forms/_bulk_docs", body: json({ docs: some.map(inline) }) })),
    "one PUT a form, inline": (docs) => docs.map((doc) => ({ method: "PUT", path: `/forms/${doc.id}`, body: json(inline(doc)) })),
    "a PUT for the form, one for the bytes": (docs) =>
        docs.map((doc) => ({ method: "PUT", path: `/forms/${doc.id}`, body: json(doc.form), photo: doc.bytes })),
};

const json = (value) => Buffer.from(JSON.stringify(value));

async function send(connection, calls) {
    const type = { "content-type": "application/json" };
    for (const { method, path, body, photo } of calls) {
        const answer = (await expect(201, connection.call(method, path, body, type))).json();
        if (Array.isArray(answer) && !answer.every((result) => result.ok)) throw new Error("pouchdb-server refused a form");
        if (photo) await expect(201, connection.call("PUT", `${path}/photo.jpg?rev=${answer.rev}`, photo, { "content-type": "image/jpeg" }));
    }
}

const inline = ({ id, form, bytes }) => ({
    _id: id,
    ...form,
    _attachments: { "photo.jpg": { content_type: "image/jpeg", data: bytes.toString("base64") } },
});

/** A form as plain as a document can be: what our envelope says, without its signature. */
function document(i) {
    const bytes = photo();
    const form = {
        device_seq: i,
        actor: "0198f2f0-0000-7000-8000-000000000001",
        command: { type: "attach_photo", photo: { sha256: sha256(bytes), media_type: "image/jpeg", size: bytes.length, caption: "错误提示" } },
        subject: { kind: "dispatch", id: "0198f2f0-0000-7000-8000-000000000002" },
        occurred_at: new Date().toISOString(),
    };
    return { id: `form-${i}`, form, bytes };
}

export async function peer(way) {
    const folder = freshFolder("push-peer");
    const port = await freePort();
    const program = path.join(root, "end2end/bench/node_modules/pouchdb-server/bin/pouchdb-server");
    const options = ["--port", String(port), "--dir", folder, "--config", path.join(folder, "config.json"), "--no-stdout-logs"];
    const { child } = await start(process.execPath, [program, ...options], { cwd: folder });
    const url = `http://127.0.0.1:${port}`;
    const connections = Array.from({ length: TABLETS }, () => new Connection(url));
    await until(async () => ((await connections[0].call("GET", "/").catch(() => null))?.status === 200 ? true : undefined), { what: "pouchdb-server" });
    await expect(201, connections[0].call("PUT", "/forms"));
    const docs = Array.from({ length: FORMS }, (_, i) => document(i));
    const shares = connections.map((_, which) => WAYS[way](docs.filter((_, i) => i % TABLETS === which)));

    const started = performance.now();
    await Promise.all(connections.map((connection, which) => send(connection, shares[which])));
    const took = (performance.now() - started) / 1000;

    const { doc_count: count } = (await expect(200, connections[0].call("GET", "/forms"))).json();
    if (count !== FORMS) throw new Error(`pouchdb-server has ${count} of ${FORMS} forms`);
    connections.forEach((connection) => connection.close());
    await stop(child, "SIGKILL");
    return took;
}

export async function run(say) {
    const mine = [];
    const theirs = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
    for (let round = 0; round < ROUNDS; round++) {
        const { took, envelopesTook, forms } = await ours();
        mine.push(took);
        say(`round ${round + 1}: ours ${took.toFixed(2)} s (envelopes ${envelopesTook.toFixed(2)} s), ${forms} forms and blobs there after SIGKILL and restart`);
        for (const way of Object.keys(WAYS)) {
            theirs[way].push(await peer(way));
            say(`round ${round + 1}: pouchdb-server, ${way}: ${theirs[way].at(-1).toFixed(2)} s`);
        }
    }
    const [best, samples] = Object.entries(theirs).sort((a, b) => spread(a[1]).median - spread(b[1]).median)[0];
    const ratio = spread(samples).median / spread(mine).median;
    return {
        lines: [
            {
                what: `push of ${FORMS} forms with 20 kB each, min/median/max`,
                ours: asSpread(spread(mine), "s"),
                beside: `pouchdb-server (${best}) ${asSpread(spread(samples), "s")}`,
                ratio: asTimes(ratio),
                goal: `≥ ${GOAL}×`,
                met: ratio >= GOAL,
            },
        ],
        notes: [`${FORMS / spread(mine).median | 0} forms a second; all forms and blobs were there after SIGKILL and a restart in each of ${ROUNDS} rounds`],
    };
}
