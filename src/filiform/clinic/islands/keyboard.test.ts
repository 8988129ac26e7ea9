import { describe, expect, test } from "vitest";
import { centreOf, isArrow, nextIndex, type Centre } from "./keyboard.ts";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/** Three columns and three rows, ten apart, numbered along the rows. */
const GRID: readonly Centre[] = [0, 10, 20].flatMap((y) => [0, 10, 20].map((x) => ({ x, y })));

describe("the next area", () => {
  test.each([
    ["ArrowLeft", 3],
    ["ArrowRight", 5],
    ["ArrowUp", 1],
    ["ArrowDown", 7],
  ])("%s goes to the neighbour on that side", (key, expected) => {
    expect(nextIndex(GRID, 4, key)).toBe(expected);
  });

  test.each([
    ["ArrowLeft", 3],
    ["ArrowRight", 5],
    ["ArrowUp", 1],
    ["ArrowDown", 7],
  ])("%s stops at the edge", (key, edge) => {
    expect(nextIndex(GRID, edge, key)).toBeNull();
  });

  test("of two areas ahead the nearer one is next, wherever it stands in the list", () => {
    const column = [{ x: 0, y: 30 }, { x: 0, y: 10 }, { x: 0, y: 0 }];

    expect(nextIndex(column, 2, "ArrowDown")).toBe(1);
  });

  test("a column is walked before a nearer area that lies aside", () => {
    const start = { x: 0, y: 0 };
    const aside = { x: 7, y: 7 };
    const straight = { x: 0, y: 20 };

    expect(nextIndex([start, aside, straight], 0, "ArrowDown")).toBe(2);
  });

  test("an area aside is reached when it is much nearer", () => {
    const start = { x: 0, y: 0 };
    const aside = { x: 6, y: 6 };
    const straight = { x: 0, y: 20 };

    expect(nextIndex([start, aside, straight], 0, "ArrowDown")).toBe(1);
  });

  test("an area at the same height is neither above nor below", () => {
    const level = [{ x: 0, y: 0 }, { x: 10, y: 0.5 }];

    expect(nextIndex(level, 0, "ArrowDown")).toBeNull();
    expect(nextIndex(level, 0, "ArrowUp")).toBeNull();
  });

  test("every step leads ahead and never back", () => {
    const scattered = Array.from({ length: 40 }, (_, n) => ({ x: (n * 37) % 101, y: (n * 53) % 97 }));
    const ahead: Record<string, (a: Centre, b: Centre) => boolean> = {
      ArrowLeft: (a, b) => b.x < a.x,
      ArrowRight: (a, b) => b.x > a.x,
      ArrowUp: (a, b) => b.y < a.y,
      ArrowDown: (a, b) => b.y > a.y,
    };

    const steps = scattered.flatMap((from, index) =>
      ARROWS.map((key) => ({ key, from, to: nextIndex(scattered, index, key) })).filter((step) => step.to !== null),
    );

    expect(steps.length).toBeGreaterThan(100);
    for (const { key, from, to } of steps) {
      expect(ahead[key]?.(from, scattered[to as number] as Centre)).toBe(true);
    }
  });

  test("from an area that is not in the list there is no next one", () => {
    expect(nextIndex(GRID, -1, "ArrowDown")).toBeNull();
    expect(nextIndex([], 0, "ArrowDown")).toBeNull();
  });

  test("other keys lead nowhere", () => {
    expect(nextIndex(GRID, 4, "Home")).toBeNull();
  });
});

test("the four arrows are arrows and letters are not", () => {
  expect(ARROWS.every(isArrow)).toBe(true);
  expect(["a", "Enter", "Tab"].some(isArrow)).toBe(false);
});

test("the centre of an element is the middle of its box", () => {
  const area = document.createElementNS("http://www.w3.org/2000/svg", "path");
  area.getBoundingClientRect = () => new DOMRect(10, 20, 40, 8);

  expect(centreOf(area)).toEqual({ x: 30, y: 24 });
});
