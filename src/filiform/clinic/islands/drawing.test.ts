import { describe, expect, test } from "vitest";
import { changed, EMPTY, hasStrokes, marked, read, rubbed, unmarked, withStroke, written, type Drawing } from "./drawing.ts";
import type { Mark } from "./marks.ts";
import { smallSkin as skin } from "./small-skin.fixture.ts";

const MILD = { intensity: 2, quality: [] };
const FIERCE = { intensity: 9, quality: ["sharp"] as const };
const KNEE: Mark = { area: "knee", side: "left", intensity: 5, quality: [] };

const touch = (...vertices: number[]): Map<number, number> => new Map(vertices.map((vertex) => [vertex, 1]));
const shape = (drawing: Drawing): unknown[] => drawing.strokes.map(({ vertices, intensity }) => [intensity, ...vertices]);

describe("the form field", () => {
  test("without strokes is the document of marks alone", () => {
    expect(written(marked(EMPTY, KNEE, null), "")).toBe('{"marks":[{"area":"knee","side":"left","intensity":5,"quality":[]}]}');
  });

  test("with strokes names the surface, and is read back", () => {
    const drawing = withStroke(marked(EMPTY, KNEE, skin), touch(9), FIERCE, skin);
    const text = written(drawing, skin.topology);

    expect(JSON.parse(text).topology).toBe("surface-test");
    expect(hasStrokes(text)).toBe(true);
    expect(read(text, () => true, skin)).toEqual({ drawing, unknown: 0 });
  });

  test.each([
    ["of another surface", skin, "surface-0"],
    ["before the skin is known", null, "surface-test"],
  ])("strokes %s are counted as lost and the marks stay", (_, known, topology) => {
    const text = written(withStroke(marked(EMPTY, KNEE, skin), touch(9), FIERCE, skin), topology);

    const { drawing, unknown } = read(text, () => true, known);

    expect(unknown).toBe(1);
    expect([...drawing.marks.keys()]).toEqual(["knee.left"]);
    expect(drawing.strokes).toEqual([]);
  });

  test.each(["", "null", "[]", "{", '{"strokes": 5}'])("nothing is read from %s", (text) => {
    expect(hasStrokes(text)).toBe(false);
    expect(read(text, () => true, skin).drawing).toEqual(EMPTY);
  });
});

describe("painting on the skin", () => {
  test("a milder stroke covers a stronger one, as paint would", () => {
    const fierce = withStroke(EMPTY, touch(0, 1, 2), FIERCE, skin);

    expect(shape(withStroke(fierce, touch(1), MILD, skin))).toEqual([[9, 0, 2], [2, 1]]);
  });

  test("a stronger stroke leaves the milder one below it", () => {
    const mild = withStroke(EMPTY, touch(0, 1), MILD, skin);

    expect(shape(withStroke(mild, touch(1), FIERCE, skin))).toEqual([[2, 0, 1], [9, 1]]);
  });

  test("a milder stroke over an area that was marked whole makes a stroke of it", () => {
    const drawing = withStroke(marked(EMPTY, KNEE, skin), touch(0), MILD, skin);

    expect(drawing.marks.size).toBe(0);
    expect(shape(drawing)).toEqual([[5, 1, 2, 3, 4, 5], [2, 0]]);
  });

  test("beside an area nothing of it changes", () => {
    const drawing = withStroke(marked(EMPTY, KNEE, skin), touch(9), MILD, skin);

    expect([...drawing.marks.keys()]).toEqual(["knee.left"]);
  });

  test("the rubber takes strokes and whole areas away where it goes", () => {
    const drawing = withStroke(marked(EMPTY, KNEE, skin), touch(9, 10), FIERCE, skin);

    expect(shape(rubbed(drawing, touch(0, 1, 2, 3, 9), skin))).toEqual([[9, 10], [5, 4, 5]]);
    expect(rubbed(drawing, touch(...Array(11).keys()), skin)).toEqual(EMPTY);
  });

  test("an area inside the mouth has no skin to rub out", () => {
    const tongue = marked(EMPTY, { ...KNEE, area: "tongue", side: "midline" }, skin);

    expect([...rubbed(tongue, touch(...Array(11).keys()), skin).marks.keys()]).toEqual(["tongue.midline"]);
  });
});

describe("an area of a chart or the list", () => {
  const across = withStroke(EMPTY, touch(3, 4, 5, 6, 7), FIERCE, skin);

  test("marked whole, replaces what was painted in it and spares what lies beyond", () => {
    const drawing = marked(across, KNEE, skin);

    expect([...drawing.marks.keys()]).toEqual(["knee.left"]);
    expect(shape(drawing)).toEqual([[9, 6, 7]]);
  });

  test("taken out, takes its part of every stroke along", () => {
    expect(shape(unmarked(across, "knee.left", skin))).toEqual([[9, 6, 7]]);
    expect(unmarked(marked(EMPTY, KNEE, skin), "knee.left", skin)).toEqual(EMPTY);
  });

  test("given another strength, keeps the shape of its strokes", () => {
    expect(shape(changed(across, "knee.left", { intensity: 3 }, skin))).toEqual([[9, 6, 7], [3, 3, 4, 5]]);
    expect(changed(marked(EMPTY, KNEE, skin), "knee.left", { intensity: 3 }, skin).marks.get("knee.left")?.intensity).toBe(3);
  });

  test("given a depth and times, keeps strength, quality and whatever else was said", () => {
    const deep = changed(across, "knee.left", { depth: "deep" }, skin);
    const atNight = changed(deep, "knee.left", { when: ["night"] }, skin);

    expect(atNight.strokes).toMatchObject([{ intensity: 9 }, { intensity: 9, quality: ["sharp"], depth: "deep", when: ["night"] }]);
    expect(atNight.strokes[0]).not.toHaveProperty("depth");
  });

  test("what was said can be taken back, and leaves no trace in the form field", () => {
    const said = marked(EMPTY, { ...KNEE, depth: "deep", when: ["rest", "night"] }, null);

    const unsaid = changed(changed(said, "knee.left", { depth: null }, null), "knee.left", { when: [] }, null);

    expect(written(said, "")).toContain('"depth":"deep","when":["rest","night"]');
    expect(written(unsaid, "")).toBe(written(marked(EMPTY, KNEE, null), ""));
  });

  test("an area that was marked whole under a stroke is changed with it", () => {
    const both = withStroke(marked(EMPTY, { ...KNEE, intensity: 2 }, skin), touch(0), FIERCE, skin);

    const changedBoth = changed(both, "knee.left", { depth: "superficial" }, skin);

    expect(changedBoth.marks.get("knee.left")?.depth).toBe("superficial");
    expect(changedBoth.strokes).toMatchObject([{ intensity: 9, depth: "superficial" }]);
  });
});
