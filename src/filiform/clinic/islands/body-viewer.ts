// Beside the charts of a viewer: the 3D body to look at, with what the server lays over it.

import { listen, makeBody, type BodyElement, type Layers, type MuscleSight } from "./body-element.ts";
import type { BodyData, SurfaceSource } from "./charts.ts";
import { button, make } from "./dom.ts";
import { EMPTY, read, type Drawing } from "./drawing.ts";
import { fetchOnce } from "./fetched.ts";
import type { ChartZone } from "./chart-lines.ts";
import type { Weights } from "./layers.ts";
import type { Site } from "./scene.ts";
import { loadSkin, type Skin } from "./skin.ts";
import { Choice, hasWebGL } from "./webgl.ts";

/** What the server knows of a drawing beyond its areas. */
export interface LayerData {
  readonly drawing: object;
  readonly before: object | null;
  readonly sites: readonly Site[];
}

/** Where a point is felt and looked for, on the skin and on each chart. */
export interface Zone {
  readonly zone: Weights;
  readonly sites: readonly Site[];
  readonly charts?: Readonly<Record<string, ChartZone>>;
}

export class BodyViewer {
  #viewer: HTMLElement;
  #data: BodyData;
  #surface: SurfaceSource;
  #layers: LayerData;
  #skin: Skin | null = null;
  #body: BodyElement | null = null;
  #zone: Zone | null = null;
  #wanted = "";
  #sight: MuscleSight | null = null;
  #chosen = new Choice("body-view");
  #note = make("p", { class: "alert alert--caution painter__note", role: "status" });
  #compares = make("input", { type: "checkbox" });
  #charts = button("Charts", { "aria-pressed": "true" }, () => this.#turnTo("charts"));
  #body3d = button("3D body", { "aria-pressed": "false" }, () => void this.#open());

  /** Offer the body where the browser can draw it; null where it cannot. */
  static offer(viewer: HTMLElement, data: BodyData, layers: LayerData, earlier: string | null): BodyViewer | null {
    return data.surface && hasWebGL() ? new BodyViewer(viewer, data, data.surface, layers, earlier) : null;
  }

  private constructor(viewer: HTMLElement, data: BodyData, surface: SurfaceSource, layers: LayerData, earlier: string | null) {
    this.#viewer = viewer;
    this.#data = data;
    this.#surface = surface;
    this.#layers = layers;
    const choice = make("div", { class: "painter__switch", role: "group", "aria-label": "Look at" }, this.#charts, this.#body3d);
    const compare = make("label", { class: "painter__hand viewer__compare" }, this.#compares, make("span", {}, `What changed since ${earlier ?? ""}`));
    this.#compares.addEventListener("change", () => this.#show());
    viewer.prepend(make("div", { class: "painter__choices" }, choice, ...(layers.before && earlier ? [compare] : [])), this.#note);
    if (this.#chosen.value === "3d" && !matchMedia("(max-width: 600px)").matches) void this.#open();
  }

  /** Lay the zone at an address over the marks; an empty address takes it away. */
  async light(address: string): Promise<void> {
    this.#wanted = address;
    if (!this.#body) return;
    const zone = address ? await fetchOnce<Zone>(address).catch(() => null) : null;
    if (this.#wanted !== address) return;
    this.#zone = zone;
    this.#show();
  }

  /** Show lines of muscles through the skin; null takes them away. */
  showMuscles(sight: MuscleSight | null): void {
    this.#sight = sight;
    this.#body?.showMuscles(sight);
  }

  async #open(): Promise<void> {
    this.#note.textContent = "";
    this.#turnTo("body");
    try {
      if (!this.#body) await this.#make();
      await this.light(this.#wanted);
    } catch {
      this.#giveUp();
    }
  }

  async #make(): Promise<void> {
    const skin = loadSkin(this.#surface.skin);
    this.#body = await makeBody(this.#viewer, this.#data, this.#surface, skin, (body) =>
      listen(body, "ff-body-lost", () => this.#giveUp()),
    );
    this.#skin = await skin;
    this.#show();
    this.#body.showMuscles(this.#sight);
  }

  #show(): void {
    const { sites } = this.#layers;
    const layers: Layers = {
      drawing: this.#drawn(this.#layers.drawing),
      before: this.#compares.checked && this.#layers.before ? this.#drawn(this.#layers.before) : null,
      zone: this.#zone?.zone ?? null,
      sites: [...sites, ...(this.#zone?.sites ?? [])],
    };
    this.#body?.show(layers);
  }

  #drawn(document: object): Drawing {
    return this.#skin ? read(JSON.stringify(document), () => true, this.#skin).drawing : EMPTY;
  }

  #giveUp(): void {
    this.#body = null;
    this.#viewer.querySelector("ff-body")?.remove();
    this.#note.textContent = "The 3D body could not be shown; the charts hold the same marks.";
    this.#turnTo("charts");
  }

  #turnTo(view: "body" | "charts"): void {
    this.#chosen.value = view === "body" ? "3d" : "charts";
    this.#viewer.dataset["view"] = view;
    this.#charts.setAttribute("aria-pressed", String(view === "charts"));
    this.#body3d.setAttribute("aria-pressed", String(view === "body"));
  }
}
