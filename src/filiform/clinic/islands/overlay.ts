// Shows marks on an inlined chart: strength by colour, quality by a pattern on top.

import { areasOf, keyOfElement } from "./charts.ts";
import type { Marks } from "./marks.ts";

export function showMarks(chart: Element, marks: Marks): void {
  for (const old of chart.querySelectorAll(".hatch")) old.remove();
  for (const area of areasOf(chart)) {
    const mark = marks.get(keyOfElement(area));
    if (mark) area.setAttribute("data-intensity", String(mark.intensity));
    else area.removeAttribute("data-intensity");
    for (const quality of mark?.quality ?? []) area.after(hatch(area, quality));
  }
}

function hatch(area: SVGElement, quality: string): SVGElement {
  const copy = document.createElementNS("http://www.w3.org/2000/svg", "path");
  copy.setAttribute("d", area.getAttribute("d") ?? "");
  copy.setAttribute("class", "hatch");
  copy.setAttribute("data-quality", quality);
  copy.setAttribute("aria-hidden", "true");
  return copy;
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
