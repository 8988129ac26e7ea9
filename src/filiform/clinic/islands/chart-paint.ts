// Strokes on an inlined chart: under its lines, strength by colour, quality by a pattern on top.

import { areasOf } from "./charts.ts";
import { ChartField } from "./chart-field.ts";
import type { Places } from "./chart-places.ts";
import { svg } from "./dom.ts";
import { QUALITIES } from "./marks.ts";
import { ensurePatterns, patternOf } from "./overlay.ts";
import type { Stroke } from "./strokes.ts";

interface Drawn {
  readonly strokes: readonly Stroke[];
  readonly path: string;
}

let charts = 0;

export class ChartPaint {
  #layer: SVGElement;
  #field: ChartField;
  #weight: number;
  #drawn: Drawn[] = [];

  /** `weight` is the one from which skin counts as painted. */
  constructor(chart: SVGSVGElement, places: Places, weight: number) {
    const [, , width, height] = (chart.getAttribute("viewBox") ?? "").split(" ").map(Number);
    this.#field = new ChartField(places, { width: width ?? 0, height: height ?? 0 });
    this.#weight = weight;
    charts += 1;
    const figure = svg("clipPath", { id: `ff-figure-${charts}` });
    figure.append(svg("path", { d: areasOf(chart).map((area) => area.getAttribute("d")).join("") }));
    this.#layer = svg("g", { class: "paint", "aria-hidden": "true", "clip-path": `url(#ff-figure-${charts})` });
    const lines = chart.querySelector(".lines");
    for (const part of [figure, this.#layer]) chart.insertBefore(part, lines);
  }

  show(strokes: readonly Stroke[]): void {
    ensurePatterns();
    const before = this.#drawn;
    this.#drawn = [];
    const levels = [...new Set(strokes.map((stroke) => stroke.intensity))].sort((a, b) => a - b);
    const parts: SVGElement[] = [];
    const add = (meant: Stroke[], attributes: Record<string, string>): void => {
      const d = meant.length ? this.#pathOf(meant, before) : "";
      if (d) parts.push(svg("path", { d, ...attributes }));
    };
    // Each strength reaches under the stronger ones, so that no seam shows between them.
    for (const level of levels) {
      add(strokes.filter((stroke) => stroke.intensity >= level), { class: "painted", "data-intensity": `${level}` });
    }
    for (const quality of QUALITIES) {
      add(strokes.filter((stroke) => stroke.quality.includes(quality)), { class: "hatch", "data-quality": quality, fill: patternOf(quality) });
    }
    this.#layer.replaceChildren(...parts);
  }

  /** While one stroke is being made, the others keep their outlines. */
  #pathOf(strokes: readonly Stroke[], before: readonly Drawn[]): string {
    const known = [...this.#drawn, ...before].find((drawn) => areSame(drawn.strokes, strokes));
    const path = known?.path ?? this.#field.outline(strokes, this.#weight);
    this.#drawn.push({ strokes, path });
    return path;
  }
}

const areSame = (some: readonly Stroke[], others: readonly Stroke[]): boolean =>
  some.length === others.length && some.every((stroke, place) => stroke === others[place]);
