// Lines for muscles, as the server has them: schematic, not this patient, never a depth.

export type MuscleSide = "left" | "right";

/** Where the lines come from; pages of patients have no such source. */
export interface MuscleSource {
  readonly charts: string;
  readonly shapes: Readonly<Record<string, string>>;
}

/** Lines on the flat charts: `charts[view]["infraspinatus.left"]`, a list of lines. */
export interface ChartLines {
  readonly note: string;
  readonly muscles: Readonly<Record<string, string>>;
  /** A line: right and down of its first place, then the step to each next one, in tenths. */
  readonly charts: Readonly<Record<string, Readonly<Record<string, readonly (readonly number[])[]>>>>;
}

/** Lines on one shape, of its left side, in millimetres; the right side is its mirror image. */
export interface ShapeLines {
  readonly topology: string;
  readonly note: string;
  readonly muscles: Readonly<Record<string, { readonly strands: readonly (readonly (readonly number[])[])[] }>>;
}

/** A muscle on one side, as in `infraspinatus.left`. */
export const muscleKey = (muscle: string, side: MuscleSide): string => `${muscle}.${side}`;

export const bothSides = (muscle: string): readonly string[] => [muscleKey(muscle, "left"), muscleKey(muscle, "right")];

const STEPS_PER_UNIT = 10;

/** The data of an SVG path for a line of a chart. */
export function pathOf(line: readonly number[]): string {
  let [x, y] = [0, 0];
  const places: string[] = [];
  for (let at = 0; at < line.length; at += 2) {
    x += line[at]!;
    y += line[at + 1]!;
    places.push(`${x / STEPS_PER_UNIT} ${y / STEPS_PER_UNIT}`);
  }
  return `M${places.join("L")}`;
}

/** Name some muscles as a person would: `Infraspinatus, right; Trapezius`. */
export function namesOf(lit: Iterable<string>, names: Readonly<Record<string, string>>): string {
  const sides = new Map<string, string[]>();
  for (const key of lit) {
    const [muscle, side] = key.split(".") as [string, string];
    if (names[muscle]) sides.set(muscle, [...(sides.get(muscle) ?? []), side]);
  }
  return [...sides].map(([muscle, seen]) => (seen.length === 1 ? `${names[muscle]}, ${seen[0]}` : names[muscle])).join("; ");
}

/** Straight pieces of all lines of both sides, in metres: six numbers each, and whose each is. */
export interface Pieces {
  readonly ends: Float32Array;
  readonly keys: readonly string[];
}

const MM_PER_M = 1000;

export function piecesOf(lines: ShapeLines): Pieces {
  const ends: number[] = [];
  const keys: string[] = [];
  for (const [muscle, { strands }] of Object.entries(lines.muscles)) {
    for (const [side, mirrored] of [["left", 1], ["right", -1]] as const) {
      const key = muscleKey(muscle, side);
      for (const strand of strands) {
        for (let at = 1; at < strand.length; at += 1) {
          for (const [x, y, z] of [strand[at - 1]!, strand[at]!] as unknown as [number, number, number][]) {
            ends.push((mirrored * x) / MM_PER_M, y / MM_PER_M, z / MM_PER_M);
          }
          keys.push(key);
        }
      }
    }
  }
  return { ends: new Float32Array(ends), keys };
}
