import { expect, test } from "vitest";
import { feelOf } from "./feel.ts";
import type { Quality } from "./marks.ts";
import type { Stroke } from "./strokes.ts";

const stroke = (vertex: number, weight: number, ...quality: Quality[]): Stroke => ({
  vertices: Uint16Array.of(vertex), weights: Uint8Array.of(weight), intensity: 5, quality,
});

test("each quality has its own place, and the largest weight of any stroke", () => {
  const { patterned, numb } = feelOf([stroke(1, 80, "aching", "numb"), stroke(1, 200, "numb"), stroke(1, 30, "tingling"), stroke(0, 9, "sharp"), stroke(0, 7, "burning")], 3);

  expect([...patterned]).toEqual([0, 9, 7, 0, 80, 0, 0, 30, 0, 0, 0, 0]);
  expect([...numb]).toEqual([0, 200, 0]);
});

test("pain without a word for it has no sign", () => {
  const { patterned, numb } = feelOf([stroke(0, 255)], 1);

  expect([...patterned, ...numb]).toEqual([0, 0, 0, 0, 0]);
});
