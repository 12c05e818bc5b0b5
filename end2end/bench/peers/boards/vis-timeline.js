// The day on vis-timeline: a group an engineer, an item a job. Nothing overlaps, so that nothing has to be stacked.

import "vis-timeline/styles/vis-timeline-graph2d.min.css";
import { DataSet, Timeline } from "vis-timeline/standalone";

let items;

export function show(root, { engineers, jobs, from, until }) {
    items = new DataSet(jobs.map(asItem));
    const groups = new DataSet(engineers.map(({ id, name }, order) => ({ id, content: name, order })));
    new Timeline(root, items, groups, {
        start: from,
        end: until,
        min: from,
        max: until,
        height: "100%",
        orientation: "top",
        stack: false,
        verticalScroll: true,
        zoomable: false,
        editable: { updateTime: true, updateGroup: true },
        itemsAlwaysDraggable: { item: true },
        margin: { item: 6 },
        showCurrentTime: false,
        locale: "en",
    });
}

const asItem = ({ id, engineer, from, until, unit, line }) => ({ id, group: engineer, start: from, end: until, content: `<b>${unit}</b><br>${line}`, title: unit, className: `j-${id}` });

export const change = (job) => items.update(asItem(job));
export const cards = () => document.querySelectorAll(".vis-foreground .vis-item");
export const card = (id) => document.querySelector(`.vis-foreground .j-${CSS.escape(id)}`);
