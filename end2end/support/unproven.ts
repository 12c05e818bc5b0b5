// Tests that do not pass yet, by title or file: they stay out of an ordinary run and run with UNPROVEN=1. Empty is the aim.

const titles = [
    "outbox is accessible at all three sizes",
    "a page that was never opened before does not break the office while the server is away",
    "a visit opened by its address in a new browser begins at the step that is next",
    "a new request says what is missing, keeps its draft through a reload",
    "a visit done and signed with the server dead reaches the office once",
    "what is typed before the page is awake is still there when it is",
    "the office switches between three languages without reload",
    "the office.s pages do not open in the customer.s hands either",
];

const files = ["install.spec.ts", "sync.spec.ts", "update.spec.ts"];

const all = Boolean(process.env.UNPROVEN);

/** What an ordinary run leaves out, for Playwright's `grepInvert`. */
export const unprovenTitles = all ? undefined : new RegExp(titles.join("|"));

/** What an ordinary run leaves out, for Playwright's `testIgnore`. */
export const unprovenFiles = all ? [] : files;
