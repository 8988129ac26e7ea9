// The eye that looks at the body: it turns, comes nearer, and flies from one view to the next.

import * as orbits from "./orbit.ts";
import type { Box, Orbit } from "./orbit.ts";

const TURN_PER_PIXEL = 0.008;
const NEAREST_M = 0.25;
const FARTHEST = 1.6;
const FLIGHT_MS = 380;

export class BodyEye {
  #orbit: Orbit = { target: [0, 0.9, 0], distance: 4, azimuth: 0, height: 0 };
  #whole = 4;
  #flight: { readonly from: Orbit; readonly to: Orbit; readonly begun: number } | null = null;
  #moved: () => void;

  /** `moved` is called whenever the picture has to be drawn anew. */
  constructor(moved: () => void) {
    this.#moved = moved;
  }

  get orbit(): Orbit {
    return this.#orbit;
  }

  /** 1 where the whole body is seen, less when it is nearer. */
  get closeness(): number {
    return Math.min(1, this.#orbit.distance / this.#whole);
  }

  look(view: string, part: Box, whole: Box, aspect: number, flies: boolean): void {
    this.#whole = orbits.lookingAt("front", whole, aspect).distance;
    this.#fly(orbits.lookingAt(view, part, aspect), flies);
  }

  /** Go round to skin that faces away; it would light up unseen. */
  face(x: number, z: number): void {
    const to = orbits.facing(this.#orbit, x, z);
    if (to !== this.#orbit) this.#fly(to, true);
  }

  /** Turn by a way on the screen, as if the body were held. */
  drag(right: number, down: number): void {
    this.turn(-right * TURN_PER_PIXEL, down * TURN_PER_PIXEL);
  }

  turn(right: number, up: number): void {
    this.#go(orbits.turned(this.#orbit, right, up));
  }

  zoom(factor: number): void {
    this.#go(orbits.zoomed(this.#orbit, factor, NEAREST_M, FARTHEST * this.#whole));
  }

  /** Move on with a flight, if there is one. */
  tick(now: number): void {
    if (!this.#flight) return;
    const { from, to, begun } = this.#flight;
    const share = Math.min(1, Math.max(0, (now - begun) / FLIGHT_MS));
    this.#orbit = orbits.between(from, to, share);
    if (share < 1) this.#moved();
    else this.#flight = null;
  }

  #go(orbit: Orbit): void {
    this.#flight = null;
    this.#orbit = orbit;
    this.#moved();
  }

  #fly(to: Orbit, flies: boolean): void {
    const isCalm = !flies || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isCalm) return this.#go(to);
    this.#flight = { from: this.#orbit, to, begun: performance.now() };
    this.#moved();
  }
}
