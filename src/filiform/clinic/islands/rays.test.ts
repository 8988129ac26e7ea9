import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readShape } from "./glb.ts";
import { normalsOf } from "./normals.ts";
import { distanceTo, firstHit, growTree, type Hit, type Point } from "./rays.ts";

const bytes = readFileSync("src/filiform/body/data/shapes/body-female_average.glb");
const { positions, triangles } = readShape(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
const tree = growTree(positions, triangles);

/** The slow twin: ask every triangle. */
function askAll(from: Point, along: Point): { triangle: number; distance: number } {
  let found = { triangle: -1, distance: Infinity };
  for (let triangle = 0; 3 * triangle < triangles.length; triangle += 1) {
    const distance = distanceTo({ positions, triangles }, triangle, from, along);
    if (distance < found.distance) found = { triangle, distance };
  }
  return found;
}

/** Rays from around the body towards points in and beside it; the same ones each time. */
const rays = Array.from({ length: 60 }, (_, place): readonly [Point, Point] => {
  const turn = place * 2.4;
  const from: Point = [4 * Math.sin(turn), 0.9 + Math.sin(place * 1.7), 4 * Math.cos(turn)];
  const to: Point = [0.4 * Math.sin(place * 3.1), 0.05 + (1.65 * (place % 20)) / 20, 0.1 * Math.cos(place * 5.3)];
  return [from, [to[0] - from[0], to[1] - from[1], to[2] - from[2]]];
});

describe("a ray onto the body", () => {
  test("meets the same triangle as the slow twin finds", () => {
    const twins = rays.map(([from, along]) => askAll(from, along));
    const hits = rays.map(([from, along]) => firstHit(tree, from, along));

    expect(twins.filter(({ triangle }) => triangle >= 0).length).toBeGreaterThan(15);
    expect(twins.filter(({ triangle }) => triangle < 0).length).toBeGreaterThan(5);
    hits.forEach((hit, place) => {
      const { triangle, distance } = twins[place]!;
      expect(hit && [...hit.corners]).toEqual(triangle < 0 ? null : [...triangles.subarray(3 * triangle, 3 * triangle + 3)]);
      if (hit) expect(hit.point[2]).toBeCloseTo(rays[place]![0][2] + distance * rays[place]![1][2], 6);
    });
  });

  test("along an axis, where sides of boxes give no answer, meets the skin as well", () => {
    const hit = firstHit(tree, [0, 1.2, 3], [0, 0, -1]);

    expect(hit?.point[2]).toBeCloseTo(3 - askAll([0, 1.2, 3], [0, 0, -1]).distance, 6);
  });

  test("meets the side that faces it, never the skin from inside", () => {
    const front = firstHit(tree, [0, 1.2, 3], [0, 0, -1])!;
    const back = firstHit(tree, [0, 1.2, -3], [0, 0, 1])!;

    expect(front.point[2]).toBeGreaterThan(back.point[2] + 0.1);
    expect(firstHit(tree, [0, 1.2, (front.point[2] + back.point[2]) / 2], [0, 0, -1])).toBeNull();
  });

  test("behind its start meets nothing", () => {
    expect(firstHit(tree, [0, 1.2, 3], [0, 0, 1])).toBeNull();
  });
});

describe("a tree", () => {
  test("has each triangle once, inside every box above it", () => {
    expect([...tree.order].sort((a, b) => a - b)).toEqual(Array.from({ length: triangles.length / 3 }, (_, place) => place));
    const bounds = (box: number): number[] => [0, 1, 2].flatMap((axis) => [tree.boxes[6 * box + axis]!, -tree.boxes[6 * box + 3 + axis]!]);
    const isInside = (box: number): boolean => bounds(box).every((bound, place) => bound >= bounds(box >> 1)[place]!);
    expect(Array.from({ length: 2 * tree.leaves - 2 }, (_, place) => place + 2).filter((box) => !isInside(box))).toEqual([]);
  });

  test("of a single triangle has it", () => {
    const small = growTree(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]), new Uint16Array([0, 1, 2]));

    const hit = firstHit(small, [0.2, 0.2, 1], [0, 0, -1]) as Hit;

    expect(hit.corners).toEqual([0, 1, 2]);
    expect(hit.point).toEqual([0.2, 0.2, 0]);
  });
});

describe("normals", () => {
  test("of a bent sheet lean towards its larger side and have the length 1", () => {
    const bent = normalsOf(new Float32Array([0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, -1]), new Uint16Array([0, 2, 1, 0, 1, 3]));

    const [x, y, z] = bent;
    expect([x, y, z].map((value) => Number(value!.toFixed(4)))).toEqual([-0.4472, 0, 0.8944]);
    expect([...bent.subarray(6, 9)]).toEqual([0, 0, 1]);
  });

  test("point out of the body: chest forward, back backward", () => {
    const normals = normalsOf(positions, triangles);
    const chest = firstHit(tree, [0, 1.2, 3], [0, 0, -1])!.corners[0];
    const back = firstHit(tree, [0, 1.2, -3], [0, 0, 1])!.corners[0];

    expect(normals[3 * chest + 2]).toBeGreaterThan(0.5);
    expect(normals[3 * back + 2]).toBeLessThan(-0.5);
  });
});
