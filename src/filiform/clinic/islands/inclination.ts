// The angle between two ways a phone was held, from the events of its orientation sensor.

const RADIANS = Math.PI / 180;

export type Up = readonly [number, number, number];

/**
 * Where "up" points, seen from the phone: x to the right of the screen, y to its top, z out of it.
 *
 * Only beta and gamma matter. Alpha, the compass, drifts and turns about "up" itself, so it is not
 * used; and a direction has no gimbal to lock, however the two angles jump near the vertical.
 */
export function upOf(beta: number, gamma: number): Up {
  const b = beta * RADIANS;
  const g = gamma * RADIANS;
  return [-Math.cos(b) * Math.sin(g), Math.sin(b), Math.cos(b) * Math.cos(g)];
}

/** The angle between two directions, 0 to 180 degrees; exact for small angles as well. */
export function angleBetween(first: Up, second: Up): number {
  const cross: Up = [
    first[1] * second[2] - first[2] * second[1],
    first[2] * second[0] - first[0] * second[2],
    first[0] * second[1] - first[1] * second[0],
  ];
  const dot = first[0] * second[0] + first[1] * second[1] + first[2] * second[2];
  return Math.atan2(Math.hypot(...cross), dot) / RADIANS;
}

/** The mean of several directions: a hand trembles, and the mean of a moment does not. */
export function meanUp(ups: readonly Up[]): Up {
  const sum = [0, 0, 0] as [number, number, number];
  for (const up of ups) for (const axis of [0, 1, 2] as const) sum[axis] += up[axis];
  const length = Math.hypot(...sum) || 1;
  return [sum[0] / length, sum[1] / length, sum[2] / length];
}
