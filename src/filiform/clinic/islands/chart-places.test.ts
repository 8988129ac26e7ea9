import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import drawn from "../../../../tests/body/golden/charts.json";
import { dabOnChart, placesFrom, type Places, type PlacesFile } from "./chart-places.ts";
import { skin } from "./golden.fixture.ts";
import type { Touched } from "./strokes.ts";

interface Golden {
  readonly view: string;
  readonly touches: readonly (readonly [number, number, number])[];
  readonly vertices: readonly number[];
  readonly weights: readonly number[];
  readonly areas: Readonly<Record<string, number>>;
}

const golden = Object.entries(drawn as unknown as Record<string, Golden>);
const MOST_OFF = 0.02;

const placesOf = (view: string): Places =>
  placesFrom(JSON.parse(readFileSync(`src/filiform/body/data/charts/${view}.places.json`, "utf8")) as PlacesFile);

function painted({ view, touches }: Golden): Touched {
  const places = placesOf(view);
  const touched: Touched = new Map();
  for (const [x, y, radius] of touches) {
    for (const [vertex, weight] of dabOnChart(places, { x, y }, radius)) touched.set(vertex, Math.max(weight, touched.get(vertex) ?? 0));
  }
  return touched;
}

/** The painted share of each area, a vertex on the midline being of none that has two sides. */
function areasOf(touched: Touched): Record<string, number> {
  const whole: Record<string, number> = {};
  const held: Record<string, number> = {};
  skin.area.forEach((number, vertex) => {
    const key = skin.areas[number]!;
    if (skin.isMiddle[vertex] && !key.endsWith(".midline")) return;
    whole[key] = (whole[key] ?? 0) + skin.m2[vertex]!;
    const weight = touched.get(vertex);
    if (weight) held[key] = (held[key] ?? 0) + weight * skin.m2[vertex]!;
  });
  return Object.fromEntries(Object.entries(held).map(([key, m2]) => [key, m2 / whole[key]!]));
}

describe.each(golden)("%s", (_, stroke) => {
  test("paints every area as the core does, within 2 %", () => {
    const areas = areasOf(painted(stroke));

    for (const key of new Set([...Object.keys(areas), ...Object.keys(stroke.areas)])) {
      expect(Math.abs((areas[key] ?? 0) - (stroke.areas[key] ?? 0)), key).toBeLessThanOrEqual(MOST_OFF);
    }
  });

  test("paints the same skin, but for its very rim", () => {
    const touched = painted(stroke);
    const weights = new Map(stroke.vertices.map((vertex, place) => [vertex, stroke.weights[place]!]));

    for (const vertex of new Set([...touched.keys(), ...weights.keys()])) {
      expect(Math.abs((touched.get(vertex) ?? 0) - (weights.get(vertex) ?? 0)), `vertex ${vertex}`).toBeLessThan(0.05);
    }
  });
});

describe("a file of places", () => {
  const file: PlacesFile = { topology: "surface-test", steps_per_unit: 8, vertices: btoa("\x03\x02"), places: btoa("\x10\x07\x01\x06") };

  test("gives steps up and steps down, first across, then down", () => {
    const places = placesFrom(file);

    expect([...places.vertices]).toEqual([3, 5]);
    expect([...places.x]).toEqual([1, 0.5]);
    expect([...places.y]).toEqual([-0.125, 0.25]);
  });

  test.each([
    ["is cut off", { places: btoa("\x10\x07\x01") }],
    ["is no base64", { vertices: "!" }],
    ["ends within a number", { places: btoa("\x10\x07\x01\x86") }],
  ])("that %s is refused", (_, wrong) => {
    expect(() => placesFrom({ ...file, ...wrong })).toThrow("places");
  });
});
