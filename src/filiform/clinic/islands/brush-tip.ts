// How a tool meets the skin, on the 3D body and on a chart alike: its reach, its force, its way.

import type { Tool } from "./body-element.ts";
import { radiusFor } from "./spread.ts";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const STEP_PX = 8;
const MOST_STEPS = 24;
/** What a mouse reports for a press; some pens report nothing at all. */
const PRESS = 0.5;
/** The rubber is a little larger and harder than the brush: gone over once, a stroke is gone. */
const RUBBER_REACH = 1.3;
const RUBBER_FORCE = 4;

/** Radius in metres; `closeness` is 1 for the whole body and falls with zoom. */
export const reachOf = (pressure: number, tool: Tool, closeness: number): number =>
  radiusFor(pressure || PRESS, closeness * tool.width * (tool.erases ? RUBBER_REACH : 1));

export const forceOf = (weight: number, tool: Tool): number =>
  tool.erases ? Math.min(1, weight * RUBBER_FORCE) : weight;

/** The touches from the last step of a pointer to the next, close enough for an unbroken line. */
export function* wayTo(from: Spot, to: Spot): Iterable<Spot> {
  const apart = Math.hypot(to.x - from.x, to.y - from.y);
  const count = Math.min(MOST_STEPS, Math.max(1, Math.ceil(apart / STEP_PX)));
  for (let part = 1; part <= count; part += 1) {
    const share = part / count;
    yield { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  }
}
