// From paint on the skin to its outline on a chart: between the vertices it is a weighted mean.

import { outline, type Grid } from "./contour.ts";
import type { Places } from "./chart-places.ts";
import type { Stroke } from "./strokes.ts";

/** Size of a cell, how far a vertex speaks, and where its voice has sunk to e⁻¹ᐟ², in units. */
const STEP = 2;
const REACH = 14;
const SPREAD = 4;
const FULL = 255;
const NOWHERE = -1;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export class ChartField {
  #places: Places;
  #indexOf = new Int32Array(0x10000).fill(NOWHERE);
  /** The voices of all vertices together. */
  #voices: Grid;

  constructor(places: Places, { width, height }: Size) {
    this.#places = places;
    places.vertices.forEach((vertex, index) => (this.#indexOf[vertex] = index));
    this.#voices = gridOf(0, 0, Math.ceil(width / STEP) + 1, Math.ceil(height / STEP) + 1);
    for (const index of places.vertices.keys()) this.#speak(this.#voices, index, 1);
  }

  /** Return the outline of all skin that some stroke paints at least with a weight, as path data. */
  outline(strokes: Iterable<Stroke>, weight: number): string {
    const heaviest = this.#heaviest(strokes);
    const painted = [...heaviest.keys()].filter((index) => heaviest[index]);
    if (painted.length === 0) return "";
    const grid = this.#around(painted);
    for (const index of painted) this.#speak(grid, index, heaviest[index]! / FULL);
    for (let row = 0, at = 0; row < grid.rows; row += 1) {
      const start = (grid.top + row) * this.#voices.columns + grid.left;
      for (let column = 0; column < grid.columns; column += 1, at += 1) {
        if (grid.values[at]) grid.values[at]! /= this.#voices.values[start + column]!;
      }
    }
    return outline(grid, weight, STEP);
  }

  #heaviest(strokes: Iterable<Stroke>): Uint8Array {
    const heaviest = new Uint8Array(this.#places.vertices.length);
    for (const { vertices, weights } of strokes) {
      vertices.forEach((vertex, place) => {
        const index = this.#indexOf[vertex]!;
        if (index !== NOWHERE) heaviest[index] = Math.max(heaviest[index]!, weights[place]!);
      });
    }
    return heaviest;
  }

  /** The part of the grid that some vertices reach. */
  #around(indices: Iterable<number>): Grid {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const index of indices) {
      const [x, y] = [this.#places.x[index]!, this.#places.y[index]!];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
    const first = (low: number): number => Math.max(0, Math.floor((low - REACH) / STEP));
    const last = (high: number, count: number): number => Math.min(count - 1, Math.ceil((high + REACH) / STEP));
    const [column, row] = [first(left), first(top)];
    return gridOf(column, row, last(right, this.#voices.columns) - column + 1, last(bottom, this.#voices.rows) - row + 1);
  }

  #speak(grid: Grid, index: number, weight: number): void {
    const [x, y] = [this.#places.x[index]! / STEP - grid.left, this.#places.y[index]! / STEP - grid.top];
    const reach = REACH / STEP;
    const fall = (off: number): number => Math.exp(-(((off * STEP) / SPREAD) ** 2) / 2);
    const left = Math.max(0, Math.ceil(x - reach));
    const right = Math.min(grid.columns - 1, Math.floor(x + reach));
    const across = Array.from({ length: right - left + 1 }, (_, place) => fall(left + place - x));
    const top = Math.max(0, Math.ceil(y - reach));
    const bottom = Math.min(grid.rows - 1, Math.floor(y + reach));
    for (let row = top; row <= bottom; row += 1) {
      const down = weight * fall(row - y);
      const start = row * grid.columns + left;
      for (let place = 0; place < across.length; place += 1) grid.values[start + place]! += down * across[place]!;
    }
  }
}

const gridOf = (left: number, top: number, columns: number, rows: number): Grid => ({
  left,
  top,
  columns,
  rows,
  values: new Float32Array(columns * rows),
});
