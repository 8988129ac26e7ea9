import { describe, expect, test } from "vitest";
import { outline, type Grid } from "./contour.ts";

/** Rows of digits, a tenth each. */
const grid = (...rows: string[]): Grid => ({
  left: 0,
  top: 0,
  columns: rows[0]?.length ?? 0,
  rows: rows.length,
  values: Float32Array.from(rows.join(""), (digit) => Number(digit) / 10),
});

const loops = (path: string): [number, number][][] =>
  path
    .split("z")
    .filter(Boolean)
    .map((loop) => [...loop.matchAll(/Q(\S+) (\S+) /g)].map(([, x, y]) => [Number(x), Number(y)]));

/** Signed, so that a hole counts against its rim. */
const area = (path: string): number =>
  loops(path)
    .map((loop) => loop.reduce((sum, [x, y], at) => {
      const [u, v] = loop[(at + 1) % loop.length]!;
      return sum + (x * v - u * y) / 2;
    }, 0))
    .reduce((sum, each) => sum + each, 0);

describe("an outline", () => {
  test("of nothing is empty", () => {
    expect(outline(grid("000", "000"), 0.5, 1)).toBe("");
  });

  test("goes once around what lies inside", () => {
    const path = outline(grid("0000", "0990", "0990", "0000"), 0.45, 1);

    expect(loops(path)).toHaveLength(1);
    expect(path.match(/^M.*z$/)).not.toBeNull();
    expect(Math.abs(area(path))).toBeCloseTo(3.5, 1);
  });

  test("closes at the rim of the grid", () => {
    expect(loops(outline(grid("99", "99"), 0.45, 1))).toHaveLength(1);
  });

  test("of two pieces has two loops, and they turn the same way", () => {
    const path = outline(grid("00000", "09090", "00000"), 0.45, 1);
    const [one, two] = path.split("z").filter(Boolean).map((loop) => area(`${loop}z`));

    expect(one).toBeCloseTo(two!);
    expect(loops(path)).toHaveLength(2);
  });

  test("of a ring has its hole turning the other way, so that it stays empty", () => {
    const rows = ["9999999", "9999999", "9900099", "9900099", "9900099", "9999999", "9999999"];
    const [rim, hole] = outline(grid(...rows), 0.45, 1).split("z").filter(Boolean).map((loop) => area(`${loop}z`));

    expect(Math.sign(rim!)).toBe(-Math.sign(hole!));
  });

  test("keeps corners that only touch apart", () => {
    expect(loops(outline(grid("0000", "0900", "0090", "0000"), 0.45, 1))).toHaveLength(2);
  });

  test("passes between two crossings where the number would reach the level", () => {
    const path = outline(grid("000", "080", "000"), 0.2, 1);

    expect(loops(path)[0]).toContainEqual([1.8, 1]);
  });

  test("is in the units of the picture, from where the part of the grid begins", () => {
    const path = outline({ ...grid("000", "080", "000"), left: 10, top: 20 }, 0.4, 2);

    expect(loops(path)[0]).toContainEqual([23, 42]);
  });

  test("of any numbers is made of closed loops that enclose every crossing inside", () => {
    let seed = 7;
    const digit = (): number => (seed = (seed * 48271) % 2147483647) % 10;
    for (let round = 0; round < 50; round += 1) {
      const rows = Array.from({ length: 6 }, () => Array.from({ length: 6 }, digit).join(""));
      const path = outline(grid(...rows), 0.45, 1);
      const polygon = loops(path);
      rows.forEach((row, y) => [...row].forEach((value, x) => expect(windings(polygon, x, y) !== 0).toBe(Number(value) >= 5)));
    }
  });
});

function windings(polygon: [number, number][][], x: number, y: number): number {
  let count = 0;
  for (const loop of polygon) {
    loop.forEach(([ax, ay], at) => {
      const [bx, by] = loop[(at + 1) % loop.length]!;
      if (ay <= y !== by <= y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) count += by > ay ? 1 : -1;
    });
  }
  return count;
}
