// What pain is like, as bytes for the graphics card: it draws the same signs as the flat charts.

import type { Quality } from "./marks.ts";
import type { Stroke } from "./strokes.ts";

/** Per vertex, how strongly it is painted with each quality; 255 is full. */
export interface Feel {
  /** Aching, sharp, burning and tingling, in this order: as many as one attribute holds. */
  readonly patterned: Uint8Array;
  readonly numb: Uint8Array;
}

const PATTERNED: readonly Quality[] = ["aching", "sharp", "burning", "tingling"];

export function feelOf(strokes: readonly Stroke[], vertexCount: number): Feel {
  const patterned = new Uint8Array(PATTERNED.length * vertexCount);
  const numb = new Uint8Array(vertexCount);
  for (const { vertices, weights, quality } of strokes) {
    for (const each of quality) {
      const place = PATTERNED.indexOf(each);
      const [bytes, width, shift] = place < 0 ? [numb, 1, 0] as const : [patterned, PATTERNED.length, place] as const;
      vertices.forEach((vertex, at) => {
        const byte = width * vertex + shift;
        bytes[byte] = Math.max(bytes[byte]!, weights[at]!);
      });
    }
  }
  return { patterned, numb };
}
