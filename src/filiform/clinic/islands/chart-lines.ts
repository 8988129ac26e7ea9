// What is laid over an inlined chart for a clinician: lines of muscles, a zone, and where to palpate.

import { svg } from "./dom.ts";
import { namesOf, pathOf, type ChartLines } from "./muscles.ts";

/** A zone on one chart: outlines, and right and down of the place where the point is looked for. */
export interface ChartZone {
  readonly felt?: string;
  readonly core?: string;
  readonly site?: readonly [number, number];
}

const STRIPES = "ff-zone-stripes";
const RING = 9;
const DOT = 2.5;

/** Show the lines of some muscles, and of no others. */
export function showLines(chart: SVGSVGElement, lines: ChartLines | null, lit: Iterable<string>): void {
  chart.querySelector(".muscle-lines")?.remove();
  const view = chart.dataset["view"] ?? "";
  const group = svg("g", { class: "muscle-lines", "aria-hidden": "true" });
  for (const key of lines ? lit : []) {
    for (const line of lines?.charts[view]?.[key] ?? []) {
      const title = svg("title", {});
      title.textContent = namesOf([key], lines?.muscles ?? {});
      const over = svg("path", { class: "muscle-line", d: pathOf(line), "data-muscle": key });
      over.append(title);
      // A light line under a dark one can be read on every paint.
      group.append(svg("path", { class: "muscle-line__under", d: pathOf(line) }), over);
    }
  }
  if (group.childElementCount) chart.append(group);
}

/** Show where a point is felt and where it is looked for; nothing takes both away. */
export function showZone(chart: SVGSVGElement, zone: ChartZone | null): void {
  chart.querySelector(".chart-zone")?.remove();
  if (!zone) return;
  ensureStripes();
  const group = svg("g", { class: "chart-zone", "aria-hidden": "true" });
  if (zone.felt) group.append(svg("path", { class: "chart-zone__felt", d: zone.felt, fill: `url(#${STRIPES})` }));
  if (zone.core) group.append(svg("path", { class: "chart-zone__core", d: zone.core }));
  if (zone.site) {
    const place = { cx: String(zone.site[0]), cy: String(zone.site[1]) };
    group.append(
      svg("circle", { class: "chart-site__under", r: String(RING), ...place }),
      svg("circle", { class: "chart-site__ring", r: String(RING), ...place }),
      svg("circle", { class: "chart-site__dot", r: String(DOT), ...place }),
    );
  }
  chart.append(group);
}

function ensureStripes(): void {
  if (document.getElementById(STRIPES)) return;
  const pattern = svg("pattern", { id: STRIPES, width: "9", height: "9", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(svg("path", { d: "M0 4.5H9", class: "chart-zone__stripe" }));
  const holder = svg("svg", { class: "visually-hidden", width: "0", height: "0", "aria-hidden": "true" });
  holder.append(pattern);
  document.body.append(holder);
}
