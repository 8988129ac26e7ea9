// Marks of whole areas, as pure values, and their JSON in the form field.

export const QUALITIES = ["aching", "sharp", "burning", "tingling", "numb"] as const;
export type Quality = (typeof QUALITIES)[number];
export const DEPTHS = ["superficial", "deep"] as const;
export type Depth = (typeof DEPTHS)[number];
export const TIMINGS = ["constant", "comes_and_goes", "movement", "rest", "night"] as const;
export type Timing = (typeof TIMINGS)[number];
export type Side = "left" | "right" | "midline";

/** How deep it feels and when it hurts; a key is absent where nothing was said. */
export interface Feeling {
  readonly depth?: Depth;
  readonly when?: readonly Timing[];
}

export interface Brush extends Feeling {
  readonly intensity: number;
  readonly quality: readonly Quality[];
}

export interface Mark extends Brush {
  readonly area: string;
  readonly side: Side;
}

/** Marks by "area.side", in the order in which they were first painted. */
export type Marks = ReadonlyMap<string, Mark>;

export const keyOf = (area: string, side: string): string => `${area}.${side}`;

/** Paint one area; the same brush on it again takes the mark away. */
export function painted(marks: Marks, area: string, side: Side, brush: Brush): Marks {
  const mark: Mark = { area, side, intensity: brush.intensity, quality: [...brush.quality], ...feelingOf(brush) };
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
    mark.depth === brush.depth &&
    areSame(mark.quality, brush.quality) &&
    areSame(mark.when ?? [], brush.when ?? [])
  );
}

const areSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((word) => others.includes(word));

/** Read depth and times from anything; what is unknown was not said. */
export function feelingOf({ depth, when }: { readonly depth?: unknown; readonly when?: unknown }): Feeling {
  const times = Array.isArray(when) ? TIMINGS.filter((timing) => when.includes(timing)) : [];
  return { ...(isDepth(depth) ? { depth } : {}), ...(times.length ? { when: times } : {}) };
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

/** Return the list under a key of a JSON text; empty if there is none. */
export function entriesOf(text: string, key = "marks"): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const entries = (parsed as Record<string, unknown> | null)?.[key];
    return Array.isArray(entries) ? entries : [];
  } catch {
    return [];
  }
}

function markOf(entry: unknown): Mark | null {
  const fields = (entry ?? {}) as Record<string, unknown>;
  const { area, side, intensity, quality } = fields;
  if (typeof area !== "string" || !isSide(side) || !isIntensity(intensity)) return null;
  const qualities = Array.isArray(quality) ? quality.filter(isQuality) : [];
  return { area, side, intensity, quality: qualities, ...feelingOf(fields) };
}

export const isSide = (value: unknown): value is Side =>
  value === "left" || value === "right" || value === "midline";

export const isQuality = (value: unknown): value is Quality => QUALITIES.includes(value as Quality);

const isDepth = (value: unknown): value is Depth => DEPTHS.includes(value as Depth);

export const isIntensity = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10;
