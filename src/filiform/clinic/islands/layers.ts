// What lies on the skin, as bytes for the graphics card: paint, and what is laid over it.

import { allStrokes } from "./project.ts";
import type { Drawing } from "./drawing.ts";
import type { Skin } from "./skin.ts";
import { bytesFrom, verticesFrom, type Stroke, type Touched } from "./strokes.ts";

/** Per vertex: weight times intensity of the paint (255 is 10), and its weight (255 is 1). */
export type Paint = Uint8Array;

const STEPS_OF_LOAD = 25.5;
const FULL = 255;

/** Where strokes cross, the skin has the largest weight and the largest load of any of them. */
export function paintOf(strokes: readonly Stroke[], vertexCount: number): Paint {
  const paint = new Uint8Array(2 * vertexCount);
  for (const { vertices, weights, intensity } of strokes) {
    vertices.forEach((vertex, place) => {
      const weight = weights[place]!;
      paint[2 * vertex] = Math.max(paint[2 * vertex]!, (weight / FULL) * intensity * STEPS_OF_LOAD);
      paint[2 * vertex + 1] = Math.max(paint[2 * vertex + 1]!, weight);
    });
  }
  return paint;
}

export const paintOfDrawing = (drawing: Drawing, skin: Skin): Paint =>
  paintOf(allStrokes(drawing, skin), skin.area.length);

/** Show a stroke that is still being made; `below` is the paint before it. */
export function overpaint(paint: Paint, below: Paint, touched: Touched, intensity: number): void {
  for (const [vertex, weight] of touched) {
    const [load, held] = [below[2 * vertex]! / STEPS_OF_LOAD, below[2 * vertex + 1]! / FULL];
    const covered = load > held * intensity ? Math.min(held, 1 - weight) : held;
    const left = held ? (load * covered) / held : 0;
    paint[2 * vertex] = Math.max(left, weight * intensity) * STEPS_OF_LOAD;
    paint[2 * vertex + 1] = Math.max(covered, weight) * FULL;
  }
}

export function rubOut(paint: Paint, below: Paint, touched: Touched): void {
  for (const [vertex, weight] of touched) {
    const held = below[2 * vertex + 1]!;
    const left = Math.min(held, FULL * (1 - weight));
    paint[2 * vertex] = held ? (below[2 * vertex]! * left) / held : 0;
    paint[2 * vertex + 1] = left;
  }
}

/** A weight for some vertices, as the server sends it: the codec of strokes. */
export interface Weights {
  readonly vertices: string;
  readonly weights: string;
}

/** Per vertex: how strongly a zone is felt, and how much pain has gone; both 255 at most. */
export type Overlay = Uint8Array;

export function overlayOf(zone: Weights | null, vertexCount: number): Overlay {
  const overlay = new Uint8Array(2 * vertexCount);
  const vertices = zone && verticesFrom(zone.vertices);
  const weights = zone && bytesFrom(zone.weights);
  if (!vertices || !weights) return overlay;
  vertices.forEach((vertex, place) => {
    if (vertex < vertexCount) overlay[2 * vertex] = weights[weights.length === 1 ? 0 : place]!;
  });
  return overlay;
}

/** Compare two paints: what came or grew stays as paint, what went lies over it as relief. */
export function difference(before: Paint, after: Paint): { paint: Paint; overlay: Overlay } {
  const paint = new Uint8Array(before.length);
  const overlay = new Uint8Array(before.length);
  for (let place = 0; place < before.length; place += 2) {
    const change = after[place]! - before[place]!;
    if (change > 0) {
      paint[place] = change;
      paint[place + 1] = after[place + 1]!;
    } else {
      overlay[place + 1] = -change;
    }
  }
  return { paint, overlay };
}
