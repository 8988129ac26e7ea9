// The brush on the skin: shortest ways along the edges, so that paint never jumps from the thigh to
// the hand. The twin of `filiform.body.dab`, measured on the shape that is shown.

import type { Touched } from "./strokes.ts";

/** Edges of the surface seen from their ends: those of vertex v lie at start[v] … start[v + 1]. */
export interface Graph {
  readonly start: Uint32Array;
  readonly neighbour: Uint16Array;
  readonly length: Float32Array;
}

/** Where a brush touches: the corners of a triangle and the distance to each, metres. */
export interface Touch {
  readonly corners: readonly number[];
  readonly distances: readonly number[];
}

const SOLID_SHARE = 0.5;
const LIGHTEST_MM = 20;
const PRESSED_MM = 20;
const SMALLEST_MM = 4;

/** Radius of the brush from the force of a pen, 0 to 1, metres; it keeps its size on the screen. */
export function radiusFor(pressure: number, closeness = 1): number {
  const force = Math.min(1, Math.max(0, pressure));
  return Math.max(SMALLEST_MM, (LIGHTEST_MM + PRESSED_MM * force) * closeness) / 1000;
}

/** On a closed surface each edge is walked once in either direction: all halves are all edges. */
export function graphOf(triangles: Uint16Array, positions: Float32Array): Graph {
  const count = positions.length / 3;
  const start = new Uint32Array(count + 1);
  for (const corner of triangles) start[corner + 1]! += 1;
  for (let vertex = 0; vertex < count; vertex += 1) start[vertex + 1]! += start[vertex]!;
  const next = start.slice();
  const neighbour = new Uint16Array(triangles.length);
  const length = new Float32Array(triangles.length);
  for (let place = 0; place < triangles.length; place += 1) {
    const from = triangles[place]!;
    const to = triangles[place % 3 === 2 ? place - 2 : place + 1]!;
    const at = next[from]!;
    next[from]! += 1;
    neighbour[at] = to;
    length[at] = distanceBetween(positions, from, to);
  }
  return { start, neighbour, length };
}

function distanceBetween(positions: Float32Array, a: number, b: number): number {
  const x = positions[3 * a]! - positions[3 * b]!;
  const y = positions[3 * a + 1]! - positions[3 * b + 1]!;
  const z = positions[3 * a + 2]! - positions[3 * b + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** Return what one touch paints: full up to half the radius, from there falling softly to nothing. */
export function dab(graph: Graph, touch: Touch, radius: number): Touched {
  const weights: Touched = new Map();
  for (const [vertex, distance] of distancesAlong(graph, touch, radius)) {
    const weight = fade(distance, radius);
    if (weight > 0) weights.set(vertex, weight);
  }
  weights.set(nearestCorner(touch), 1);
  return weights;
}

export function nearestCorner({ corners, distances }: Touch): number {
  let best = 0;
  distances.forEach((distance, place) => {
    if (distance < distances[best]!) best = place;
  });
  return corners[best]!;
}

/** Full up to half the radius, from there half a cosine wave down to nothing. */
export function fade(distance: number, radius: number): number {
  const solid = SOLID_SHARE * radius;
  const across = Math.min(1, Math.max(0, (distance - solid) / (radius - solid)));
  return (1 + Math.cos(Math.PI * across)) / 2;
}

/** Dijkstra from the corners of the touched triangle, as far as the brush reaches. */
export function distancesAlong(graph: Graph, touch: Touch, limit: number): Map<number, number> {
  const shortest = new Map<number, number>();
  const waiting = new Heap();
  const offer = (vertex: number, distance: number): void => {
    if (distance > limit || distance >= (shortest.get(vertex) ?? Infinity)) return;
    shortest.set(vertex, distance);
    waiting.push(vertex, distance);
  };
  touch.corners.forEach((corner, place) => offer(corner, touch.distances[place]!));
  for (let nearest = waiting.pop(); nearest; nearest = waiting.pop()) {
    const [vertex, distance] = nearest;
    if (distance > shortest.get(vertex)!) continue;
    for (let edge = graph.start[vertex]!; edge < graph.start[vertex + 1]!; edge += 1) {
      offer(graph.neighbour[edge]!, distance + graph.length[edge]!);
    }
  }
  return shortest;
}

/** The nearest first. */
class Heap {
  #vertices: number[] = [];
  #distances: number[] = [];

  push(vertex: number, distance: number): void {
    let place = this.#vertices.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#distances[parent]! <= distance) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#set(place, vertex, distance);
  }

  pop(): readonly [number, number] | null {
    if (this.#vertices.length === 0) return null;
    const first = [this.#vertices[0]!, this.#distances[0]!] as const;
    const vertex = this.#vertices.pop()!;
    const distance = this.#distances.pop()!;
    if (this.#vertices.length > 0) this.#sink(vertex, distance);
    return first;
  }

  #sink(vertex: number, distance: number): void {
    const count = this.#vertices.length;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= count) break;
      if (child + 1 < count && this.#distances[child + 1]! < this.#distances[child]!) child += 1;
      if (this.#distances[child]! >= distance) break;
      this.#move(child, place);
      place = child;
    }
    this.#set(place, vertex, distance);
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#vertices[from]!, this.#distances[from]!);
  }

  #set(place: number, vertex: number, distance: number): void {
    this.#vertices[place] = vertex;
    this.#distances[place] = distance;
  }
}
