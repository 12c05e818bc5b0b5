// The near limit: the same day as a page written by hand for nothing else. Only the rows in sight are in the document,
// each job is one element at its place, a drag moves one element, a change touches one element.

import "./plain.css";

const ROW = 53;
const SPARE = 3;
let data;
let byEngineer;
let scroller;
let room;
const rows = new Map();

export function show(root, given) {
    data = given;
    byEngineer = new Map(data.engineers.map(({ id }) => [id, []]));
    for (const job of data.jobs) byEngineer.get(job.engineer).push(job);
    scroller = root;
    scroller.className = "scroller";
    room = document.createElement("div");
    room.className = "room";
    room.style.height = `${data.engineers.length * ROW}px`;
    scroller.append(room);
    scroller.addEventListener("scroll", draw);
    room.addEventListener("pointerdown", take);
    draw();
}

function draw() {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    const last = Math.min(data.engineers.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW) + SPARE);
    for (const [place, row] of rows) {
        if (place >= first && place < last) continue;
        row.remove();
        rows.delete(place);
    }
    for (let place = first; place < last; place++) if (!rows.has(place)) rows.set(place, room.appendChild(drawRow(place)));
}

function drawRow(place) {
    const { id, name } = data.engineers[place];
    const row = document.createElement("div");
    row.className = "row";
    row.style.top = `${place * ROW}px`;
    const who = row.appendChild(document.createElement("b"));
    who.textContent = name;
    const day = row.appendChild(document.createElement("div"));
    day.className = "day";
    for (const job of byEngineer.get(id)) day.append(drawJob(job));
    return row;
}

const share = (at) => ((at - data.from) / (data.until - data.from)) * 100;

function drawJob(job) {
    const element = document.createElement("div");
    element.className = "job";
    element.id = `j-${job.id}`;
    const [unit, line] = [element.appendChild(document.createElement("b")), element.appendChild(document.createElement("span"))];
    unit.textContent = job.unit;
    line.textContent = job.line;
    put(element, job);
    return element;
}

function put(element, { from, until }) {
    element.style.left = `${share(from)}%`;
    element.style.width = `${share(until) - share(from)}%`;
}

function take(event) {
    const job = event.target.closest(".job");
    if (!job) return;
    room.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }) => (job.style.transform = `translate(${clientX - event.clientX}px, ${clientY - event.clientY}px)`);
    room.addEventListener("pointermove", move);
    room.addEventListener("pointerup", () => {
        room.removeEventListener("pointermove", move);
        job.style.transform = "";
    }, { once: true });
}

export function change(job) {
    const element = document.getElementById(`j-${job.id}`);
    if (element) put(element, job);
}

export const cards = () => document.querySelectorAll(".job");
export const card = (id) => document.getElementById(`j-${id}`);
