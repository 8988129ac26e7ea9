import { describe, expect, test } from "vitest";
import { strokesText } from "./signature-strokes.ts";

describe("a drawn signature", () => {
  test("is empty while nothing is drawn", () => {
    expect(strokesText([], 300, 100)).toBe("");
  });

  test("keeps every point of every stroke, to a tenth of a pixel", () => {
    const text = strokesText(
      [
        { points: [{ x: 1.04, y: 2.06 }, { x: 3, y: 4 }] },
        { points: [{ x: 5.5, y: 6.25 }] },
      ],
      300.04,
      100,
    );

    expect(JSON.parse(text)).toEqual({
      width: 300,
      height: 100,
      strokes: [
        [[1, 2.1], [3, 4]],
        [[5.5, 6.3]],
      ],
    });
  });
});
