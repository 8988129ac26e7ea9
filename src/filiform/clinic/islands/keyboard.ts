// Arrow keys on a chart: the nearest area in that direction.

export interface Centre {
  readonly x: number;
  readonly y: number;
}

const DIRECTIONS: Record<string, Centre> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Sideways distance counts double, so that a column of areas is walked before its neighbour. */
const SIDEWAYS = 2;

/** Return the index of the nearest centre in the direction of a key, or null if none lies there. */
export function nextIndex(centres: readonly Centre[], from: number, key: string): number | null {
  const direction = DIRECTIONS[key];
  const start = centres[from];
  if (!direction || !start) return null;
  let best: number | null = null;
  let least = Infinity;
  centres.forEach((centre, index) => {
    const dx = centre.x - start.x;
    const dy = centre.y - start.y;
    const ahead = dx * direction.x + dy * direction.y;
    if (index === from || ahead <= 0.5) return;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    const distance = ahead + SIDEWAYS * aside;
    if (distance < least) {
      least = distance;
      best = index;
    }
  });
  return best;
}

export const isArrow = (key: string): boolean => key in DIRECTIONS;

export function centreOf(element: SVGElement): Centre {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
