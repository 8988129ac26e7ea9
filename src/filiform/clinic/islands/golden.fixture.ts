// Drawings that the core and the islands must read alike; written by tests/body/test_browser_twin.py.

import drawn from "../../../../tests/body/golden/drawn.json";
import file from "../../body/data/shapes/skin.json";
import type { Mark } from "./marks.ts";
import { skinFrom } from "./skin.ts";

export interface Golden {
  readonly document: object;
  readonly vertices: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
  readonly areas: readonly Mark[];
}

export const golden = Object.entries(drawn as unknown as Record<string, Golden>);
export const skin = skinFrom(file);
