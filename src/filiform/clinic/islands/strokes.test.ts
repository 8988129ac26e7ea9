import { describe, expect, test } from "vitest";
import { golden } from "./golden.fixture.ts";
import { readStrokes, reweighted, strokeAsJson, strokeOf, under, verticesAsText, verticesFrom, type Stroke } from "./strokes.ts";

const ACHING = { intensity: 6, quality: ["aching"] as const };

const stroke = (...pairs: [number, number][]): Stroke => strokeOf(new Map(pairs), ACHING) as Stroke;
const text = (...strokes: unknown[]): string => JSON.stringify({ strokes });

describe("a stroke", () => {
  test("holds what was touched in ascending order, in steps of a 255th", () => {
    const made = stroke([9, 0.5], [4, 1]);

    expect([...made.vertices]).toEqual([4, 9]);
    expect([...made.weights]).toEqual([255, 128]);
    expect(made.intensity).toBe(6);
  });

  test("leaves out what comes to nothing, and is none if all of it does", () => {
    expect([...stroke([4, 1], [5, 0.001]).vertices]).toEqual([4]);
    expect(strokeOf(new Map([[4, 0.001]]), ACHING)).toBeNull();
  });

  test("keeps under a touch what the touch does not cover", () => {
    const left = under(stroke([4, 1], [5, 1], [6, 0.2]), new Map([[4, 1], [5, 0.4], [6, 0.4]])) as Stroke;

    expect([...left.vertices]).toEqual([5, 6]);
    expect([...left.weights]).toEqual([153, 51]);
  });

  test("stays the very same when nothing of it changes", () => {
    const made = stroke([4, 1]);

    expect(under(made, new Map([[5, 1]]))).toBe(made);
    expect(reweighted(made, () => 0)).toBeNull();
  });
});

describe("the public format", () => {
  test("is the example of the documentation", () => {
    const json = strokeAsJson(stroke([4100, 1], [4101, 1], [4106, 128 / 255]));

    expect(json).toEqual({ vertices: "hCABBQ==", weights: "//+A", intensity: 6, quality: ["aching"] });
  });

  test.each(golden)("reads and writes like the core: %s", (_, { document, vertices, weights }) => {
    const { strokes, unknown } = readStrokes(JSON.stringify(document), 40_000);

    expect(unknown).toBe(0);
    expect(strokes.map((read) => [...read.vertices])).toEqual(vertices);
    expect(strokes.map((read) => [...read.weights])).toEqual(weights);
    expect(strokes.map(strokeAsJson)).toEqual((document as { strokes: object[] }).strokes);
  });

  test("writes steps of one, two and three bytes", () => {
    const vertices = Uint16Array.of(0, 127, 255, 16_639, 65_535);

    expect(verticesFrom(verticesAsText(vertices))).toEqual([...vertices]);
  });

  test.each([
    ["a vertex that the surface does not have", { vertices: verticesAsText(Uint16Array.of(11)), weights: "/w==" }],
    ["a vertex twice", { vertices: btoa("\x04\x00"), weights: "/w==" }],
    ["a number that is cut off", { vertices: btoa("\x84"), weights: "/w==" }],
    ["no vertex", { vertices: "", weights: "/w==" }],
    ["too few weights", { vertices: btoa("\x01\x01\x01"), weights: btoa("\xff\xff") }],
    ["no base64", { vertices: "!", weights: "/w==" }],
    ["a list", { vertices: [1], weights: [1] }],
    ["no intensity", { vertices: btoa("\x01"), weights: "/w==", intensity: 0 }],
  ])("leaves out and counts a stroke with %s", (_, wrong) => {
    expect(readStrokes(text({ intensity: 5, quality: [], ...wrong }), 11)).toEqual({ strokes: [], unknown: 1 });
  });
});
