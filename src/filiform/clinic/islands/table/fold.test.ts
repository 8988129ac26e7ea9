import { describe, expect, it } from "vitest";
import cases from "../../../../../tests/care/golden/journal.json";
import type { Entry } from "./entry.ts";
import { fold, same } from "./fold.ts";

const golden = cases as unknown as { entries: Entry[]; record: object }[];

/** A small generator with a seed, so that a failure comes again. */
function shuffled<Value>(values: readonly Value[], seed: number): Value[] {
  let state = seed + 1;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return values.map((value) => ({ value, key: next() })).sort((a, b) => a.key - b.key).map(({ value }) => value);
}

describe("the fold", () => {
  it.each(golden.map((each, number) => ({ number, ...each })))("gives what the server's merge gives, history $number", ({ entries, record }) => {
    expect(fold(entries)).toEqual(record);
  });

  it.each(golden.map((each, number) => ({ number, ...each })))("does not mind order or repetition, history $number", ({ entries, record, number }) => {
    for (let replay = 0; replay < 20; replay += 1) {
      expect(fold(shuffled([...entries, ...entries], 31 * number + replay))).toEqual(record);
    }
  });

  it("sees that values agree whatever the order of their keys, and differ otherwise", () => {
    expect(same({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(same(null, {})).toBe(false);
    expect(same(20, 20.0)).toBe(true);
  });
});
