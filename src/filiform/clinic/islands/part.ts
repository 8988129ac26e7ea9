// A part of the picture that is drawn anew alone. A stroke changes a hand's breadth of skin; to draw
// the rest again would take most of the time where no graphics card helps.

/** Four by four numbers, column after column, from a place to the picture: x and y from -1 to 1. */
type Matrix = ArrayLike<number>;

/** A rectangle of the picture, by what lies in it. */
export class Part {
  left = Infinity;
  bottom = Infinity;
  right = -Infinity;
  top = -Infinity;

  /** Stretch it to a place; what lies behind the eye can be anywhere in the picture. */
  add(matrix: Matrix, x: number, y: number, z: number): void {
    const depth = matrix[3]! * x + matrix[7]! * y + matrix[11]! * z + matrix[15]!;
    const across = (matrix[0]! * x + matrix[4]! * y + matrix[8]! * z + matrix[12]!) / depth;
    const up = (matrix[1]! * x + matrix[5]! * y + matrix[9]! * z + matrix[13]!) / depth;
    const isBehind = depth <= 0;
    this.left = Math.min(this.left, isBehind ? -1 : across);
    this.right = Math.max(this.right, isBehind ? 1 : across);
    this.bottom = Math.min(this.bottom, isBehind ? -1 : up);
    this.top = Math.max(this.top, isBehind ? 1 : up);
  }

  /** The part and a rim around it. */
  within(across: number, up: number): Part {
    const wider = new Part();
    wider.left = this.left - across;
    wider.right = this.right + across;
    wider.bottom = this.bottom - up;
    wider.top = this.top + up;
    return wider;
  }

  meets(other: Part): boolean {
    return this.left <= other.right && other.left <= this.right && this.bottom <= other.top && other.bottom <= this.top;
  }
}

/** A run of a buffer that is drawn in one go. */
export interface Run {
  readonly start: number;
  readonly count: number;
}

/** A run and the box that it lies in: three numbers of its low corner, three of its high one. */
export interface Piece extends Run {
  readonly box: Float32Array;
}

/** Cut a buffer into pieces of some corners each; neighbours in it should be neighbours in space. */
export function piecesOf(positions: Float32Array, corners: ArrayLike<number>, size: number): readonly Piece[] {
  return Array.from({ length: Math.ceil(corners.length / size) }, (_, piece) => {
    const start = piece * size;
    const count = Math.min(size, corners.length - start);
    const box = new Float32Array(6).fill(Infinity).fill(-Infinity, 3);
    for (let place = start; place < start + count; place += 1) {
      for (let axis = 0; axis < 3; axis += 1) {
        const value = positions[3 * corners[place]! + axis]!;
        if (value < box[axis]!) box[axis] = value;
        if (value > box[3 + axis]!) box[3 + axis] = value;
      }
    }
    return { start, count, box };
  });
}

/** The runs of which anything may be seen in a part; pieces that follow each other are one. */
export function runsIn(part: Part, pieces: readonly Piece[], matrix: Matrix): readonly Run[] {
  const runs: Run[] = [];
  for (const { start, count, box } of pieces) {
    const seen = new Part();
    for (let corner = 0; corner < 8; corner += 1) {
      seen.add(matrix, box[corner & 1 ? 3 : 0]!, box[corner & 2 ? 4 : 1]!, box[corner & 4 ? 5 : 2]!);
    }
    if (!seen.meets(part)) continue;
    const last = runs.at(-1);
    if (last && last.start + last.count === start) runs[runs.length - 1] = { start: last.start, count: last.count + count };
    else runs.push({ start, count });
  }
  return runs;
}
