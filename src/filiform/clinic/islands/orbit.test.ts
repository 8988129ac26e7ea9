import { describe, expect, test } from "vitest";
import { between, boxAround, eyeOf, facing, lookingAt, sideWords, turned, VIEWS, zoomed, type Box, type Orbit } from "./orbit.ts";

const BODY: Box = { low: [-0.5, 0, -0.2], high: [0.5, 1.73, 0.2] };
const FRONT = lookingAt("front", BODY, 1);

const words = (orbit: Orbit, aspect = 1): string => Object.values(sideWords(orbit, aspect)).join("|");

describe("the views", () => {
  test.each([
    ["front", "RIGHT||LEFT"],
    ["back", "LEFT||RIGHT"],
    ["left", "|LEFT|"],
    ["right", "|RIGHT|"],
  ])("from the %s the sides are %s", (view, expected) => {
    expect(words(lookingAt(view, BODY, 1))).toBe(expected);
  });

  test("every view can be looked at and looks from outside at the middle", () => {
    for (const [view] of VIEWS) {
      const orbit = lookingAt(view, BODY, 0.6);
      expect(orbit.target).toEqual([0, 0.865, 0]);
      expect(orbit.distance).toBeGreaterThan(1);
    }
  });

  test("the left side of the body is seen from its left", () => {
    expect(eyeOf(lookingAt("left", BODY, 1))[0]).toBeGreaterThan(1);
    expect(eyeOf(FRONT)[2]).toBeGreaterThan(1);
  });

  test("a narrow picture is looked at from farther away", () => {
    expect(lookingAt("front", BODY, 0.4).distance).toBeGreaterThan(FRONT.distance);
  });

  test("a hand alone is called by its own side, whichever way the body is turned", () => {
    const hand: Box = { low: [0.45, 0.7, 0], high: [0.55, 0.9, 0.1] };

    expect(words(lookingAt("left_hand", hand, 1))).toBe("|LEFT|");
    expect(words(turned(lookingAt("left_hand", hand, 1), Math.PI, 0))).toBe("|LEFT|");
  });
});

describe("moving the eye", () => {
  test("up and down ends before the poles", () => {
    expect(turned(FRONT, 0, 9).height).toBeLessThan(Math.PI / 2);
    expect(turned(FRONT, 0, -9).height).toBeGreaterThan(-Math.PI / 2);
  });

  test("zoom stays within its limits", () => {
    expect(zoomed(FRONT, 0.001, 0.25, 6).distance).toBe(0.25);
    expect(zoomed(FRONT, 1000, 0.25, 6).distance).toBe(6);
  });

  test("a flight begins and ends where it should and goes the short way round", () => {
    const from = { ...FRONT, azimuth: 3 };
    const to = { ...FRONT, azimuth: -3 };

    expect(between(from, to, 0)).toEqual(from);
    expect(Math.cos(between(from, to, 1).azimuth)).toBeCloseTo(Math.cos(-3));
    expect(Math.cos(between(from, to, 0.5).azimuth)).toBeCloseTo(-1);
  });

  test("what faces the eye is left alone, what faces away is gone round to", () => {
    expect(facing(FRONT, 0.3, 1)).toBe(FRONT);
    expect(Math.abs(facing(FRONT, 0.1, -1).azimuth)).toBeCloseTo(Math.PI);
    expect(facing(FRONT, 1, -0.1).azimuth).toBeCloseTo(Math.PI / 2);
  });
});

describe("the box around a part", () => {
  const positions = new Float32Array([0, 1, 2, -1, 5, 0, 9, 9, 9]);
  const area = new Uint16Array([0, 0, 1]);

  test("holds the vertices of the areas that are meant and no others", () => {
    expect(boxAround(positions, area, [true, false])).toEqual({ low: [-1, 1, 0], high: [0, 5, 2] });
    expect(boxAround(positions, area, [true, true])).toEqual({ low: [-1, 1, 0], high: [9, 9, 9] });
  });
});
