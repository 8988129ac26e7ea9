// The brush on a flat chart: what one stroke has touched of the skin so far.

import type { Tool } from "./body-element.ts";
import { forceOf, reachOf, wayTo, type Spot } from "./brush-tip.ts";
import { dabOnChart, type Places } from "./chart-places.ts";
import type { Touched } from "./strokes.ts";

/** Units a metre on the charts of the whole body; on those of a part the brush is as large to the eye. */
const UNITS_PER_M = 600;

export class ChartBrush {
  readonly touched: Touched = new Map();
  #chart: SVGSVGElement;
  #places: Places;
  #tool: Tool;
  #closeness: number;
  #last: Spot | null = null;

  /** `closeness` is 1 for the whole chart and falls with zoom. */
  constructor(chart: SVGSVGElement, places: Places, tool: Tool, closeness: number) {
    this.#chart = chart;
    this.#places = places;
    this.#tool = tool;
    this.#closeness = closeness;
  }

  /** Go on to where a pointer is now. */
  extend(step: PointerEvent): void {
    const radius = reachOf(step.pressure, this.#tool, this.#closeness) * UNITS_PER_M;
    const here = { x: step.clientX, y: step.clientY };
    const toUnits = this.#chart.getScreenCTM()?.inverse();
    if (!toUnits) return;
    for (const { x, y } of wayTo(this.#last ?? here, here)) {
      const at = new DOMPoint(x, y).matrixTransform(toUnits);
      for (const [vertex, weight] of dabOnChart(this.#places, at, radius)) {
        const force = forceOf(weight, this.#tool);
        if (force > (this.touched.get(vertex) ?? 0)) this.touched.set(vertex, force);
      }
    }
    this.#last = here;
  }
}
