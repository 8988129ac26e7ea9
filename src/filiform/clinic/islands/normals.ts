// The shapes come without normals: they are computed while the page waits for its first picture, so
// this loop takes no array apart and makes none, which costs much until a browser has compiled it.

/** Which way the skin faces at each vertex, three numbers; large triangles weigh more. */
export function normalsOf(positions: Float32Array, triangles: Uint16Array): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let place = 0; place < triangles.length; place += 3) {
    const a = 3 * triangles[place]!;
    const b = 3 * triangles[place + 1]!;
    const c = 3 * triangles[place + 2]!;
    const ux = positions[c]! - positions[b]!;
    const uy = positions[c + 1]! - positions[b + 1]!;
    const uz = positions[c + 2]! - positions[b + 2]!;
    const vx = positions[a]! - positions[b]!;
    const vy = positions[a + 1]! - positions[b + 1]!;
    const vz = positions[a + 2]! - positions[b + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    normals[a]! += nx;
    normals[a + 1]! += ny;
    normals[a + 2]! += nz;
    normals[b]! += nx;
    normals[b + 1]! += ny;
    normals[b + 2]! += nz;
    normals[c]! += nx;
    normals[c + 1]! += ny;
    normals[c + 2]! += nz;
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.sqrt(normals[at]! * normals[at]! + normals[at + 1]! * normals[at + 1]! + normals[at + 2]! * normals[at + 2]!) || 1;
    normals[at]! /= length;
    normals[at + 1]! /= length;
    normals[at + 2]! /= length;
  }
  return normals;
}
