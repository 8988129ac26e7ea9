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

describe("undo and redo", () => {
  test("undo brings back the marks before the stroke", () => {
    const history = state.commit(state.begin(knee()), state.painted(knee(), "neck", "midline", MILD));

    const back = state.undone(history);

    expect([...back.now.keys()]).toEqual(["knee.left"]);
  });

  test("redo brings back what undo took away", () => {
    const history = state.commit(state.begin(), knee());

    const again = state.redone(state.undone(history));

    expect(again).toEqual(history);
  });

  test("several undos are redone in the order in which they were made", () => {
    const one = knee();
    const two = state.painted(one, "neck", "midline", MILD);
    const history = state.commit(state.commit(state.begin(), one), two);
    const empty = state.undone(state.undone(history));

    const first = state.redone(empty);
    const second = state.redone(first);

    expect(empty.now.size).toBe(0);
    expect([...first.now.keys()]).toEqual(["knee.left"]);
    expect([...second.now.keys()]).toEqual(["knee.left", "neck.midline"]);
  });

  test("a new stroke after an undo forgets what could be redone", () => {
    const undone = state.undone(state.commit(state.begin(), knee()));

    const history = state.commit(undone, state.painted(new Map(), "neck", "midline", MILD));

    expect(history.future).toEqual([]);
    expect([...state.redone(history).now.keys()]).toEqual(["neck.midline"]);
  });

  test("with nothing to undo or to redo the history stays as it is", () => {
    const history = state.begin(knee());

    expect(state.undone(history)).toBe(history);
    expect(state.redone(history)).toBe(history);
  });

  test("a stroke that changes nothing is not a step", () => {
    const history = state.commit(state.begin(), knee());

    const same = state.commit(history, state.painted(history.now, "knee", "left", MILD));

    expect(same).toBe(history);
  });

  test("a change of strength alone is a step", () => {
    const history = state.commit(state.begin(knee()), knee({ ...MILD, intensity: 3 }));

    expect(history.past).toHaveLength(1);
  });

  test("fifty strokes can be undone and the fifty-first is kept", () => {
    let history = state.begin();
    for (let stroke = 0; stroke < 51; stroke += 1) {
      history = state.commit(history, state.painted(history.now, `area-${stroke}`, "midline", MILD));
    }

    for (let press = 0; press < 60; press += 1) history = state.undone(history);

    expect([...history.now.keys()]).toEqual(["area-0.midline"]);
    expect(history.future).toHaveLength(50);
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
