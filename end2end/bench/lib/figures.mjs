// Figures from samples, and the table they end in.

/** The value below which the share `p` (0 to 1) of the samples lies. @param {ArrayLike<number>} sorted */
export function percentile(sorted, p) {
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))];
}

/** @param {number[]} samples */
export function spread(samples) {
    const sorted = [...samples].sort((a, b) => a - b);
    return { min: sorted[0], median: percentile(sorted, 0.5), max: sorted[sorted.length - 1] };
}

/** @param {Float64Array | number[]} samples */
export function tail(samples) {
    const sorted = Float64Array.from(samples).sort();
    return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: sorted[sorted.length - 1] };
}

const short = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export const asSpread = ({ min, median, max }, unit) => `${short(min)} / ${short(median)} / ${short(max)} ${unit}`;
export const asTail = ({ p50, p99, max }, unit) => `${short(p50)} / ${short(p99)} / ${short(max)} ${unit}`;
export const asTimes = (ratio) => `${short(ratio)}×`;
export const asKilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/**
 * A Markdown table; numbers in the terminal, ready to be pasted into docs/benchmarks.md.
 * @param {string[]} head @param {string[][]} rows
 */
export function table(head, rows) {
    const cells = [head, ...rows].map((row) => row.map(String));
    const width = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
    const line = (row) => `| ${row.map((cell, column) => cell.padEnd(width[column])).join(" | ")} |`;
    return [line(cells[0]), `| ${width.map((count) => "-".repeat(count)).join(" | ")} |`, ...cells.slice(1).map(line)].join("\n");
}

/**
 * A line of the result table.
 * @typedef {{what: string, ours: string, beside: string, ratio: string, goal: string, met: boolean | null}} Line
 */

/** @param {Line[]} lines */
export function results(lines) {
    const met = { true: "met", false: "NOT MET", null: "–" };
    const rows = lines.map(({ what, ours, beside, ratio, goal, met: is }) => [what, ours, beside, ratio, goal, met[is]]);
    return table(["what", "ours", "beside it, in the same run", "ratio", "goal", ""], rows);
}
