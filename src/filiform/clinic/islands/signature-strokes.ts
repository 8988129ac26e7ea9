// A drawn signature as it is stored: points in the pixels of the pad, nothing of how it looked.

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Stroke {
  readonly points: readonly Point[];
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Return the text of the form field; empty while nothing is drawn. */
export function strokesText(strokes: readonly Stroke[], width: number, height: number): string {
  if (strokes.length === 0) return "";
  return JSON.stringify({
    width: tenth(width),
    height: tenth(height),
    strokes: strokes.map(({ points }) => points.map(({ x, y }) => [tenth(x), tenth(y)])),
  });
}
