import { describe, expect, test } from "vitest";
import { angleBetween, meanUp, upOf } from "./inclination.ts";

describe("the angle between two ways of holding the phone", () => {
  test.each([0, 1, 30, 45, 89, 90, 120, 179])("tilting by %s degrees about one axis is that angle", (angle) => {
    expect(angleBetween(upOf(0, 0), upOf(angle, 0))).toBeCloseTo(angle, 6);
  });

  test.each([10, 40, 80])("rolling by %s degrees is that angle", (angle) => {
    expect(angleBetween(upOf(0, 0), upOf(0, angle))).toBeCloseTo(angle, 6);
  });

  test("the same direction told by other angles is no angle: gamma past 90 is beta past 90", () => {
    // Just beyond the vertical browsers jump from (91, 0) to (89, 180).
    expect(angleBetween(upOf(91, 0), upOf(89, 180))).toBeCloseTo(0, 6);
  });

  test("upright, where the sensor's angles lose one of their axes, gamma means nothing", () => {
    expect(angleBetween(upOf(90, 0), upOf(90, 60))).toBeCloseTo(0, 6);
  });

  test("through the vertical the angle grows without a step", () => {
    const zero = upOf(60, 0);
    const seen = [80, 85, 89, 90, 91, 95, 100].map((beta) =>
      angleBetween(zero, beta > 90 ? upOf(180 - beta, 180) : upOf(beta, 0)),
    );

    expect(seen.map((angle) => Math.round(angle))).toEqual([20, 25, 29, 30, 31, 35, 40]);
  });

  test("a trembling hand has a steady mean", () => {
    const ups = [28, 29, 30, 31, 32].map((beta) => upOf(beta, 0));

    expect(angleBetween(upOf(0, 0), meanUp(ups))).toBeCloseTo(30, 2);
  });
});
