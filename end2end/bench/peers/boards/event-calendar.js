// The day on @event-calendar/core: a resource an engineer, an event a job.

import "@event-calendar/core/index.css";
import { createCalendar, Interaction, ResourceTimeline } from "@event-calendar/core";

let calendar;

export function show(root, { engineers, jobs, from, firstHour, lastHour }) {
    calendar = createCalendar(root, [ResourceTimeline, Interaction], {
        view: "resourceTimelineDay",
        date: new Date(from),
        height: "100%",
        slotMinTime: `${firstHour}:00`,
        slotMaxTime: `${lastHour}:00`,
        slotDuration: "01:00",
        slotWidth: 105,
        headerToolbar: { start: "", center: "", end: "" },
        editable: true,
        snapDuration: "00:05",
        resources: engineers.map(({ id, name }) => ({ id, title: name })),
        events: jobs.map(asEvent),
        eventClassNames: ({ event }) => [`j-${event.id}`],
    });
}

const asEvent = ({ id, engineer, from, until, unit, line }) => ({ id, resourceIds: [engineer], start: new Date(from), end: new Date(until), title: { html: `<b>${unit}</b><br>${line}` } });

export const change = (job) => calendar.updateEvent(asEvent(job));
export const cards = () => document.querySelectorAll(".ec-event");
export const card = (id) => document.querySelector(`.ec-event.j-${CSS.escape(id)}`);
