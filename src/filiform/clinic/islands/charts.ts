// The body charts: fetched once, inlined, and looked up by area and side.

import { isSide, keyOf, type Side } from "./marks.ts";
import type { MuscleSource } from "./muscles.ts";
import type { Painful } from "./project.ts";
import type { Say, Strings } from "./words.ts";

export interface ChartSource {
  readonly view: string;
  readonly label: string;
  readonly src: string;
  /** Where the skin lies on it; absent where there is none, inside the mouth. */
  readonly places?: string;
}

export interface AreaName {
  readonly id: string;
  readonly label: string;
  readonly region: string;
  readonly midline: boolean;
}

export interface ShapeSource {
  readonly id: string;
  readonly label: string;
  readonly src: string;
}

/** Where the 3D body comes from; without it there are the charts alone. */
export interface SurfaceSource {
  readonly topology: string;
  readonly script: string;
  readonly skin: string;
  readonly borders: string;
  readonly shapes: readonly ShapeSource[];
  /** From which weight on, 0 to 1, skin is shown as painted on a chart. */
  readonly painted: number;
  readonly painful: Painful;
}

export interface BodyData {
  readonly charts: readonly ChartSource[];
  readonly areas: readonly AreaName[];
  readonly surface?: SurfaceSource;
  /** For clinicians only. */
  readonly muscles?: MuscleSource;
  readonly strings?: Strings;
}

export interface Place {
  readonly area: string;
  readonly side: Side;
}

const loading = new Map<string, Promise<SVGSVGElement>>();

/** Fetch a chart; each caller gets a copy of its own. */
export async function loadChart(source: ChartSource): Promise<SVGSVGElement> {
  const pending = loading.get(source.src) ?? fetchChart(source);
  loading.set(source.src, pending);
  try {
    return (await pending).cloneNode(true) as SVGSVGElement;
  } catch (error) {
    loading.delete(source.src);
    throw error;
  }
}

async function fetchChart(source: ChartSource): Promise<SVGSVGElement> {
  const answer = await fetch(source.src);
  if (!answer.ok) throw new Error(`chart ${source.view}: status ${answer.status}`);
  const parsed = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const svg = parsed.querySelector("svg");
  if (!svg) throw new Error(`chart ${source.view}: not an SVG`);
  return document.importNode(svg, true) as unknown as SVGSVGElement;
}

export function placeOf(element: Element | null): Place | null {
  const path = element?.closest("[data-area]");
  const area = path?.getAttribute("data-area");
  const side = path?.getAttribute("data-side");
  return area && isSide(side) ? { area, side } : null;
}

export const areasOf = (chart: Element): SVGElement[] => [
  ...chart.querySelectorAll<SVGElement>(".area[data-area]"),
];

export const keyOfElement = (element: Element): string =>
  keyOf(element.getAttribute("data-area") ?? "", element.getAttribute("data-side") ?? "");

/** Name an area on its side, as a person would say it. */
export function nameOf(areas: readonly AreaName[], place: Place, say: Say): string {
  const name = areas.find((area) => area.id === place.area)?.label ?? place.area;
  return place.side === "midline" ? name : say(`{name}, ${place.side}`, { name });
}

/** Let a chart speak the page's language: its own name, those of its areas, the sides printed on it. */
export function speak(chart: SVGSVGElement, label: string, areas: readonly AreaName[], say: Say): void {
  chart.setAttribute("aria-label", label);
  for (const area of areasOf(chart)) {
    const title = area.querySelector("title");
    const place = placeOf(area);
    if (title && place) title.textContent = nameOf(areas, place, say);
  }
  for (const printed of chart.querySelectorAll(".side-label")) {
    const text = printed.textContent;
    if (text === "LEFT" || text === "RIGHT") printed.textContent = say(text);
  }
}

/** Read the JSON that the server left in a script tag. */
export function readData<Shape>(id: string | null): Shape {
  const text = id ? document.getElementById(id)?.textContent : null;
  if (!text) throw new Error(`no data with the id ${id}`);
  return JSON.parse(text) as Shape;
}
