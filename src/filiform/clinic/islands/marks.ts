// Marks of whole areas, as pure values, and their JSON in the form field.

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

export const keyOf = (area: string, side: string): string => `${area}.${side}`;

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
  const { area, side, intensity, quality } = (entry ?? {}) as Record<string, unknown>;
  if (typeof area !== "string" || !isSide(side) || !isIntensity(intensity)) return null;
  const qualities = Array.isArray(quality) ? quality.filter(isQuality) : [];
  return { area, side, intensity, quality: qualities };
}

export const isSide = (value: unknown): value is Side =>
  value === "left" || value === "right" || value === "midline";

export const isQuality = (value: unknown): value is Quality => QUALITIES.includes(value as Quality);

export const isIntensity = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10;
