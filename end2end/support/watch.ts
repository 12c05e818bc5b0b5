// Whatever a page complains about fails its test: an error on the console, a crash, a breach of the content policy.

import type { BrowserContext } from "@playwright/test";

/** What a browser says while nobody answers. */
export const NOBODY_ANSWERS = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED)/;

/** Every page asks first whether somebody is signed in; the browser reports the answer no. */
const NOT_SIGNED_IN = /status of 401 .*\/api\/session$/;

export class Watch {
    readonly troubles: string[] = [];
    #expected = [NOT_SIGNED_IN];

    /** What the test provokes is no trouble. */
    expects(...what: RegExp[]): void {
        this.#expected.push(...what);
    }

    follow(context: BrowserContext): void {
        context.on("console", (message) => {
            if (message.type() === "error") this.#note(`${message.text()} ${message.location().url}`);
        });
        context.on("weberror", (error) => this.#note(`uncaught: ${error.error().stack ?? error.error().message}`));
    }

    #note(trouble: string): void {
        if (!this.#expected.some((expected) => expected.test(trouble))) this.troubles.push(trouble);
    }
}
