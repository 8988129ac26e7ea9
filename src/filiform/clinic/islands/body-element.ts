// What the painter and the viewer know of the 3D body, which arrives in a script of its own.

import type { BodyData, Place } from "./charts.ts";
import type { Drawing } from "./drawing.ts";
import type { Weights } from "./layers.ts";
import type { Brush } from "./marks.ts";
import type { Site } from "./scene.ts";
import type { Skin } from "./skin.ts";
import type { Touched } from "./strokes.ts";

export interface Tool extends Brush {
  readonly erases: boolean;
}

export interface Layers {
  readonly drawing: Drawing;
  /** An earlier drawing: what grew since is shown as paint, what went as relief. */
  readonly before?: Drawing | null;
  readonly zone?: Weights | null;
  readonly sites?: readonly Site[];
}

export interface BodyElement extends HTMLElement {
  /** Fetch what is needed and show the body; rejects if it cannot be shown here. */
  open(data: BodyData, skin: Skin): Promise<void>;
  show(layers: Layers): void;
  zoomBy(step: number): void;
  /** The tool in hand; without one the body is for looking only. */
  tool: (() => Tool) | null;
}

export interface BodyEvents {
  readonly "ff-body-stroke": Touched;
  readonly "ff-body-hover": Place | null;
  readonly "ff-body-view": string;
  readonly "ff-body-lost": null;
}

/** Fetch the script of the body and make an element of it. */
export async function makeBody(script: string): Promise<BodyElement> {
  await import(/* @vite-ignore */ script);
  return document.createElement("ff-body") as BodyElement;
}

export function listen<Name extends keyof BodyEvents>(
  body: HTMLElement,
  name: Name,
  hear: (detail: BodyEvents[Name]) => void,
): void {
  body.addEventListener(name, (event) => hear((event as CustomEvent<BodyEvents[Name]>).detail));
}
