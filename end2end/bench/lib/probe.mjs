// What runs inside the measured page, ours and the peers': when something is painted, how long frames are, how long the
// page is busy with a change. Given to the browser as text, so it uses nothing from outside.

/** Makes `window.probe`. */
export function installProbe() {
    /** A task that begins after what is under way: after a frame's callbacks that is once the frame is painted. */
    const soon = (then) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => then(performance.now());
        port2.postMessage(0);
    };
    const painted = (isThere) =>
        new Promise((resolve) => {
            const look = () => (isThere() ? soon(resolve) : requestAnimationFrame(look));
            requestAnimationFrame(look);
        });

    let frames = null;
    const startFrames = () => {
        frames = [];
        const tick = (at) => {
            if (!frames) return;
            frames.push(at);
            requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
    };
    const endFrames = () => {
        const stamps = frames;
        frames = null;
        return stamps.slice(1).map((at, i) => at - stamps[i]);
    };

    const changes = [];
    /** Measures a change from now on: what this task still does, and the frame after it. */
    const measure = (event) => {
        const begun = performance.now();
        const change = { begun, about: event?.data ?? "" };
        requestAnimationFrame(() => {
            const frame = performance.now();
            soon((done) => {
                change.frame = done - frame;
                change.whole = done - begun;
                change.painted = performance.timeOrigin + done;
                changes.push(change);
            });
        });
        soon((ended) => (change.task = ended - begun));
    };
    // Heard before the page hears it: the listeners of one event are called in the order of their coming.
    const Source = window.EventSource;
    window.EventSource = class extends Source {
        constructor(...given) {
            super(...given);
            this.addEventListener("change", measure);
            window.probe.source = this;
        }
    };
    window.probe = { painted, startFrames, endFrames, measure, changes, source: null };
}
