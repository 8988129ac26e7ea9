// What the painter and the viewer know of the 3D body, which arrives in a script of its own.

import type { BodyData, Place, ShapeSource, SurfaceSource } from "./charts.ts";
import type { Drawing } from "./drawing.ts";
import type { Weights } from "./layers.ts";
import type { Brush } from "./marks.ts";
import type { Site } from "./scene.ts";
import type { Skin } from "./skin.ts";
import type { Touched } from "./strokes.ts";
import { Choice } from "./webgl.ts";

export interface Tool extends Brush {
  readonly erases: boolean;
  /** 1 for the usual brush. */
  readonly width: number;
}

export interface Layers {
  readonly drawing: Drawing;
  /** An earlier drawing: what grew since is shown as paint, what went as relief. */
  readonly before?: Drawing | null;
  readonly zone?: Weights | null;
  readonly sites?: readonly Site[];
}

/** Lines of muscles as they are wanted: their address by figure, and which stand out. */
export interface MuscleSight {
  readonly shapes: Readonly<Record<string, string>>;
  readonly lit: ReadonlySet<string>;
  readonly note: string;
}

export interface BodyElement extends HTMLElement {
  /** Show the body in a figure that is on its way; rejects if it cannot be shown here. */
  open(data: BodyData, skin: Skin, figure: Promise<ArrayBuffer>): Promise<void>;
  show(layers: Layers): void;
  /** Show lines of muscles through the skin; null takes them away. */
  showMuscles(sight: MuscleSight | null): void;
  zoomBy(step: number): void;
  /** The tool in hand; without one the body is for looking only. */
  tool: (() => Tool) | null;
}

export interface BodyEvents {
  readonly "ff-body-stroke": Touched;
  readonly "ff-body-take-back": null;
  readonly "ff-body-hover": Place | null;
  /** The muscle whose line is under the pointer, as in `infraspinatus.left`; empty for none. */
  readonly "ff-body-muscle": string;
  readonly "ff-body-view": string;
  readonly "ff-body-lost": null;
}

/** Under this name a browser keeps the figure that was chosen on it. */
export const FIGURE = "figure";

/** The figure that was chosen on this browser, or else the first. */
export const figureOf = ({ shapes }: Pick<SurfaceSource, "shapes">, chosen = new Choice(FIGURE).value): ShapeSource | undefined =>
  shapes.find((shape) => shape.id === chosen) ?? shapes[0];

/** Fetch a figure, by default the one that was chosen on this browser, or else the first. */
export async function fetchFigure({ shapes }: SurfaceSource, chosen = new Choice(FIGURE).value): Promise<ArrayBuffer> {
  const source = figureOf({ shapes }, chosen);
  if (!source) throw new Error("body: no figure");
  const answer = await fetch(source.src);
  if (!answer.ok) throw new Error(`body: status ${answer.status}`);
  return answer.arrayBuffer();
}

/** Put a body into a place and open it; script, figure and skin travel side by side. */
export async function makeBody(
  place: HTMLElement,
  data: BodyData,
  surface: SurfaceSource,
  skin: Promise<Skin>,
  prepare: (body: BodyElement) => void,
): Promise<BodyElement> {
  const figure = fetchFigure(surface);
  // Whoever waits for it below hears of a failure; until then it is nobody's.
  figure.catch(() => null);
  const [known] = await Promise.all([skin, import(/* @vite-ignore */ surface.script)]);
  const body = document.createElement("ff-body") as BodyElement;
  prepare(body);
  place.append(body);
  await body.open(data, known, figure);
  return body;
}

export function listen<Name extends keyof BodyEvents>(
  body: HTMLElement,
  name: Name,
  hear: (detail: BodyEvents[Name]) => void,
): void {
  body.addEventListener(name, (event) => hear((event as CustomEvent<BodyEvents[Name]>).detail));
}
