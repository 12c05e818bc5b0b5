// From a commit to the boards: how long until each of 1,000 and 5,000 listeners has the whole event, when something
// changes every 250 ms.
//
// Ours: a signed envelope `edit_request` by push; listeners to /api/live as Server-Sent Events. Peer: a broadcaster on
// npm's `ws` that gets the very same message by POST and stores it with fdatasync. The listeners are one small program
// for both, on the same machine and the same two cores; its clock is the one of this process.
//
// Measured from the moment the change is sent, so our figure holds the check of the signature, the rules, the commit
// with its wait for the disk, and the way to the last board.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";

import { Device, newId } from "./lib/device.mjs";
import { asTail, asTimes, tail } from "./lib/figures.mjs";
import { Connection, expect } from "./lib/http.mjs";
import { freshFolder, root, start, startPaidan, stop, target } from "./lib/processes.mjs";
import { someCustomer, submitted } from "./lib/visits.mjs";

const LISTENERS = (process.env.LISTENERS ?? "1000,5000").split(",").map(Number);
const CHANGES = Number(process.env.CHANGES ?? 40);
const WARM_UP = 4;
const EVERY_MS = 250;
const GOAL_MS = 50;
const GOAL_TIMES = 3;

const PROGRAM = path.join(target, "bench-tools/release/listeners");
const BARE_WRITER = path.join(target, "bench-tools/release/bare_writer");

const marked = (number) => `打印凭证时提示内存不足 bench-mark-${String(number).padStart(6, "0")}`;

/**
 * Opens the listeners, sends the changes at their times, and answers how long each took to each listener.
 * @param {{kind: "sse" | "ws", address: string, path: string, cookie: string, count: number}} room
 * @param {(number: number) => Promise<unknown>} send
 */
async function measure(room, send) {
    const marks = WARM_UP + CHANGES;
    const output = path.join(freshFolder("live"), "arrivals");
    const { child } = await start(PROGRAM, [room.kind, room.address, room.path, room.cookie, String(room.count), String(marks), output], { ready: /^ready/ });
    const gone = once(child, "exit");
    const [sent, answered] = [new BigUint64Array(marks), new BigUint64Array(marks)];
    const under_way = [];
    const first = performance.now();
    for (let number = 0; number < marks; number++) {
        // The pace is the load, whatever the server makes of it.
        await new Promise((resolve) => setTimeout(resolve, first + number * EVERY_MS - performance.now()));
        sent[number] = process.hrtime.bigint();
        under_way.push(Promise.resolve(send(number)).then(() => (answered[number] = process.hrtime.bigint())));
    }
    await Promise.all(under_way);
    // Ends by itself when everybody has everything; whoever waits longer than this has lost something.
    const patience = setTimeout(() => child.stdin.end(), 30_000);
    const [code] = await gone;
    clearTimeout(patience);
    if (code !== 0) throw new Error(`the listeners ended with ${code}`);

    const bytes = readFileSync(output);
    const arrivals = bytes.length / 12;
    if (arrivals !== marks * room.count) throw new Error(`${marks * room.count - arrivals} of ${marks * room.count} messages never arrived`);
    const [whole, afterAnswer] = [new Float64Array(CHANGES * room.count), new Float64Array(CHANGES * room.count)];
    let used = 0;
    for (let i = 0; i < arrivals; i++) {
        const mark = bytes.readUInt32LE(i * 12);
        if (mark < WARM_UP) continue;
        const at = bytes.readBigUInt64LE(i * 12 + 4);
        whole[used] = Number(at - sent[mark]) / 1e6;
        afterAnswer[used] = Number(at - answered[mark]) / 1e6;
        used += 1;
    }
    const answers = Array.from({ length: CHANGES }, (_, i) => Number(answered[i + WARM_UP] - sent[i + WARM_UP]) / 1e6);
    return { whole: tail(whole), afterAnswer: tail(afterAnswer), answer: tail(answers) };
}

/** Reads the first event that carries a mark, as the peer shall send it. */
async function oneEvent(url, cookie, change) {
    const stop = new AbortController();
    const response = await fetch(`${url}/api/live`, { headers: { cookie }, signal: stop.signal });
    await change();
    let text = "";
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
        text += part;
        const event = text.split("\n\n").find((event) => event.includes("bench-mark-"));
        if (event && text.includes(`${event}\n\n`)) {
            stop.abort();
            return event.slice(event.indexOf("data: ") + "data: ".length);
        }
    }
    throw new Error("the live feed ended");
}

async function ours(count) {
    const server = await startPaidan(freshFolder("live-ours"));
    const duty = await Device.open(server.url, "duty");
    const request = newId();
    await duty.mustPush([submitted(duty, request, await someCustomer(duty), "打印凭证时提示内存不足")]);
    const edit = (symptom) => duty.envelope("request", request, { type: "edit_request", patch: { symptom } });
    const sample = await oneEvent(server.url, duty.cookie, () => duty.mustPush([edit(marked(999_999))]));
    const envelopes = Array.from({ length: WARM_UP + CHANGES }, (_, number) => edit(marked(number)));
    const room = { kind: "sse", address: new URL(server.url).host, path: "/api/live?topics=board", cookie: duty.cookie, count };
    const figures = await measure(room, (number) => duty.mustPush([envelopes[number]]));
    duty.connection.close();
    await stop(server.child);
    return { figures, sample };
}

async function peer(count, sample) {
    const script = path.join(root, "end2end/bench/peers/broadcaster.mjs");
    const { child, match } = await start(process.execPath, [script, path.join(freshFolder("live-peer"), "messages")], { ready: /listening on (\d+)/ });
    const address = `127.0.0.1:${match[1]}`;
    const connection = new Connection(`http://${address}`);
    const room = { kind: "ws", address, path: "/", cookie: "none=1", count };
    const figures = await measure(room, (number) => {
        const message = sample.replace("bench-mark-999999", `bench-mark-${String(number).padStart(6, "0")}`);
        return expect(204, connection.call("POST", "/", message));
    });
    connection.close();
    await stop(child);
    return figures;
}

/** The near limit: the same bytes, written to one socket after the other and nothing else. */
async function bare(count, sample) {
    const { child, match } = await start(BARE_WRITER, [], { ready: /listening on (\d+)/ });
    const address = `127.0.0.1:${match[1]}`;
    const connection = new Connection(`http://${address}`);
    const room = { kind: "sse", address, path: "/", cookie: "none=1", count };
    const figures = await measure(room, (number) => {
        const data = sample.replace("bench-mark-999999", `bench-mark-${String(number).padStart(6, "0")}`);
        return expect(204, connection.call("POST", "/", `event: change\nid: ${number}\ndata: ${data}\n\n`));
    });
    connection.close();
    await stop(child);
    return figures;
}

export async function run(say) {
    const lines = [];
    const notes = [];
    for (const count of LISTENERS) {
        const { figures: mine, sample } = await ours(count);
        say(`ours, ${count} listeners: ${asTail(mine.whole, "ms")} from sending, ${asTail(mine.afterAnswer, "ms")} from the answer`);
        const theirs = await peer(count, sample);
        say(`ws, ${count} listeners: ${asTail(theirs.whole, "ms")} from sending, ${asTail(theirs.afterAnswer, "ms")} from the answer`);
        const limit = await bare(count, sample);
        say(`bare writer, ${count} listeners: ${asTail(limit.whole, "ms")} from sending`);
        const ratio = theirs.whole.p99 / mine.whole.p99;
        const line = (what, goal, met) => ({
            what,
            ours: asTail(mine.whole, "ms"),
            beside: `ws broadcaster ${asTail(theirs.whole, "ms")}; only writing to the sockets ${asTail(limit.whole, "ms")}`,
            ratio: asTimes(ratio),
            goal,
            met,
        });
        const title = `change sent → ${count} boards, p50/p99/max`;
        lines.push(line(title, `p99 ≤ ${GOAL_MS} ms, ≥ ${GOAL_TIMES}×`, mine.whole.p99 <= GOAL_MS && ratio >= GOAL_TIMES));
        notes.push(
            `${count} listeners: the push was answered after ${asTail(mine.answer, "ms")}; from the answer to the boards ${asTail(mine.afterAnswer, "ms")} (ws: ${asTail(theirs.afterAnswer, "ms")})`,
        );
        notes.push(`the message is ${Buffer.byteLength(sample)} bytes, the same for both`);
    }
    return { lines, notes: [...new Set(notes)] };
}
