// One keep-alive connection to a server, used by one caller at a time: the same client for us and for the peers.

import http from "node:http";

export class Connection {
    #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    #url;
    /** Headers of every call. */
    headers;

    /** @param {string} url @param {Record<string, string>} [headers] */
    constructor(url, headers = {}) {
        this.#url = new URL(url);
        this.headers = headers;
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {Buffer | string | object} [body] an object is sent as JSON
     * @param {Record<string, string>} [headers]
     * @returns {Promise<{status: number, headers: http.IncomingHttpHeaders, text: string, json: () => any}>}
     */
    call(method, path, body, headers = {}) {
        const isJson = body !== undefined && !Buffer.isBuffer(body);
        const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
        return new Promise((resolve, reject) => {
            const request = http.request(
                {
                    agent: this.#agent,
                    hostname: this.#url.hostname,
                    port: this.#url.port,
                    method,
                    path,
                    headers: {
                        ...this.headers,
                        ...(isJson ? { "content-type": "application/json" } : {}),
                        ...(bytes === undefined ? {} : { "content-length": bytes.length }),
                        ...headers,
                    },
                },
                (response) => {
                    const parts = [];
                    response.on("data", (part) => parts.push(part));
                    response.on("error", reject);
                    response.on("end", () => {
                        const text = Buffer.concat(parts).toString();
                        resolve({ status: response.statusCode, headers: response.headers, text, json: () => JSON.parse(text) });
                    });
                },
            );
            request.on("error", reject);
            request.end(bytes);
        });
    }

    close() {
        this.#agent.destroy();
    }
}

/** The call's answer if it has the status, else an error that shows what came. */
export async function expect(status, call) {
    const answer = await call;
    if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${answer.text.slice(0, 500)}`);
    return answer;
}
