// Where a ray meets the skin: boxes around boxes around a few triangles that lie side by side. Small
// enough to grow within one frame of a slow machine; a general tree takes ten times as long.

export type Point = readonly [number, number, number];

export interface Tree {
  readonly positions: Float32Array;
  readonly triangles: Uint16Array;
  /** The triangles, neighbours side by side; each leaf has `LEAF` of them. */
  readonly order: Uint32Array;
  /** Six numbers a box, low and high corner. Box 1 holds all; box n holds 2n and 2n + 1. */
  readonly boxes: Float32Array;
  readonly leaves: number;
}

export interface Hit {
  readonly corners: readonly [number, number, number];
  readonly point: Point;
}

const LEAF = 4;
const CODE_STEPS = 1023;
const DEEPEST = 64;
const SPACED = Uint32Array.from({ length: CODE_STEPS + 1 }, (_, value) => {
  // Ten bits with two free places after each.
  let bits = value;
  for (const [by, mask] of [[16, 0x030000ff], [8, 0x0300f00f], [4, 0x030c30c3], [2, 0x09249249]] as const) bits = (bits | (bits << by)) & mask;
  return bits;
});

export function growTree(positions: Float32Array, triangles: Uint16Array): Tree {
  const order = sideBySide(positions, triangles);
  const leaves = 2 ** Math.ceil(Math.log2(Math.max(1, order.length / LEAF)));
  const boxes = new Float32Array(12 * leaves).fill(Infinity);
  for (let at = 0; at < boxes.length; at += 1) if (at % 6 > 2) boxes[at] = -Infinity;
  for (let place = 0; place < order.length; place += 1) {
    const box = 6 * (leaves + ((place / LEAF) | 0));
    for (let corner = 0; corner < 3; corner += 1) {
      const vertex = 3 * triangles[3 * order[place]! + corner]!;
      for (let axis = 0; axis < 3; axis += 1) {
        const value = positions[vertex + axis]!;
        if (value < boxes[box + axis]!) boxes[box + axis] = value;
        if (value > boxes[box + 3 + axis]!) boxes[box + 3 + axis] = value;
      }
    }
  }
  for (let box = leaves - 1; box > 0; box -= 1) {
    for (let at = 0; at < 3; at += 1) {
      boxes[6 * box + at] = Math.min(boxes[12 * box + at]!, boxes[12 * box + 6 + at]!);
      boxes[6 * box + 3 + at] = Math.max(boxes[12 * box + 3 + at]!, boxes[12 * box + 9 + at]!);
    }
  }
  return { positions, triangles, order, boxes, leaves };
}

/** Sort the triangles along a curve that fills space, so that neighbours come together (Morton). */
function sideBySide(positions: Float32Array, triangles: Uint16Array): Uint32Array {
  const count = triangles.length / 3;
  const low = [Infinity, Infinity, Infinity];
  let size = 0;
  for (let axis = 0; axis < 3; axis += 1) {
    let high = -Infinity;
    for (let at = axis; at < positions.length; at += 3) {
      low[axis] = Math.min(low[axis]!, positions[at]!);
      high = Math.max(high, positions[at]!);
    }
    size = Math.max(size, high - low[axis]!);
  }
  const step = CODE_STEPS / (3 * size || 1);
  const codes = new Float64Array(count);
  for (let triangle = 0; triangle < count; triangle += 1) {
    let code = 0;
    for (let axis = 0; axis < 3; axis += 1) {
      let sum = -3 * low[axis]!;
      for (let corner = 0; corner < 3; corner += 1) sum += positions[3 * triangles[3 * triangle + corner]! + axis]!;
      code = (code << 1) | SPACED[Math.min(CODE_STEPS, Math.max(0, step * sum)) | 0]!;
    }
    // One number sorts many times faster than pairs do; 30 bits of place and 16 of name fit into it.
    codes[triangle] = code * count + triangle;
  }
  return Uint32Array.from(codes.sort(), (code) => code % count);
}

/** Return where a ray first meets a triangle from outside; null if it meets none. */
export function firstHit(tree: Tree, from: Point, along: Point): Hit | null {
  const { boxes, leaves, order } = tree;
  const waiting = new Uint32Array(DEEPEST);
  waiting[0] = 1;
  let count = 1;
  let nearest = Infinity;
  let hit = -1;
  while (count > 0) {
    count -= 1;
    const box = waiting[count]!;
    if (entry(boxes, 6 * box, from, along) >= nearest) continue;
    if (box < leaves) {
      const isFirst = entry(boxes, 12 * box, from, along) < entry(boxes, 12 * box + 6, from, along);
      waiting[count] = 2 * box + (isFirst ? 1 : 0);
      waiting[count + 1] = 2 * box + (isFirst ? 0 : 1);
      count += 2;
      continue;
    }
    const end = Math.min(order.length, LEAF * (box - leaves + 1));
    for (let place = LEAF * (box - leaves); place < end; place += 1) {
      const distance = distanceTo(tree, order[place]!, from, along);
      if (distance >= nearest) continue;
      nearest = distance;
      hit = order[place]!;
    }
  }
  if (hit < 0) return null;
  const [a, b, c] = tree.triangles.subarray(3 * hit, 3 * hit + 3) as unknown as [number, number, number];
  return { corners: [a, b, c], point: [from[0] + nearest * along[0], from[1] + nearest * along[1], from[2] + nearest * along[2]] };
}

/** How far along the ray a box begins; infinity if the ray misses it. */
function entry(boxes: Float32Array, at: number, from: Point, along: Point): number {
  let near = 0;
  let far = Infinity;
  for (let axis = 0; axis < 3; axis += 1) {
    const start = from[axis]!;
    const one = (boxes[at + axis]! - start) / along[axis]!;
    const other = (boxes[at + 3 + axis]! - start) / along[axis]!;
    // A ray in the plane of a side divides zero by zero there, and then that side does not count.
    near = one < other ? (one > near ? one : near) : other > near ? other : near;
    far = one < other ? (other < far ? other : far) : one < far ? one : far;
  }
  return near <= far ? near : Infinity;
}

/** How far along the ray a triangle is met from outside (Möller and Trumbore); infinity if it is not. */
export function distanceTo({ positions, triangles }: Pick<Tree, "positions" | "triangles">, triangle: number, from: Point, along: Point): number {
  const a = 3 * triangles[3 * triangle]!;
  const b = 3 * triangles[3 * triangle + 1]!;
  const c = 3 * triangles[3 * triangle + 2]!;
  const ux = positions[b]! - positions[a]!;
  const uy = positions[b + 1]! - positions[a + 1]!;
  const uz = positions[b + 2]! - positions[a + 2]!;
  const vx = positions[c]! - positions[a]!;
  const vy = positions[c + 1]! - positions[a + 1]!;
  const vz = positions[c + 2]! - positions[a + 2]!;
  const px = along[1] * vz - along[2] * vy;
  const py = along[2] * vx - along[0] * vz;
  const pz = along[0] * vy - along[1] * vx;
  const facing = ux * px + uy * py + uz * pz;
  if (facing <= 0) return Infinity;
  const tx = from[0] - positions[a]!;
  const ty = from[1] - positions[a + 1]!;
  const tz = from[2] - positions[a + 2]!;
  const first = tx * px + ty * py + tz * pz;
  if (first < 0 || first > facing) return Infinity;
  const qx = ty * uz - tz * uy;
  const qy = tz * ux - tx * uz;
  const qz = tx * uy - ty * ux;
  const second = along[0] * qx + along[1] * qy + along[2] * qz;
  if (second < 0 || first + second > facing) return Infinity;
  const distance = (vx * qx + vy * qy + vz * qz) / facing;
  return distance >= 0 ? distance : Infinity;
}
