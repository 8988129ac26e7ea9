import { describe, expect, test } from "vitest";
import { begin, commit, redone, takenBack, undone, type History } from "./history.ts";
import { painted, written, type Brush, type Marks } from "./marks.ts";

const MILD: Brush = { intensity: 2, quality: ["aching"] };

const knee = (brush: Brush = MILD): Marks => painted(new Map(), "knee", "left", brush);
const step = (history: History<Marks>, next: Marks): History<Marks> => commit(history, next, written);

describe("undo and redo", () => {
  test("undo brings back the marks before the stroke", () => {
    const history = step(begin(knee()), painted(knee(), "neck", "midline", MILD));

    const back = undone(history);

    expect([...back.now.keys()]).toEqual(["knee.left"]);
  });

  test("redo brings back what undo took away", () => {
    const history = step(begin<Marks>(new Map()), knee());

    const again = redone(undone(history));

    expect(again).toEqual(history);
  });

  test("several undos are redone in the order in which they were made", () => {
    const one = knee();
    const two = painted(one, "neck", "midline", MILD);
    const history = step(step(begin<Marks>(new Map()), one), two);
    const empty = undone(undone(history));

    const first = redone(empty);
    const second = redone(first);

    expect(empty.now.size).toBe(0);
    expect([...first.now.keys()]).toEqual(["knee.left"]);
    expect([...second.now.keys()]).toEqual(["knee.left", "neck.midline"]);
  });

  test("a new stroke after an undo forgets what could be redone", () => {
    const back = undone(step(begin<Marks>(new Map()), knee()));

    const history = step(back, painted(new Map(), "neck", "midline", MILD));

    expect(history.future).toEqual([]);
    expect([...redone(history).now.keys()]).toEqual(["neck.midline"]);
  });

  test("with nothing to undo or to redo the history stays as it is", () => {
    const history = begin(knee());

    expect(undone(history)).toBe(history);
    expect(redone(history)).toBe(history);
  });

  test("a step that is taken back leaves nothing to redo", () => {
    const back = takenBack(step(begin<Marks>(new Map()), knee()));

    expect(back).toEqual(begin(new Map()));
  });

  test("a stroke that changes nothing is not a step", () => {
    const history = step(begin<Marks>(new Map()), knee());

    const same = step(history, painted(history.now, "knee", "left", MILD));

    expect(same).toBe(history);
  });

  test("a change of strength alone is a step", () => {
    const history = step(begin(knee()), knee({ ...MILD, intensity: 3 }));

    expect(history.past).toHaveLength(1);
  });

  test("fifty strokes can be undone and the fifty-first is kept", () => {
    let history = begin<Marks>(new Map());
    for (let stroke = 0; stroke < 51; stroke += 1) {
      history = step(history, painted(history.now, `area-${stroke}`, "midline", MILD));
    }

    for (let press = 0; press < 60; press += 1) history = undone(history);

    expect([...history.now.keys()]).toEqual(["area-0.midline"]);
    expect(history.future).toHaveLength(50);
  });
});
