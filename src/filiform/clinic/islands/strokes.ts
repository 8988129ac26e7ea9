// Strokes on the skin as pure values, and their text in the public drawing format.

import { entriesOf, feelingOf, isIntensity, isQuality, type Brush } from "./marks.ts";

/** Vertices in ascending order and how strongly each is painted, a byte: 255 is full. */
export interface Stroke extends Brush {
  readonly vertices: Uint16Array;
  readonly weights: Uint8Array;
}

/** What a brush has touched so far: the largest weight, 0 to 1, by vertex. */
export type Touched = Map<number, number>;

const FULL = 255;

/** Make a stroke of what was touched; null if no weight comes to a step. */
export function strokeOf(touched: Touched, brush: Brush): Stroke | null {
  const painted = [...touched].map(([vertex, weight]) => [vertex, Math.round(weight * FULL)] as const);
  return strokeFrom(painted, brush);
}

function strokeFrom(painted: Iterable<readonly [number, number]>, feel: Brush): Stroke | null {
  const kept = [...painted].filter(([, weight]) => weight > 0).sort(([a], [b]) => a - b);
  if (kept.length === 0) return null;
  const vertices = Uint16Array.from(kept, ([vertex]) => vertex);
  const weights = Uint8Array.from(kept, ([, weight]) => weight);
  return { vertices, weights, intensity: feel.intensity, quality: [...feel.quality], ...feelingOf(feel) };
}

/** Return a stroke with each weight changed; null if nothing of it is left. */
export function reweighted(stroke: Stroke, weigh: (vertex: number, weight: number) => number): Stroke | null {
  let isSame = true;
  const weights = stroke.weights.map((weight, place) => {
    const next = weigh(stroke.vertices[place]!, weight);
    isSame &&= next === weight;
    return next;
  });
  if (isSame) return stroke;
  return strokeFrom([...stroke.vertices].map((vertex, place) => [vertex, weights[place]!] as const), stroke);
}

/** Leave at most what the touch does not cover: what a rubber does, and milder paint on top. */
export const under = (stroke: Stroke, touched: Touched): Stroke | null =>
  reweighted(stroke, (vertex, weight) => Math.min(weight, FULL - Math.round((touched.get(vertex) ?? 0) * FULL)));

/** The stroke as the drawing format has it. */
export const strokeAsJson = (stroke: Stroke): object => ({
  vertices: verticesAsText(stroke.vertices),
  weights: weightsAsText(stroke.weights),
  intensity: stroke.intensity,
  quality: stroke.quality,
  ...feelingOf(stroke),
});

/** Read the strokes of a document; what cannot be read is left out and counted. */
export function readStrokes(text: string, vertexCount: number): { strokes: Stroke[]; unknown: number } {
  const read = entriesOf(text, "strokes").map((entry) => readStroke(entry, vertexCount));
  const strokes = read.filter((stroke) => stroke !== null);
  return { strokes, unknown: read.length - strokes.length };
}

function readStroke(entry: unknown, vertexCount: number): Stroke | null {
  const fields = (entry ?? {}) as Record<string, unknown>;
  const { vertices, weights, intensity, quality } = fields;
  if (typeof vertices !== "string" || typeof weights !== "string" || !isIntensity(intensity)) return null;
  const numbers = verticesFrom(vertices);
  const bytes = bytesFrom(weights);
  if (!numbers?.length || !bytes || (bytes.length !== 1 && bytes.length !== numbers.length)) return null;
  if (numbers.some((vertex, place) => vertex >= vertexCount || vertex === numbers[place - 1])) return null;
  const painted = numbers.map((vertex, place) => [vertex, bytes[bytes.length === 1 ? 0 : place]!] as const);
  return strokeFrom(painted, { intensity, quality: Array.isArray(quality) ? quality.filter(isQuality) : [], ...feelingOf(fields) });
}

/** Steps between ascending vertices as base-128 numbers, the lowest seven bits first, in base64. */
export function verticesAsText(vertices: Uint16Array): string {
  const bytes: number[] = [];
  vertices.forEach((vertex, place) => {
    let step = vertex - (place ? vertices[place - 1]! : 0);
    for (; step > 0x7f; step >>>= 7) bytes.push(0x80 | (step & 0x7f));
    bytes.push(step);
  });
  return textOf(bytes);
}

/** Return the vertices of a text; null if it is cut off or no base64. */
export function verticesFrom(text: string): number[] | null {
  let vertex = 0;
  return base128From(text)?.map((step) => (vertex += step)) ?? null;
}

/** Return the base-128 numbers of a text; null if it is cut off or no base64. */
export function base128From(text: string): number[] | null {
  const bytes = bytesFrom(text);
  if (!bytes || bytes.at(-1)! > 0x7f) return null;
  const numbers: number[] = [];
  let number = 0;
  let place = 0;
  for (const byte of bytes) {
    number += (byte & 0x7f) << place;
    place += 7;
    if (byte > 0x7f) continue;
    numbers.push(number);
    number = 0;
    place = 0;
  }
  return numbers;
}

/** A byte for each vertex, or a single one if all are alike. */
export const weightsAsText = (weights: Uint8Array): string =>
  textOf(weights.every((weight) => weight === weights[0]) ? weights.slice(0, 1) : weights);

export function bytesFrom(text: string): Uint8Array | null {
  try {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let place = 0; place < bytes.length; place += 1) bytes[place] = letters.charCodeAt(place);
    return bytes;
  } catch {
    return null;
  }
}

const textOf = (bytes: Iterable<number>): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
