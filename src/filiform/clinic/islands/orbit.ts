// Where the body is seen from: pure values. Angles in radians, lengths in metres.

import type { Text } from "./words.ts";

export type Point = readonly [number, number, number];

export interface Orbit {
  readonly target: Point;
  readonly distance: number;
  /** 0 from the front, a quarter turn from the body's left. */
  readonly azimuth: number;
  /** 0 level, positive from above. */
  readonly height: number;
}

export const FIELD_OF_VIEW_DEG = 24;
const STEEPEST = 1.35;
const MARGIN = 1.08;
/** From this share of half the picture beside the midline, it shows one side of the body. */
const NEAR_SIDE = 0.7;
/** Cosine of the angle from which a view is one from the side. */
const EDGE_ON = 0.35;
/** Cosine of the angle up to which skin is seen well enough. */
const SEEN = 0.5;

const TURNS: Readonly<Record<string, readonly [number, number]>> = {
  front: [0, 0],
  back: [Math.PI, 0],
  left: [Math.PI / 2, 0],
  right: [-Math.PI / 2, 0],
  head: [0, 0],
  left_hand: [0, 0],
  right_hand: [0, 0],
  feet: [0, 0.6],
};

export const VIEWS: readonly (readonly [string, Text])[] = [
  ["front", "Front"],
  ["back", "Back"],
  ["left", "Left"],
  ["right", "Right"],
  ["head", "Head"],
  ["left_hand", "Left hand"],
  ["right_hand", "Right hand"],
  ["feet", "Feet"],
];

export interface Box {
  readonly low: Point;
  readonly high: Point;
}

/** The box around the vertices of those areas that are meant. */
export function boxAround(positions: Float32Array, area: Uint16Array, isMeant: readonly boolean[]): Box {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let vertex = 0; vertex < area.length; vertex += 1) {
    if (!isMeant[area[vertex]!]) continue;
    for (let axis = 0; axis < 3; axis += 1) {
      const value = positions[3 * vertex + axis]!;
      if (value < low[axis]!) low[axis] = value;
      if (value > high[axis]!) high[axis] = value;
    }
  }
  return { low, high };
}

/** Look at a box so that all of it is in the picture, whose width is `aspect` times its height. */
export function lookingAt(view: string, box: Box, aspect: number): Orbit {
  const [azimuth, height] = TURNS[view] ?? [0, 0];
  const target = box.low.map((low, axis) => (low + box.high[axis]!) / 2) as unknown as Point;
  const [wide, tall, deep] = box.low.map((low, axis) => box.high[axis]! - low) as [number, number, number];
  const across = Math.abs(Math.cos(azimuth)) * wide + Math.abs(Math.sin(azimuth)) * deep;
  const through = Math.abs(Math.sin(azimuth)) * wide + Math.abs(Math.cos(azimuth)) * deep;
  const half = Math.tan((FIELD_OF_VIEW_DEG * Math.PI) / 360);
  const distance = (Math.max(tall, across / aspect) * MARGIN) / (2 * half) + through / 2;
  return { target, distance, azimuth, height };
}

export function turned(orbit: Orbit, right: number, up: number): Orbit {
  const height = Math.min(STEEPEST, Math.max(-STEEPEST, orbit.height + up));
  return { ...orbit, azimuth: orbit.azimuth + right, height };
}

export function zoomed(orbit: Orbit, factor: number, nearest: number, farthest: number): Orbit {
  return { ...orbit, distance: Math.min(farthest, Math.max(nearest, orbit.distance * factor)) };
}

export function eyeOf({ target, distance, azimuth, height }: Orbit): Point {
  const level = distance * Math.cos(height);
  return [
    target[0] + level * Math.sin(azimuth),
    target[1] + distance * Math.sin(height),
    target[2] + level * Math.cos(azimuth),
  ];
}

export type SideWord = "LEFT" | "RIGHT" | "";

export interface SideWords {
  readonly start: SideWord;
  readonly middle: SideWord;
  readonly end: SideWord;
}

/** What stands at both edges of the picture; one word in its middle where only one side is seen. */
export function sideWords(orbit: Orbit, aspect: number): SideWords {
  const half = orbit.distance * Math.tan((FIELD_OF_VIEW_DEG * Math.PI) / 360) * aspect;
  const only = (left: boolean): SideWords => ({ start: "", middle: left ? "LEFT" : "RIGHT", end: "" });
  if (Math.abs(orbit.target[0]) > half * NEAR_SIDE) return only(orbit.target[0] > 0);
  const across = Math.cos(orbit.azimuth);
  if (across > EDGE_ON) return { start: "RIGHT", middle: "", end: "LEFT" };
  if (across < -EDGE_ON) return { start: "LEFT", middle: "", end: "RIGHT" };
  return only(Math.sin(orbit.azimuth) > 0);
}

/** Go round the body to the side that faces a direction, unless it can be seen already. */
export function facing(orbit: Orbit, x: number, z: number): Orbit {
  const quarter = Math.PI / 2;
  const azimuth = Math.round(Math.atan2(x, z) / quarter) * quarter;
  return Math.cos(Math.atan2(x, z) - orbit.azimuth) > SEEN ? orbit : { ...orbit, azimuth };
}

/** Go the short way round from one view to another; `share` from 0 to 1. */
export function between(from: Orbit, to: Orbit, share: number): Orbit {
  const eased = share * share * (3 - 2 * share);
  const mix = (a: number, b: number): number => a + (b - a) * eased;
  const round = 2 * Math.PI;
  const way = ((((to.azimuth - from.azimuth + Math.PI) % round) + round) % round) - Math.PI;
  return {
    target: from.target.map((value, axis) => mix(value, to.target[axis]!)) as unknown as Point,
    distance: mix(from.distance, to.distance),
    azimuth: from.azimuth + way * eased,
    height: mix(from.height, to.height),
  };
}
