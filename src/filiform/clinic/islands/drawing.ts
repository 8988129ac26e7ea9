// A pain drawing as one value: areas that were marked whole, and strokes on the skin.

import * as areas from "./marks.ts";
import type { Brush, Depth, Mark, Marks, Timing } from "./marks.ts";
import { wholeStroke } from "./project.ts";
import { belongsTo, type Skin } from "./skin.ts";
import { readStrokes, reweighted, strokeAsJson, strokeOf, under, type Stroke, type Touched } from "./strokes.ts";

export interface Drawing {
  readonly marks: Marks;
  readonly strokes: readonly Stroke[];
}

/** What is said anew of a mark; null and no times take back what was said. */
export interface Change {
  readonly intensity?: number;
  readonly depth?: Depth | null;
  readonly when?: readonly Timing[];
}

/** A tenth of full paint; the skin shows nothing of less. */
const FAINTEST = 26;

export const EMPTY: Drawing = { marks: new Map(), strokes: [] };

/** The text of the form field; without strokes it is that of marks alone. */
export function written(drawing: Drawing, topology: string): string {
  const { marks, strokes } = drawing;
  if (strokes.length === 0) return areas.written(marks);
  return JSON.stringify({ topology, strokes: strokes.map(strokeAsJson), marks: [...marks.values()] });
}

/** Whether a text holds strokes; to read them the table of the skin is needed. */
export const hasStrokes = (text: string): boolean => areas.entriesOf(text, "strokes").length > 0;

/** Read the form field or a draft; what is not known is left out and counted. */
export function read(
  text: string,
  isKnown: (area: string, side: string) => boolean,
  skin: Skin | null,
): { drawing: Drawing; unknown: number } {
  const { marks, unknown } = areas.read(text, isKnown);
  const lost = areas.entriesOf(text, "strokes").length;
  if (!skin || topologyOf(text) !== skin.topology) return { drawing: { marks, strokes: [] }, unknown: unknown + lost };
  const read = readStrokes(text, skin.area.length);
  return { drawing: { marks, strokes: read.strokes }, unknown: unknown + read.unknown };
}

function topologyOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { topology?: unknown } | null)?.topology;
  } catch {
    return undefined;
  }
}

/** Mark a whole area; what was painted in it before gives way. */
export function marked(drawing: Drawing, mark: Mark, skin: Skin | null): Drawing {
  const cut = withoutStrokes(drawing, areas.keyOf(mark.area, mark.side), skin);
  return { ...cut, marks: areas.painted(cut.marks, mark.area, mark.side, mark) };
}

/** Take an area out, however it was painted. */
export function unmarked(drawing: Drawing, key: string, skin: Skin | null): Drawing {
  const cut = withoutStrokes(drawing, key, skin);
  const marks = new Map(cut.marks);
  marks.delete(key);
  return { ...cut, marks };
}

/** Say something else of what is painted in an area; strokes keep their shape, and what was not changed. */
export function changed(drawing: Drawing, key: string, change: Change, skin: Skin | null): Drawing {
  const mark = drawing.marks.get(key);
  const kept = mark ? { ...drawing, marks: new Map(drawing.marks).set(key, altered(mark, change)) } : drawing;
  if (!skin) return kept;
  const isIn = belongsTo(skin, key);
  const inside = drawing.strokes.map((stroke) => reweighted(stroke, (vertex, weight) => (isIn(vertex) ? weight : 0)));
  const moved = inside.filter((stroke) => stroke !== null).map((stroke) => altered(stroke, change));
  const rest = withoutStrokes(kept, key, skin);
  return { ...rest, strokes: [...rest.strokes, ...moved] };
}

function altered<Felt extends Brush>(felt: Felt, change: Change): Felt {
  const { depth, when, ...rest } = { ...felt, ...change };
  return { ...rest, ...areas.feelingOf({ depth, when }) } as Felt;
}

/** Paint a stroke; where it is milder than what lies below, it covers it as paint would. */
export function withStroke(drawing: Drawing, touched: Touched, brush: Brush, skin: Skin): Drawing {
  const stroke = strokeOf(touched, brush);
  if (!stroke) return drawing;
  const isStronger = (below: Brush): boolean => below.intensity > brush.intensity;
  const covered = lifted(drawing, touched, isStronger, skin);
  return { ...covered, strokes: [...covered.strokes, stroke] };
}

/** Rub out whatever the eraser touched; a stroke of which nobody could see the rest goes with it. */
export function rubbed(drawing: Drawing, touched: Touched, skin: Skin): Drawing {
  const left = lifted(drawing, touched, () => true, skin);
  const isSeen = (stroke: Stroke): boolean =>
    drawing.strokes.includes(stroke) || stroke.weights.some((weight) => weight >= FAINTEST);
  return { ...left, strokes: left.strokes.filter(isSeen) };
}

/** Take paint away under a touch; an area that was marked whole becomes a stroke for it. */
function lifted(drawing: Drawing, touched: Touched, isMeant: (below: Brush) => boolean, skin: Skin): Drawing {
  const marks = new Map(drawing.marks);
  const strokes = drawing.strokes.map((stroke) => (isMeant(stroke) ? under(stroke, touched) : stroke));
  for (const [key, mark] of drawing.marks) {
    if (!isMeant(mark)) continue;
    const whole = wholeStroke(mark, skin);
    const left = whole.vertices.length ? under(whole, touched) : whole;
    if (left === whole) continue;
    marks.delete(key);
    strokes.push(left);
  }
  return { marks, strokes: strokes.filter((stroke) => stroke !== null) };
}

function withoutStrokes(drawing: Drawing, key: string, skin: Skin | null): Drawing {
  if (!skin || drawing.strokes.length === 0) return drawing;
  const isIn = belongsTo(skin, key);
  const left = drawing.strokes.map((stroke) => reweighted(stroke, (vertex, weight) => (isIn(vertex) ? 0 : weight)));
  return { ...drawing, strokes: left.filter((stroke) => stroke !== null) };
}
