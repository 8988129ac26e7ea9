// Shows marks on an inlined chart: strength by colour, quality by a pattern on top.

import { areasOf, keyOfElement } from "./charts.ts";
import { svg } from "./dom.ts";
import type { Marks, Quality } from "./marks.ts";

const PATTERN = "ff-quality-";
/** Lines in a tile of 10 × 10, after the signs of paper drawings: ^ / × ○ –. */
const TILES: Record<Quality, string> = {
  aching: "M2 6.5 5 3.5 8 6.5",
  sharp: "M3 8 7 2",
  burning: "M3 3 7 7M7 3 3 7",
  tingling: "M5 3.2a1.8 1.8 0 1 1-.01 0",
  numb: "M2 5H8",
};

/** Put the patterns into the page once; every chart refers to them. */
export function ensurePatterns(): void {
  if (document.getElementById(`${PATTERN}aching`)) return;
  const holder = svg("svg", { class: "visually-hidden", width: "0", height: "0", "aria-hidden": "true" });
  for (const [quality, line] of Object.entries(TILES)) {
    const pattern = svg("pattern", { id: PATTERN + quality, width: "10", height: "10", patternUnits: "userSpaceOnUse" });
    // A light line under a dark one can be read on every strength of the palette.
    pattern.append(svg("path", { d: line, class: "hatch-under" }), svg("path", { d: line, class: "hatch-line" }));
    holder.append(pattern);
  }
  document.body.append(holder);
}

export const patternOf = (quality: string): string => `url(#${PATTERN}${quality})`;

export function showMarks(chart: Element, marks: Marks): void {
  ensurePatterns();
  const old = [...chart.querySelectorAll(".hatch")].filter((each) => !each.closest(".paint"));
  for (const each of old) each.remove();
  for (const area of areasOf(chart)) {
    const mark = marks.get(keyOfElement(area));
    if (mark) area.setAttribute("data-intensity", String(mark.intensity));
    else area.removeAttribute("data-intensity");
    for (const quality of mark?.quality ?? []) area.after(hatch(area, quality));
  }
}

function hatch(area: SVGElement, quality: string): SVGElement {
  const d = area.getAttribute("d") ?? "";
  return svg("path", { d, class: "hatch", "data-quality": quality, fill: patternOf(quality), "aria-hidden": "true" });
}

export interface Highlight {
  readonly area: string;
  readonly side: string;
  readonly level?: number;
}

/** Lift the areas that one trigger point explains; an empty list puts everything back. */
export function showHighlight(chart: Element, highlights: readonly Highlight[]): void {
  const levels = new Map(highlights.map((h) => [`${h.area}.${h.side}`, h.level ?? 3]));
  chart.classList.toggle("is-explaining", levels.size > 0);
  for (const area of areasOf(chart)) {
    const level = levels.get(keyOfElement(area));
    if (level) area.setAttribute("data-level", String(level));
    else area.removeAttribute("data-level");
  }
}
