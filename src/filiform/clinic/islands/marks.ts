// What is painted, as pure values: strokes, undo and redo, and the JSON of the form field.

export const QUALITIES = ["aching", "sharp", "burning", "tingling", "numb"] as const;
export type Quality = (typeof QUALITIES)[number];
export type Side = "left" | "right" | "midline";

export interface Mark {
  readonly area: string;
  readonly side: Side;
  readonly intensity: number;
  readonly quality: readonly Quality[];
}

export interface Brush {
  readonly intensity: number;
  readonly quality: readonly Quality[];
}

/** Marks by "area.side", in the order in which they were first painted. */
export type Marks = ReadonlyMap<string, Mark>;

export interface History {
  readonly past: readonly Marks[];
  readonly now: Marks;
  readonly future: readonly Marks[];
}

const UNDO_DEPTH = 50;

export const keyOf = (area: string, side: string): string => `${area}.${side}`;

export const begin = (now: Marks = new Map()): History => ({ past: [], now, future: [] });

/** Paint one area; the same brush on it again takes the mark away. */
export function painted(marks: Marks, area: string, side: Side, brush: Brush): Marks {
  const mark: Mark = { area, side, intensity: brush.intensity, quality: [...brush.quality] };
  const next = new Map(marks);
  next.set(keyOf(area, side), mark);
  return next;
}

export function erased(marks: Marks, area: string, side: string): Marks {
  const next = new Map(marks);
  next.delete(keyOf(area, side));
  return next;
}

export function isPaintedWith(mark: Mark | undefined, brush: Brush): boolean {
  return (
    mark !== undefined &&
    mark.intensity === brush.intensity &&
    mark.quality.length === brush.quality.length &&
    mark.quality.every((quality) => brush.quality.includes(quality))
  );
}

/** One stroke, one step: whatever changed since the last commit is undone together. */
export function commit(history: History, next: Marks): History {
  if (next === history.now || written(next) === written(history.now)) return history;
  const past = [...history.past, history.now].slice(-UNDO_DEPTH);
  return { past, now: next, future: [] };
}

export function undone(history: History): History {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  const past = history.past.slice(0, -1);
  return { past, now: before, future: [history.now, ...history.future] };
}

export function redone(history: History): History {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future };
}

/** The text of the form field: the public drawing format. */
export const written = (marks: Marks): string => JSON.stringify({ marks: [...marks.values()] });

/** Read the form field or a draft; what is not a known area is left out and counted. */
export function read(
  text: string,
  isKnown: (area: string, side: string) => boolean,
): { marks: Marks; unknown: number } {
  const marks = new Map<string, Mark>();
  let unknown = 0;
  for (const entry of entriesOf(text)) {
    const mark = markOf(entry);
    if (mark && isKnown(mark.area, mark.side)) marks.set(keyOf(mark.area, mark.side), mark);
    else unknown += 1;
  }
  return { marks, unknown };
}

function entriesOf(text: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const entries = (parsed as { marks?: unknown } | null)?.marks;
    return Array.isArray(entries) ? entries : [];
  } catch {
    return [];
  }
}

function markOf(entry: unknown): Mark | null {
  const { area, side, intensity, quality } = (entry ?? {}) as Record<string, unknown>;
  if (typeof area !== "string" || !isSide(side) || !isIntensity(intensity)) return null;
  const qualities = Array.isArray(quality) ? quality.filter(isQuality) : [];
  return { area, side, intensity, quality: qualities };
}

export const isSide = (value: unknown): value is Side =>
  value === "left" || value === "right" || value === "midline";

const isQuality = (value: unknown): value is Quality => QUALITIES.includes(value as Quality);

const isIntensity = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10;
