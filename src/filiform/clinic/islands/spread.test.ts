import { describe, expect, test } from "vitest";
import { dab, distancesAlong, graphOf, nearestCorner, radiusFor, type Graph, type Touch } from "./spread.ts";

const SIZE = 9;

/** A square sheet folded in the middle like a book, closed at its back by a second sheet. */
function sheet(fold: number): { triangles: Uint16Array; positions: Float32Array } {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (const back of [0, 1]) {
    for (let row = 0; row < SIZE; row += 1) {
      for (let column = 0; column < SIZE; column += 1) {
        const across = (column - 4) * 0.01;
        positions.push(across * Math.cos(fold), row * 0.01, Math.abs(across) * Math.sin(fold) - back * 0.001);
      }
    }
  }
  const rim = (row: number, column: number): boolean => row % (SIZE - 1) === 0 || column % (SIZE - 1) === 0;
  const at = (back: number, row: number, column: number): number =>
    (rim(row, column) ? 0 : back * SIZE * SIZE) + row * SIZE + column;
  for (const back of [0, 1]) {
    for (let row = 0; row + 1 < SIZE; row += 1) {
      for (let column = 0; column + 1 < SIZE; column += 1) {
        const [a, b, c, d] = [at(back, row, column), at(back, row, column + 1), at(back, row + 1, column + 1), at(back, row + 1, column)];
        triangles.push(...(back ? [a, c, b, a, d, c] : [a, b, c, a, c, d]));
      }
    }
  }
  return { triangles: Uint16Array.from(triangles), positions: Float32Array.from(positions) };
}

const graphFor = (fold: number): Graph => {
  const { triangles, positions } = sheet(fold);
  return graphOf(triangles, positions);
};

const TOUCH: Touch = { corners: [40, 41, 50], distances: [0.001, 0.009, 0.011] };

/** The slow twin: walk every edge again and again until no way gets shorter. */
function naiveDistances(graph: Graph, touch: Touch, limit: number): Map<number, number> {
  const shortest = new Map<number, number>();
  touch.corners.forEach((corner, place) => shortest.set(corner, touch.distances[place]!));
  for (let round = 0; round < graph.start.length; round += 1) {
    for (const [vertex, distance] of [...shortest]) {
      for (let edge = graph.start[vertex]!; edge < graph.start[vertex + 1]!; edge += 1) {
        const next = graph.neighbour[edge]!;
        const way = distance + graph.length[edge]!;
        if (way < (shortest.get(next) ?? Infinity)) shortest.set(next, way);
      }
    }
  }
  return new Map([...shortest].filter(([, distance]) => distance <= limit));
}

const sorted = (map: ReadonlyMap<number, number>): [number, number][] => [...map].sort(([a], [b]) => a - b);

describe("the graph of a closed surface", () => {
  test("sees each edge from both ends", () => {
    const graph = graphFor(0.5);
    for (let vertex = 0; vertex + 1 < graph.start.length; vertex += 1) {
      for (let edge = graph.start[vertex]!; edge < graph.start[vertex + 1]!; edge += 1) {
        const other = graph.neighbour[edge]!;
        const back = [...graph.neighbour.slice(graph.start[other], graph.start[other + 1])];
        expect(back).toContain(vertex);
      }
    }
  });
});

describe("the brush", () => {
  test.each([0.005, 0.012, 0.03, 0.2])("spreads over %f m as the slow twin does", (radius) => {
    const graph = graphFor(0.7);

    expect(sorted(distancesAlong(graph, TOUCH, radius))).toEqual(sorted(naiveDistances(graph, TOUCH, radius)));
  });

  test("does not jump to the facing page of a folded sheet", () => {
    const closed = graphFor(Math.PI / 2 - 0.01);
    const onTheRight: Touch = { corners: [44], distances: [0] };

    const painted = dab(closed, onTheRight, 0.03);

    expect(painted.has(43)).toBe(true);
    expect([36, 37].some((vertex) => painted.has(vertex))).toBe(false);
  });

  test("paints in full near the touch and fades to its rim", () => {
    const weights = dab(graphFor(0), { corners: [40], distances: [0] }, 0.04);

    expect(weights.get(41)).toBe(1);
    expect(weights.get(42)).toBe(1);
    expect(weights.get(43)).toBeCloseTo(0.5);
    expect(weights.get(44) ?? 0).toBeCloseTo(0);
  });

  test("however small, paints the nearest corner in full", () => {
    expect(nearestCorner(TOUCH)).toBe(40);
    expect([...dab(graphFor(0), TOUCH, 0.0001)]).toEqual([[40, 1]]);
  });
});

describe("the force of a pen", () => {
  test.each([[0.1, 22], [0.5, 30], [1, 40]])("%f paints with a radius of %f mm", (pressure, mm) => {
    expect(radiusFor(pressure) * 1000).toBeCloseTo(mm);
  });

  test("out of range is taken as the nearest force", () => {
    expect(radiusFor(7)).toBe(radiusFor(1));
    expect(radiusFor(-1)).toBe(radiusFor(0));
  });

  test("paints finer when the body is nearer, down to a fingertip's fold", () => {
    expect(radiusFor(0.5, 0.5) * 1000).toBeCloseTo(15);
    expect(radiusFor(0.5, 0.001) * 1000).toBeCloseTo(4);
  });
});
