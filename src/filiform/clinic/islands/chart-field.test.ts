import { describe, expect, test } from "vitest";
import { ChartField } from "./chart-field.ts";
import type { Places } from "./chart-places.ts";
import { strokeOf, type Stroke } from "./strokes.ts";

/** A sheet of 20 by 20 vertices, five units apart, numbered row by row from 100. */
const SIDE = 20;
const APART = 5;
const FIRST = 100;
const indices = Array.from({ length: SIDE * SIDE }, (_, index) => index);
const sheet: Places = {
  topology: "surface-test",
  vertices: Uint16Array.from(indices, (index) => FIRST + index),
  x: Float64Array.from(indices, (index) => APART * (1 + (index % SIDE))),
  y: Float64Array.from(indices, (index) => APART * (1 + Math.floor(index / SIDE))),
};
const field = new ChartField(sheet, { width: 105, height: 105 });

/** Paint the vertices whose column and row please. */
const stroke = (isIn: (column: number, row: number) => boolean, weight = 1): Stroke =>
  strokeOf(new Map(indices.filter((index) => isIn(index % SIDE, Math.floor(index / SIDE))).map((index) => [FIRST + index, weight])), { intensity: 5, quality: [] })!;

function boxOf(path: string): number[] {
  const numbers = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const [across, down] = [numbers.map(([x]) => x), numbers.map(([, y]) => y)];
  return [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
}

describe("the outline of paint", () => {
  test("runs half-way between what is painted and what is not", () => {
    const box = boxOf(field.outline([stroke((column, row) => column >= 5 && column < 12 && row >= 6 && row < 15)], 0.5));

    [27.5, 32.5, 62.5, 77.5].forEach((edge, place) => expect(Math.abs(box[place]! - edge)).toBeLessThan(1.5));
  });

  test("of strokes side by side has no gap between them", () => {
    const path = field.outline([stroke((column, row) => column < 8 && row > 5 && row < 12), stroke((column, row) => column >= 8 && row > 5 && row < 12)], 0.5);

    expect(path.split("z").filter(Boolean)).toHaveLength(1);
  });

  test("of a ring leaves its middle bare", () => {
    const ring = stroke((column, row) => Math.hypot(column - 9, row - 9) < 7 && Math.hypot(column - 9, row - 9) > 3);

    expect(field.outline([ring], 0.5).split("z").filter(Boolean)).toHaveLength(2);
  });

  test("leaves out paint that is too faint", () => {
    expect(field.outline([stroke(() => true, 0.4)], 0.5)).toBe("");
    expect(field.outline([stroke(() => true, 0.6)], 0.5)).not.toBe("");
  });

  test("takes the largest weight where strokes cross; faint ones do not add up", () => {
    expect(field.outline([stroke(() => true, 0.4), stroke(() => true, 0.4)], 0.5)).toBe("");
  });

  test("of skin that the chart does not show is empty", () => {
    const elsewhere = strokeOf(new Map([[7, 1], [30_000, 1]]), { intensity: 5, quality: [] })!;

    expect(field.outline([elsewhere], 0.5)).toBe("");
    expect(field.outline([], 0.5)).toBe("");
  });
});
