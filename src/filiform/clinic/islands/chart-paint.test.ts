import { beforeEach, describe, expect, test, vi } from "vitest";
import { ChartField } from "./chart-field.ts";
import { ChartPaint } from "./chart-paint.ts";
import type { Places } from "./chart-places.ts";
import { showMarks } from "./overlay.ts";
import { chartOf } from "./small-body.fixture.ts";
import { strokeOf, type Stroke } from "./strokes.ts";

const places: Places = {
  topology: "surface-test",
  vertices: Uint16Array.of(0, 1, 2, 3),
  x: Float64Array.of(20, 40, 60, 80),
  y: Float64Array.of(50, 50, 50, 50),
};

let chart: SVGSVGElement;
let paint: ChartPaint;

beforeEach(() => {
  chart = chartOf("front");
  document.body.replaceChildren(chart);
  paint = new ChartPaint(chart, places, 0.5);
});

const stroke = (intensity: number, quality: Stroke["quality"], ...vertices: number[]): Stroke =>
  strokeOf(new Map(vertices.map((vertex) => [vertex, 1])), { intensity, quality })!;

const levels = (): (string | null)[] => [...chart.querySelectorAll(".paint .painted")].map((path) => path.getAttribute("data-intensity"));
const hatches = (): (string | null)[] => [...chart.querySelectorAll(".paint .hatch")].map((path) => path.getAttribute("data-quality"));

describe("strokes on a chart", () => {
  test("lie over each other by strength, whatever their order", () => {
    paint.show([stroke(8, [], 0), stroke(3, [], 1), stroke(5, [], 2), stroke(3, [], 3)]);

    expect(levels()).toEqual(["3", "5", "8"]);
  });

  test("carry a pattern for each quality: colour is not the only sign", () => {
    paint.show([stroke(5, ["numb", "sharp"], 0), stroke(5, ["sharp"], 2)]);

    expect(hatches()).toEqual(["sharp", "numb"]);
    expect(chart.querySelector(".paint .hatch")?.getAttribute("fill")).toBe("url(#ff-quality-sharp)");
    expect(document.getElementById("ff-quality-sharp")).not.toBeNull();
  });

  test("of skin on another chart leave nothing here", () => {
    paint.show([stroke(5, ["sharp"], 9)]);

    expect([...levels(), ...hatches()]).toEqual([]);
  });

  test("are gone when there are none any more", () => {
    paint.show([stroke(5, ["sharp"], 0)]);

    paint.show([]);

    expect([...levels(), ...hatches()]).toEqual([]);
  });

  test("are cut off at the figure, not at the nearest of several charts", () => {
    const other = chartOf("back");
    document.body.append(other);
    new ChartPaint(other, places, 0.5);
    const clips = [...document.querySelectorAll("clipPath")].map((clip) => clip.id);

    const cuts = [...document.querySelectorAll(".paint")].map((layer) => layer.getAttribute("clip-path"));

    expect(cuts).toEqual(clips.map((id) => `url(#${id})`));
    expect(new Set(clips).size).toBe(2);
  });

  test("stay when the marks of whole areas are shown anew", () => {
    paint.show([stroke(5, ["sharp"], 0)]);

    showMarks(chart, new Map());

    expect(hatches()).toEqual(["sharp"]);
  });

  test("that did not change are not outlined again while another is made", () => {
    const outline = vi.spyOn(ChartField.prototype, "outline");
    const strong = stroke(9, ["sharp"], 0);
    paint.show([strong, stroke(2, [], 1)]);
    outline.mockClear();

    paint.show([strong, stroke(2, [], 1, 2)]);

    expect(outline.mock.calls.map(([strokes]) => [...strokes].length)).toEqual([2]);
  });

  test("of one strength and one quality are outlined once for both", () => {
    const outline = vi.spyOn(ChartField.prototype, "outline");

    paint.show([stroke(9, ["sharp"], 0)]);

    expect(outline).toHaveBeenCalledTimes(1);
    expect([...levels(), ...hatches()]).toEqual(["9", "sharp"]);
  });
});
