import { describe, expect, test } from "vitest";
import * as state from "./marks.ts";
import type { Brush, Mark, Marks } from "./marks.ts";

const MILD: Brush = { intensity: 2, quality: ["aching"] };
const FIERCE: Brush = { intensity: 9, quality: ["sharp", "burning"] };
const known = (): boolean => true;

const knee = (brush: Brush = MILD): Marks => state.painted(new Map(), "knee", "left", brush);
const text = (...marks: unknown[]): string => JSON.stringify({ marks });

describe("painting", () => {
  test("a painted area has the strength and the qualities of the brush", () => {
    const marks = state.painted(new Map(), "knee", "left", FIERCE);

    expect([...marks]).toEqual([
      ["knee.left", { area: "knee", side: "left", intensity: 9, quality: ["sharp", "burning"] }],
    ]);
  });

  test("painting an area again replaces its mark and keeps its place in the order", () => {
    const before = state.painted(knee(), "neck", "midline", MILD);

    const after = state.painted(before, "knee", "left", FIERCE);

    expect([...after.keys()]).toEqual(["knee.left", "neck.midline"]);
    expect(after.get("knee.left")?.intensity).toBe(9);
  });

  test("left and right are two areas", () => {
    const both = state.painted(knee(), "knee", "right", FIERCE);

    expect(both.get("knee.left")?.intensity).toBe(2);
    expect(both.get("knee.right")?.intensity).toBe(9);
  });

  test("painting leaves the marks that it was given alone", () => {
    const before = knee();

    state.painted(before, "neck", "midline", MILD);

    expect([...before.keys()]).toEqual(["knee.left"]);
  });

  test("a brush that changes later does not change what it painted", () => {
    const quality: state.Quality[] = ["aching"];
    const marks = knee({ intensity: 2, quality });

    quality.push("numb");

    expect(marks.get("knee.left")?.quality).toEqual(["aching"]);
  });

  test("erasing takes one side away and leaves the other", () => {
    const both = state.painted(knee(), "knee", "right", MILD);

    const left = state.erased(both, "knee", "right");

    expect([...left.keys()]).toEqual(["knee.left"]);
    expect(both.size).toBe(2);
  });
});

describe("a mark is painted with a brush", () => {
  const mark: Mark = { area: "knee", side: "left", intensity: 9, quality: ["sharp", "burning"] };

  test.each<[string, Mark | undefined, Brush, boolean]>([
    ["of the same strength and qualities", mark, FIERCE, true],
    ["whatever the order of the qualities", mark, { intensity: 9, quality: ["burning", "sharp"] }, true],
    ["not of another strength", mark, { intensity: 8, quality: ["sharp", "burning"] }, false],
    ["not with fewer qualities", mark, { intensity: 9, quality: ["sharp"] }, false],
    ["not with more qualities", mark, { intensity: 9, quality: ["sharp", "burning", "numb"] }, false],
    ["not with as many others", mark, { intensity: 9, quality: ["sharp", "numb"] }, false],
    ["not where there is no mark", undefined, FIERCE, false],
  ])("%s", (_, given, brush, expected) => {
    expect(state.isPaintedWith(given, brush)).toBe(expected);
  });
});

describe("the form field", () => {
  test("what is written is the public drawing format", () => {
    expect(state.written(knee(FIERCE))).toBe(
      '{"marks":[{"area":"knee","side":"left","intensity":9,"quality":["sharp","burning"]}]}',
    );
    expect(state.written(new Map())).toBe('{"marks":[]}');
  });

  test("what is written reads back as the same marks", () => {
    const marks = state.painted(knee(FIERCE), "neck", "midline", { intensity: 10, quality: [] });

    const { marks: again, unknown } = state.read(state.written(marks), known);

    expect([...again]).toEqual([...marks]);
    expect(unknown).toBe(0);
  });

  test("unknown areas are left out and counted", () => {
    const sent = text(
      { area: "knee", side: "left", intensity: 3, quality: [] },
      { area: "tail", side: "midline", intensity: 3, quality: [] },
      { area: "knee", side: "right", intensity: 3, quality: [] },
    );

    const { marks, unknown } = state.read(sent, (area, side) => area === "knee" && side === "left");

    expect([...marks.keys()]).toEqual(["knee.left"]);
    expect(unknown).toBe(2);
  });

  test.each<[string, unknown]>([
    ["without an area", { side: "left", intensity: 3 }],
    ["with a number for an area", { area: 7, side: "left", intensity: 3 }],
    ["on a side that does not exist", { area: "knee", side: "both", intensity: 3 }],
    ["without a strength", { area: "knee", side: "left" }],
    ["of strength nought", { area: "knee", side: "left", intensity: 0 }],
    ["of strength eleven", { area: "knee", side: "left", intensity: 11 }],
    ["of a broken strength", { area: "knee", side: "left", intensity: 2.5 }],
    ["with its strength in words", { area: "knee", side: "left", intensity: "3" }],
    ["that is no mark at all", null],
  ])("a mark %s is left out and counted", (_, entry) => {
    const { marks, unknown } = state.read(text(entry), known);

    expect(marks.size).toBe(0);
    expect(unknown).toBe(1);
  });

  test.each([1, 10])("the strength %i at the end of the scale is read", (intensity) => {
    const { marks } = state.read(text({ area: "knee", side: "left", intensity, quality: [] }), known);

    expect(marks.get("knee.left")?.intensity).toBe(intensity);
  });

  test("unknown qualities are left out and the mark stays", () => {
    const sent = text({ area: "knee", side: "left", intensity: 3, quality: ["itchy", "numb", 4] });

    const { marks, unknown } = state.read(sent, known);

    expect(marks.get("knee.left")?.quality).toEqual(["numb"]);
    expect(unknown).toBe(0);
  });

  test("a mark without qualities has none", () => {
    const { marks } = state.read(text({ area: "knee", side: "left", intensity: 3 }), known);

    expect(marks.get("knee.left")?.quality).toEqual([]);
  });

  test.each(["", "not json", "null", "[]", '{"marks":7}', '{"other":[]}'])("%j holds no marks and is no error", (broken) => {
    const { marks, unknown } = state.read(broken, known);

    expect(marks.size).toBe(0);
    expect(unknown).toBe(0);
  });
});
