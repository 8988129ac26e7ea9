import { describe, expect, test } from "vitest";
import { Part, piecesOf, runsIn } from "./part.ts";

/** Straight ahead, from a place on the z axis: the picture is what lies within 45 degrees. */
const EYE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 4];

const partOf = (...places: readonly (readonly [number, number, number])[]): Part => {
  const part = new Part();
  for (const [x, y, z] of places) part.add(EYE, x, y, z);
  return part;
};

describe("a part of the picture", () => {
  test("reaches to all that lies in it, nearer things farther out", () => {
    expect({ ...partOf([1, 0, 0], [-1, 1, 2]) }).toEqual({ left: -0.5, right: 0.25, bottom: 0, top: 0.5 });
  });

  test("is the whole picture as soon as something lies behind the eye", () => {
    expect({ ...partOf([0.1, 0.1, 0], [3, 3, 5]) }).toEqual({ left: -1, right: 1, bottom: -1, top: 1 });
  });

  test("has a rim that meets what lies just beside it", () => {
    const part = partOf([0, 0, 0], [1, 1, 0]);
    const beside = partOf([1.2, 1.2, 0]);

    expect([part.meets(beside), part.within(0.1, 0.1).meets(beside), part.within(0.1, 0).meets(beside)]).toEqual([false, true, false]);
    expect({ ...part.within(0.5, 1) }).toEqual({ left: -0.5, right: 0.75, bottom: -1, top: 1.25 });
  });

  test("meets what shares a point with it, and not what lies beside or above it", () => {
    const part = partOf([0, 0, 0], [1, 1, 0]);

    expect(part.meets(partOf([1, 1, 0], [2, 2, 0]))).toBe(true);
    expect(part.meets(partOf([0.5, 0.5, 0]))).toBe(true);
    expect(part.meets(partOf([1.1, 0, 0], [2, 1, 0]))).toBe(false);
    expect(part.meets(partOf([0, -2, 0], [1, -0.1, 0]))).toBe(false);
    expect(part.meets(new Part())).toBe(false);
  });
});

describe("pieces", () => {
  /** Ten points in a row, two by two; the last piece has one. */
  const positions = Float32Array.from({ length: 27 }, (_, at) => (at % 3 === 0 ? at / 3 - 4 : 0));
  const pieces = piecesOf(positions, [...Array(9).keys()], 2);

  test("hold every corner once, in a box that fits", () => {
    expect(pieces.map(({ start, count }) => [start, count])).toEqual([[0, 2], [2, 2], [4, 2], [6, 2], [8, 1]]);
    expect([...pieces[1]!.box]).toEqual([-2, 0, 0, -1, 0, 0]);
    expect([...pieces[4]!.box]).toEqual([4, 0, 0, 4, 0, 0]);
  });

  test("that can be seen in a part are drawn, those beside each other in one run", () => {
    const runs = runsIn(partOf([-0.5, -1, 0], [0.5, 1, 0]), pieces, EYE);
    const apart = runsIn(partOf([-5, 0, 0], [5, 0, 0]), [pieces[0]!, pieces[1]!, pieces[4]!], EYE);

    expect(runs).toEqual([{ start: 4, count: 2 }]);
    expect(apart).toEqual([{ start: 0, count: 4 }, { start: 8, count: 1 }]);
  });
});
