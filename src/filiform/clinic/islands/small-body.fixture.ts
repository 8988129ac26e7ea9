// A body of five areas on five charts, and a server for them, so that tests stay readable.

import { vi } from "vitest";
import type { AreaName, BodyData } from "./charts.ts";

const AREAS: readonly AreaName[] = [
  { id: "breastbone", label: "Breastbone", region: "chest", midline: true },
  { id: "shoulder", label: "Front of the shoulder", region: "shoulder", midline: false },
  { id: "knee", label: "Front of the knee", region: "knee", midline: false },
  { id: "neck", label: "Back of the neck", region: "neck", midline: true },
  { id: "thumb", label: "Thumb", region: "hand", midline: false },
];

/** Parts first and the front last: whoever wants another order has to make it. */
const KEYS_BY_VIEW: Readonly<Record<string, readonly string[]>> = {
  hand: ["thumb.left", "thumb.right"],
  left: ["shoulder.left"],
  right: ["shoulder.right"],
  back: ["neck.midline"],
  front: ["breastbone.midline", "shoulder.right", "shoulder.left", "knee.right", "knee.left"],
};

export function chartText(view: string): string {
  const paths = (KEYS_BY_VIEW[view] ?? []).map((key) => {
    const [area, side] = key.split(".");
    return `<path class="area" data-area="${area}" data-side="${side}" d="M ${area} ${side}"><title>${area}</title></path>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 200">${paths.join("")}</svg>`;
}

export function chartOf(view: string): SVGSVGElement {
  const holder = document.createElement("div");
  holder.innerHTML = chartText(view);
  return holder.firstElementChild as SVGSVGElement;
}

let bodies = 0;

/** Return charts at addresses that nobody has fetched yet, in the order of the views asked for. */
export function smallBody(...views: string[]): BodyData {
  bodies += 1;
  const charts = (views.length ? views : Object.keys(KEYS_BY_VIEW)).map((view) => ({
    view,
    label: `Seen: ${view}`,
    src: `/charts/${bodies}/${view}.svg`,
  }));
  return { charts, areas: AREAS };
}

export const viewAt = (src: string): string => src.replace(/^.*\/|\.svg$/g, "");

export const answer = (text: string, status = 200): Response =>
  ({ ok: status < 400, status, text: async () => text }) as Response;

/** Serve every chart; `otherwise` may answer for a view in its own way. Returns the log of requests. */
export function serveCharts(otherwise: (view: string) => Promise<Response> | null = () => null): string[] {
  const fetched: string[] = [];
  vi.stubGlobal("fetch", async (src: string) => {
    fetched.push(src);
    return otherwise(viewAt(src)) ?? answer(chartText(viewAt(src)));
  });
  return fetched;
}

export function areaIn(holder: Element, key: string): SVGElement {
  const [area, side] = key.split(".");
  const found = holder.querySelector<SVGElement>(`.area[data-area="${area}"][data-side="${side}"]`);
  if (!found) throw new Error(`no area ${key} here`);
  return found;
}

/** Let everything that only waits for promises come to rest. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
