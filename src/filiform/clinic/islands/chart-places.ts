// Where the skin lies on a chart, so that a stroke on the chart is a stroke on the skin.

import { fetcher } from "./fetched.ts";
import { fade } from "./spread.ts";
import { base128From, verticesFrom, type Touched } from "./strokes.ts";

/** The vertices that a view shows, ascending, and where each lies: right and down, in its units. */
export interface Places {
  readonly topology: string;
  readonly vertices: Uint16Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface PlacesFile {
  readonly topology: string;
  readonly steps_per_unit: number;
  readonly vertices: string;
  readonly places: string;
}

/** Read a file as `tools/body/browser_places.py` writes it. */
export function placesFrom(file: PlacesFile): Places {
  const vertices = verticesFrom(file.vertices);
  const steps = base128From(file.places);
  if (!vertices || steps?.length !== 2 * vertices.length) throw new Error("places: no base64, or cut off");
  const along = (from: number): Float64Array => {
    let place = 0;
    return Float64Array.from(vertices, (_, index) => (place += signed(steps[from + index]!)) / file.steps_per_unit);
  };
  return { topology: file.topology, vertices: Uint16Array.from(vertices), x: along(0), y: along(vertices.length) };
}

/** Fetch the places of a view, once. */
export const loadPlaces = fetcher("places", placesFrom);

/** 0, 1, 2, 3 … stand for 0, -1, 1, -2 … */
const signed = (step: number): number => (step % 2 ? -(step + 1) / 2 : step / 2);

/** Return what one touch of a brush on a chart paints: the twin of `dab_on_chart` in the core. */
export function dabOnChart({ vertices, x, y }: Places, at: { readonly x: number; readonly y: number }, radius: number): Touched {
  const painted: Touched = new Map();
  for (let index = 0; index < vertices.length; index += 1) {
    const [across, down] = [x[index]! - at.x, y[index]! - at.y];
    if (Math.abs(across) >= radius || Math.abs(down) >= radius) continue;
    const distance = Math.hypot(across, down);
    if (distance < radius) painted.set(vertices[index]!, fade(distance, radius));
  }
  return painted;
}
