// From strokes on the skin to the areas they make painful: the twin of `project_marks` in the core,
// so that the page shows at once what the server will read. From how much paint on is the server's
// rule and arrives with the page.

import { feelingOf, keyOf, QUALITIES, type Mark, type Marks, type Side } from "./marks.ts";
import type { Drawing } from "./drawing.ts";
import { isSided, verticesOf, type Skin } from "./skin.ts";
import type { Stroke } from "./strokes.ts";

export interface Painful {
  readonly share: number;
  readonly m2: number;
}

const FULL = 255;

/** Return everything that is painted as strokes: areas that were marked whole as well. */
export function allStrokes(drawing: Drawing, skin: Skin): Stroke[] {
  const whole = [...drawing.marks.values()].map((mark) => wholeStroke(mark, skin));
  return [...drawing.strokes, ...whole.filter((stroke) => stroke.vertices.length > 0)];
}

export function wholeStroke(mark: Mark, skin: Skin): Stroke {
  const vertices = verticesOf(skin, keyOf(mark.area, mark.side));
  const weights = new Uint8Array(vertices.length).fill(FULL);
  return { vertices, weights, intensity: mark.intensity, quality: mark.quality, ...feelingOf(mark) };
}

/** Return the painful areas: first those that were marked whole, in their order, then the others. */
export function project(drawing: Drawing, skin: Skin | null, painful: Painful): Marks {
  if (drawing.strokes.length === 0 || !skin) return drawing.marks;
  const found = new Map<string, Mark>();
  const strokes = allStrokes(drawing, skin);
  const weight = new Float64Array(skin.area.length);
  const load = new Float64Array(skin.area.length);
  for (const { vertices, weights, intensity } of strokes) {
    vertices.forEach((vertex, place) => {
      const painted = weights[place]! / FULL;
      weight[vertex] = Math.max(weight[vertex]!, painted);
      load[vertex] = Math.max(load[vertex]!, painted * intensity);
    });
  }
  const skinOf = regionSizes(skin);
  const isPainful = (m2: number, region: number): boolean =>
    m2 > 0 && m2 >= Math.min(painful.share * skinOf[region]!, painful.m2);
  const painted = sums(skin, skin.area.keys(), (vertex) => weight[vertex]!);
  const loads = sums(skin, skin.area.keys(), (vertex) => load[vertex]!);
  const alone = strokes.map((stroke) => aloneIn(stroke, skin));
  for (const [region, m2] of painted) {
    if (!isPainful(m2, region)) continue;
    const enough = strokes.filter((_, place) => isPainful(alone[place]!.get(region) ?? 0, region));
    const felt = enough.length ? enough : strokes.filter((_, place) => alone[place]!.has(region));
    const key = skin.areas[region]!;
    found.set(key, markOf(key, loads.get(region)! / m2, felt));
  }
  const inMouth = [...drawing.marks].filter(([key]) => !skin.areas.includes(key));
  return inOrder(new Map([...inMouth, ...found]), drawing.marks);
}

function inOrder(found: ReadonlyMap<string, Mark>, first: Marks): Marks {
  const keys = [...[...first.keys()].filter((key) => found.has(key)), ...found.keys()];
  return new Map([...new Set(keys)].map((key) => [key, found.get(key)!]));
}

function markOf(key: string, mean: number, felt: readonly Stroke[]): Mark {
  const dot = key.lastIndexOf(".");
  const quality = QUALITIES.filter((word) => felt.some((stroke) => stroke.quality.includes(word)));
  const depths = new Set(felt.map((stroke) => stroke.depth));
  const depth = depths.size === 1 ? felt[0]?.depth : undefined;
  return {
    area: key.slice(0, dot),
    side: key.slice(dot + 1) as Side,
    intensity: Math.min(10, Math.max(1, halfToEven(mean))),
    quality,
    ...feelingOf({ depth, when: felt.flatMap((stroke) => stroke.when ?? []) }),
  };
}

/** Round as the core does: a half goes to the even neighbour. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 ? below + 1 : below;
}

/** A vertex on the midline belongs to no area that has another side: both sides measure alike. */
const regionOf = (vertex: number, skin: Skin): number | null => {
  const region = skin.area[vertex]!;
  return skin.isMiddle[vertex] && isSided(skin.areas[region]!) ? null : region;
};

function sums(skin: Skin, vertices: Iterable<number>, amountOf: (vertex: number, place: number) => number): Map<number, number> {
  const sum = new Map<number, number>();
  let place = 0;
  for (const vertex of vertices) {
    const amount = amountOf(vertex, place);
    place += 1;
    if (amount === 0) continue;
    const region = regionOf(vertex, skin);
    if (region !== null) sum.set(region, (sum.get(region) ?? 0) + amount * skin.m2[vertex]!);
  }
  return sum;
}

const alones = new WeakMap<Stroke, Map<number, number>>();

/** Painted skin of one stroke in each region; a stroke never changes, so it is measured once. */
function aloneIn(stroke: Stroke, skin: Skin): Map<number, number> {
  const measured = alones.get(stroke) ?? sums(skin, stroke.vertices, (_, place) => stroke.weights[place]! / FULL);
  alones.set(stroke, measured);
  return measured;
}

const sizes = new WeakMap<Skin, Float64Array>();

function regionSizes(skin: Skin): Float64Array {
  const known = sizes.get(skin);
  if (known) return known;
  const size = new Float64Array(skin.areas.length);
  for (const vertex of skin.area.keys()) {
    const region = regionOf(vertex, skin);
    if (region !== null) size[region]! += skin.m2[vertex]!;
  }
  sizes.set(skin, size);
  return size;
}
