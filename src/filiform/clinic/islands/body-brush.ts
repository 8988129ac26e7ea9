// The brush in the hand: what one stroke has touched so far, shown on the skin while it is made.

import type { Tool } from "./body-element.ts";
import { forceOf, reachOf, wayTo, type Spot } from "./brush-tip.ts";
import type { Shape } from "./glb.ts";
import { overpaint, rubOut, type Paint } from "./layers.ts";
import type { BodyScene } from "./scene.ts";
import { dab, graphOf, nearestCorner, type Graph, type Touch } from "./spread.ts";
import type { Touched } from "./strokes.ts";

export class BodyBrush {
  #stage: HTMLElement;
  #scene: BodyScene;
  #shape: Shape | null = null;
  #graph: Graph | null = null;
  #touched: Touched = new Map();
  #below: Paint = new Uint8Array();
  #shown: Paint = new Uint8Array();
  #last: PointerEvent | null = null;
  #lastTouch: Touch | null = null;
  #box: DOMRect | null = null;

  constructor(stage: HTMLElement, scene: BodyScene) {
    this.#stage = stage;
    this.#scene = scene;
  }

  wear(shape: Shape): void {
    this.#shape = shape;
    this.#graph = null;
  }

  /** The edges of the surface, once they are laid out. */
  get edges(): Graph | null {
    return this.#graph;
  }

  /** Lay out the edges of the surface; done at rest, or else at the first touch. */
  prepare(): Graph | null {
    if (this.#shape) this.#graph ??= graphOf(this.#shape.triangles, this.#shape.positions);
    return this.#graph;
  }

  /** Begin a stroke over the paint that is there. */
  begin(below: Paint): void {
    this.#touched = new Map();
    this.#below = below;
    this.#shown = below.slice();
    this.#last = null;
    // Asked for at each step, the browser would lay out the page each time.
    this.#box = this.#stage.getBoundingClientRect();
  }

  /** Go on over some steps of a pointer; `closeness` is 1 for the whole body and falls with zoom. */
  extend(steps: readonly PointerEvent[], tool: Tool, closeness: number): void {
    const fresh: Touched = new Map();
    for (const step of steps) {
      for (const [vertex, weight] of this.#paintedBy(step, tool, closeness)) {
        if (weight <= (this.#touched.get(vertex) ?? 0)) continue;
        this.#touched.set(vertex, weight);
        fresh.set(vertex, weight);
      }
      this.#last = step;
    }
    if (tool.erases) rubOut(this.#shown, this.#below, fresh);
    else overpaint(this.#shown, this.#below, fresh, tool.intensity);
    const graph = this.prepare();
    if (graph) this.#scene.repaint(this.#shown, [...fresh.keys()], graph);
  }

  end(): Touched {
    this.#box = null;
    return this.#touched;
  }

  /** Put back what was there before the stroke. */
  cancel(): void {
    this.#box = null;
    if (this.#graph) this.#scene.repaint(this.#below, [...this.#touched.keys()], this.#graph);
  }

  touchAt(x: number, y: number): Touch | null {
    const box = this.#box ?? this.#stage.getBoundingClientRect();
    return this.#scene.pick(((x - box.left) / box.width) * 2 - 1, 1 - ((y - box.top) / box.height) * 2);
  }

  /** Where the last step of a stroke touched the skin; null if it went beside it. */
  get lastVertex(): number | null {
    return this.#lastTouch && nearestCorner(this.#lastTouch);
  }

  vertexAt(event: PointerEvent): number | null {
    const touch = this.touchAt(event.clientX, event.clientY);
    return touch && nearestCorner(touch);
  }

  *#paintedBy(step: PointerEvent, tool: Tool, closeness: number): Iterable<readonly [number, number]> {
    const graph = this.prepare();
    if (!graph) return;
    const radius = reachOf(step.pressure, tool, closeness);
    for (const { x, y } of wayTo(spotOf(this.#last ?? step), spotOf(step))) {
      const touch = this.touchAt(x, y);
      this.#lastTouch = touch;
      for (const [vertex, weight] of touch ? dab(graph, touch, radius) : []) yield [vertex, forceOf(weight, tool)];
    }
  }
}

const spotOf = (step: PointerEvent): Spot => ({ x: step.clientX, y: step.clientY });
