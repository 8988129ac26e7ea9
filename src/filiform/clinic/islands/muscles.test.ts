import { describe, expect, test } from "vitest";
import { distanceTo } from "./muscle-layer.ts";
import { bothSides, namesOf, pathOf, piecesOf } from "./muscles.ts";

const NAMES = { infraspinatus: "Infraspinatus", trapezius: "Trapezius" };

describe("names", () => {
  test("one side is said, both sides need no word", () => {
    expect(namesOf(["infraspinatus.right", ...bothSides("trapezius")], NAMES)).toBe("Infraspinatus, right; Trapezius");
  });

  test("a muscle without lines has none here", () => {
    expect(namesOf(["digastric.left"], NAMES)).toBe("");
  });
});

test("a line of a chart is its first place and the steps from there, in tenths", () => {
  expect(pathOf([100, 205, -5, 10, 15, 0])).toBe("M10 20.5L9.5 21.5L11 21.5");
});

describe("pieces of lines in space", () => {
  const shape = {
    topology: "surface-1", note: "", muscles: { trapezius: { strands: [[[10, 1400, -70], [20, 1410, -60], [30, 1420, -50]]] } },
  };

  test("are in metres, and the right side is the mirror image of the left", () => {
    const { ends, keys } = piecesOf(shape);

    expect(keys).toEqual(["trapezius.left", "trapezius.left", "trapezius.right", "trapezius.right"]);
    expect([...ends.slice(0, 6)].map((value) => Math.round(1000 * value))).toEqual([10, 1400, -70, 20, 1410, -60]);
    expect([...ends.slice(18)].map((value) => Math.round(1000 * value))).toEqual([-20, 1410, -60, -30, 1420, -50]);
  });
});

describe("how far a pointer is from a piece", () => {
  test.each([
    [[5, 3], 3],
    [[-3, 4], 5],
    [[13, -4], 5],
  ])("%j is %i away", ([x, y], expected) => {
    expect(distanceTo(x!, y!, 0, 0, 10, 0)).toBeCloseTo(expected);
  });

  test("a piece seen end on is a point", () => {
    expect(distanceTo(3, 4, 0, 0, 0, 0)).toBe(5);
  });
});
