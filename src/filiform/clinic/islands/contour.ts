// The outline of what lies above a level in a grid of numbers, as an SVG path with round corners.

/** Numbers at the crossings of a grid, row by row, or of a part of one; beyond its rim there is nothing. */
export interface Grid {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

type Corner = readonly [number, number];

/** Where the outline enters and leaves a cell, by which of its corners lie inside: n, e, s, w. */
const WAYS: readonly (readonly (readonly [number, number])[])[] = [
  [], [[0, 3]], [[1, 0]], [[1, 3]], [[2, 1]], [[0, 3], [2, 1]], [[2, 0]], [[2, 3]],
  [[3, 2]], [[0, 2]], [[1, 0], [3, 2]], [[1, 2]], [[3, 1]], [[0, 1]], [[3, 0]], [],
];

/** Return the outline as path data; `step` is the size of a cell, in units of the picture. */
export function outline(grid: Grid, level: number, step: number): string {
  return loopsOf(grid, level)
    .map((loop) => smooth(loop.map(([x, y]) => [(grid.left + x) * step, (grid.top + y) * step])))
    .join("");
}

/** Walk the cells once; each way through a cell starts where that of a neighbour ends. */
function loopsOf(grid: Grid, level: number): Corner[][] {
  const { columns, rows, values } = grid;
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= columns || row >= rows ? 0 : values[row * columns + column]!;
  const width = columns + 1;
  /** Edges have numbers: even ones lie on top of a cell, odd ones on its left. */
  const edgeOf = (column: number, row: number, side: number): number => {
    if (side === 1) return 2 * ((row + 1) * (width + 1) + column + 2) + 1;
    if (side === 2) return 2 * ((row + 2) * (width + 1) + column + 1);
    return 2 * ((row + 1) * (width + 1) + column + 1) + (side === 3 ? 1 : 0);
  };
  const onward = new Map<number, number>();
  const place = new Map<number, Corner>();
  for (let row = -1; row < rows; row += 1) {
    for (let column = -1; column < columns; column += 1) {
      const [nw, ne, se, sw] = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
      const inside = (nw >= level ? 1 : 0) | (ne >= level ? 2 : 0) | (se >= level ? 4 : 0) | (sw >= level ? 8 : 0);
      for (const [from, to] of WAYS[inside]!) {
        const start = edgeOf(column, row, from);
        onward.set(start, edgeOf(column, row, to));
        place.set(start, crossing(column, row, from, [nw, ne, se, sw], level));
      }
    }
  }
  return chained(onward).map((loop) => loop.map((edge) => place.get(edge)!));
}

function crossing(column: number, row: number, side: number, corners: readonly number[], level: number): Corner {
  const [nw, ne, se, sw] = corners as [number, number, number, number];
  if (side === 0) return [column + share(nw, ne, level), row];
  if (side === 1) return [column + 1, row + share(ne, se, level)];
  if (side === 2) return [column + share(sw, se, level), row + 1];
  return [column, row + share(nw, sw, level)];
}

const share = (from: number, to: number, level: number): number => (level - from) / (to - from);

function chained(onward: Map<number, number>): number[][] {
  const loops: number[][] = [];
  for (const first of onward.keys()) {
    const loop: number[] = [];
    for (let edge: number | undefined = first; edge !== undefined && onward.has(edge); ) {
      loop.push(edge);
      const next = onward.get(edge);
      onward.delete(edge);
      edge = next;
    }
    loops.push(loop);
  }
  return loops;
}

/** Curves from middle to middle, with the corners as their handles. */
function smooth(loop: readonly Corner[]): string {
  const written = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const middle = (index: number): string => {
    const [a, b] = [loop[index]!, loop[(index + 1) % loop.length]!];
    return written((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
  };
  const curves = loop.map((corner, index) => `Q${written(...corner)} ${middle(index)}`);
  return `M${middle(loop.length - 1)}${curves.join("")}z`;
}
