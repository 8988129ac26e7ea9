// The borders of areas: lines on the skin, drawn calmly, for areas follow the net of the skin.

type Place = readonly number[];

/** Lines between areas; a point is five numbers: three vertices, shares of the second and third. */
export interface Borders {
  readonly lines: readonly { readonly points: readonly number[] }[];
}

/** A place on the skin: three vertices, and how much of each. */
export interface Mix {
  readonly corners: readonly number[];
  readonly shares: readonly number[];
}

const NUMBERS = 5;
const WHOLE_SHARE = 255;
const ROUNDS = 30;

export function mixesOf(points: readonly number[]): readonly Mix[] {
  return Array.from({ length: points.length / NUMBERS }, (_, point) => {
    const [a, b, c, second, third] = points.slice(NUMBERS * point, NUMBERS * (point + 1)) as [number, number, number, number, number];
    const first = WHOLE_SHARE - second - third;
    return { corners: [a, b, c], shares: [first / WHOLE_SHARE, second / WHOLE_SHARE, third / WHOLE_SHARE] };
  });
}

/**
 * Smooth a line that lies on the skin, three numbers a place; its ends stay, for other lines meet
 * there. Each place moves along the skin only, never into it: `normals` are those of the skin there.
 */
export function calmed(line: readonly Place[], normals: readonly Place[]): readonly Place[] {
  let now = Float64Array.from(line.flat());
  let next = now.slice();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let at = 3; at < now.length - 3; at += 1) next[at] = now[at]! / 2 + (now[at - 3]! + now[at + 3]!) / 4;
    [now, next] = [next, now];
  }
  return line.map((place, at) => alongSkin(place, now.subarray(3 * at, 3 * at + 3), normals[at]!));
}

function alongSkin(from: Place, to: Float64Array, normal: Place): Place {
  const size = Math.hypot(...normal) || 1;
  const out = from.reduce((sum, value, axis) => sum + ((to[axis]! - value) * normal[axis]!) / size, 0);
  return normal.map((value, axis) => to[axis]! - (out * value) / size);
}
