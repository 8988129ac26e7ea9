import { describe, expect, test } from "vitest";
import { calmed, mixesOf } from "./border-lines.ts";

const UP = [0, 0, 2];
const steps = Array.from({ length: 24 }, (_, at) => [at, at % 4 < 2 ? 0 : 1, 0]);
const roughness = (line: readonly (readonly number[])[]): number =>
  line.slice(2).reduce((sum, place, at) => sum + Math.abs(place[1]! - 2 * line[at + 1]![1]! + line[at]![1]!), 0);

describe("the places of a border", () => {
  test("are mixes of three vertices whose second and third share are told", () => {
    expect(mixesOf([7, 8, 9, 255, 0, 4, 5, 6, 0, 51])).toEqual([
      { corners: [7, 8, 9], shares: [0, 1, 0] },
      { corners: [4, 5, 6], shares: [0.8, 0, 0.2] },
    ]);
  });
});

describe("a calmed line", () => {
  test("has lost the steps of the net and keeps its ends", () => {
    const calm = calmed(steps, steps.map(() => UP));

    expect(roughness(calm)).toBeLessThan(roughness(steps) / 8);
    expect([calm[0], calm.at(-1)]).toEqual([steps[0], steps.at(-1)]);
  });

  test("stays where it is if it is straight", () => {
    const straight = [[0, 0, 0], [1, 2, 0], [2, 4, 0], [3, 6, 0]];

    for (const [at, place] of calmed(straight, straight.map(() => UP)).entries()) {
      place.forEach((value, axis) => expect(value).toBeCloseTo(straight[at]![axis]!, 9));
    }
  });

  test("moves along the skin only, never into it", () => {
    const hill = Array.from({ length: 9 }, (_, at) => [at, 0, 16 - (at - 4) ** 2]);

    const calm = calmed(hill, hill.map(() => UP));

    expect(calm.map((place) => place[2])).toEqual(hill.map((place) => place[2]));
  });
});
