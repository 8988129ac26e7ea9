import { describe, expect, test } from "vitest";
import { difference, overlayOf, overpaint, paintOf, paintOfDrawing, rubOut, type Paint } from "./layers.ts";
import { EMPTY, rubbed, withStroke } from "./drawing.ts";
import { smallSkin as skin } from "./small-skin.fixture.ts";
import { strokeOf, type Stroke, type Touched } from "./strokes.ts";

const COUNT = skin.area.length;
const brush = (intensity: number): { intensity: number; quality: [] } => ({ intensity, quality: [] });
const touch = (...pairs: [number, number][]): Touched => new Map(pairs);
const at = (paint: Paint, vertex: number): number[] => [...paint.slice(2 * vertex, 2 * vertex + 2)];

describe("paint", () => {
  test("has the largest load and the largest weight of any stroke", () => {
    const strokes = [strokeOf(touch([3, 1]), brush(4)), strokeOf(touch([3, 0.6]), brush(10))] as Stroke[];

    expect(at(paintOf(strokes, COUNT), 3)).toEqual([153, 255]);
    expect(at(paintOf(strokes, COUNT), 4)).toEqual([0, 0]);
  });

  test.each([[2, 9], [9, 2], [5, 5]])("over %i, a stroke of %i looks while it is made as when it is done", (below, above) => {
    const before = withStroke(EMPTY, touch([0, 1], [1, 0.5]), brush(below), skin);
    const touched = touch([0, 0.7], [1, 1], [2, 0.4]);
    const held = paintOfDrawing(before, skin);
    const shown = held.slice();

    overpaint(shown, held, touched, above);

    const done = paintOfDrawing(withStroke(before, touched, brush(above), skin), skin);
    shown.forEach((byte, place) => expect(Math.abs(byte - done[place]!)).toBeLessThanOrEqual(2));
  });

  test("rubbed out, it looks while it goes as when it is gone", () => {
    const before = withStroke(EMPTY, touch([0, 1], [1, 0.5], [2, 1]), brush(8), skin);
    const touched = touch([0, 1], [1, 0.8], [2, 0.3]);
    const held = paintOfDrawing(before, skin);
    const shown = held.slice();

    rubOut(shown, held, touched);

    const done = paintOfDrawing(rubbed(before, touched, skin), skin);
    shown.forEach((byte, place) => expect(Math.abs(byte - done[place]!)).toBeLessThanOrEqual(2));
  });
});

describe("what is laid over the paint", () => {
  test("a zone of the server has its weight on its vertices", () => {
    const overlay = overlayOf({ vertices: btoa("\x02\x01"), weights: btoa("\xff\x80") }, COUNT);

    expect([overlay[4], overlay[6], overlay[8]]).toEqual([255, 128, 0]);
  });

  test.each([null, { vertices: "!", weights: "" }, { vertices: btoa("\x7f"), weights: btoa("\xff") }])(
    "a zone that is none or off the body lays nothing over it",
    (zone) => expect(overlayOf(zone, COUNT).every((byte) => byte === 0)).toBe(true),
  );

  test("between two drawings, what grew is paint and what went is relief", () => {
    const before = paintOf([strokeOf(touch([0, 1], [1, 1]), brush(6)) as Stroke], COUNT);
    const after = paintOf([strokeOf(touch([1, 1], [2, 1]), brush(6)) as Stroke], COUNT);

    const { paint, overlay } = difference(before, after);

    expect([at(paint, 0), at(paint, 1), at(paint, 2)]).toEqual([[0, 0], [0, 0], [153, 255]]);
    expect([at(overlay, 0), at(overlay, 1), at(overlay, 2)]).toEqual([[0, 153], [0, 0], [0, 0]]);
  });
});
