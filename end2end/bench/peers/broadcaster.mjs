// The peer of the live board: takes a message by POST, writes it to a file and waits for the disk, tells everybody who
// listens by WebSocket. What one writes with npm's `ws` in an afternoon.
//
//   node broadcaster.mjs FILE

import { fdatasync, openSync, write } from "node:fs";
import http from "node:http";
import { promisify } from "node:util";

import { WebSocketServer } from "ws";

const file = openSync(process.argv[2], "a");
const [writeAll, sync] = [promisify(write), promisify(fdatasync)];

const server = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const message = Buffer.concat(parts);
    await writeAll(file, message);
    await sync(file);
    response.writeHead(204).end();
    for (const client of listeners.clients) client.send(message, { binary: false });
});
const listeners = new WebSocketServer({ server, perMessageDeflate: false });

server.listen({ port: 0, host: "127.0.0.1", backlog: 1024 }, () => console.log(`listening on ${server.address().port}`));
