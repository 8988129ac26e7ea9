// What is known of every vertex of the surface: its area, and how much skin it stands for.

import { fetcher } from "./fetched.ts";
import { bytesFrom } from "./strokes.ts";

export interface Skin {
  readonly topology: string;
  /** Sided areas, as in `shoulder_anterior.left`. */
  readonly areas: readonly string[];
  /** Index into `areas`, by vertex. */
  readonly area: Uint16Array;
  /** Whether a vertex lies exactly on the midline; then it belongs to both sides. */
  readonly isMiddle: readonly boolean[];
  /** Skin around each vertex on the canonical shape, m². */
  readonly m2: Float64Array;
}

interface SkinFile {
  readonly topology: string;
  readonly areas: readonly string[];
  readonly area: string;
  readonly skin: string;
  readonly steps_per_m2: number;
}

const MIDLINE_BIT = 0x8000;

export function skinFrom(file: SkinFile): Skin {
  const packed = numbersFrom(file.area);
  const steps = numbersFrom(file.skin);
  return {
    topology: file.topology,
    areas: file.areas,
    area: packed.map((value) => value & ~MIDLINE_BIT),
    isMiddle: Array.from(packed, (value) => (value & MIDLINE_BIT) !== 0),
    m2: Float64Array.from(steps, (value) => value / file.steps_per_m2),
  };
}

/** Fetch the table of the skin, once. */
export const loadSkin = fetcher("skin", skinFrom);

function numbersFrom(text: string): Uint16Array {
  const bytes = bytesFrom(text);
  if (!bytes) throw new Error("skin: no base64");
  const view = new DataView(bytes.buffer);
  return Uint16Array.from({ length: bytes.length / 2 }, (_, place) => view.getUint16(2 * place, true));
}

export const isSided = (key: string): boolean => !key.endsWith(".midline");

const otherSide = (key: string): string =>
  key.endsWith(".left") ? key.replace(/left$/, "right") : key.replace(/right$/, "left");

/** Whether a vertex is painted with an area: where both sides meet, either reaches the midline. */
export function belongsTo(skin: Skin, key: string): (vertex: number) => boolean {
  const own = skin.areas.indexOf(key);
  const mirrored = skin.areas.indexOf(otherSide(key));
  return (vertex) => skin.area[vertex] === own || (skin.isMiddle[vertex] === true && skin.area[vertex] === mirrored);
}

const found = new WeakMap<Skin, Map<string, Uint16Array>>();

/** The vertices of an area, ascending; none for one inside the mouth. */
export function verticesOf(skin: Skin, key: string): Uint16Array {
  if (!skin.areas.includes(key)) return new Uint16Array();
  const known = found.get(skin) ?? new Map<string, Uint16Array>();
  found.set(skin, known);
  const isIn = belongsTo(skin, key);
  const vertices = known.get(key) ?? Uint16Array.from([...skin.area.keys()].filter(isIn));
  known.set(key, vertices);
  return vertices;
}
