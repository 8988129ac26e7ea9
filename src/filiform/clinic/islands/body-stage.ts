// Beside the charts of a painter: the switch to the 3D body, fetched when somebody wants it.

import { listen, makeBody, type BodyElement, type Tool } from "./body-element.ts";
import type { BodyData, Place } from "./charts.ts";
import { button, make } from "./dom.ts";
import type { Drawing } from "./drawing.ts";
import type { Skin } from "./skin.ts";
import type { Touched } from "./strokes.ts";
import { Choice, hasWebGL } from "./webgl.ts";

export interface StageListener {
  ready(): Promise<Skin>;
  tool(): Tool;
  paint(touched: Touched, skin: Skin): void;
  hover(place: Place | null): void;
  say(words: string): void;
  shown(): void;
}

/** A phone is small for a body; it begins with the charts whatever was chosen before. */
const PHONE = "(max-width: 600px)";

export class BodyStage {
  #painter: HTMLElement;
  #stage: HTMLElement;
  #data: BodyData;
  #listener: StageListener;
  #body: BodyElement | null = null;
  #chosen = new Choice("body-view");
  #hand = new Choice("hand");
  #note = make("p", { class: "alert alert--caution painter__note", role: "status" });
  #charts = button("Charts", { "aria-pressed": "true" }, () => this.#close(true));
  #body3d = button("3D body", { "aria-pressed": "false" }, () => void this.#open(true));

  /** Offer the body where the browser can draw it; null where it cannot. */
  static offer(painter: HTMLElement, stage: HTMLElement, data: BodyData, listener: StageListener): BodyStage | null {
    return hasWebGL() ? new BodyStage(painter, stage, data, listener) : null;
  }

  private constructor(painter: HTMLElement, stage: HTMLElement, data: BodyData, listener: StageListener) {
    this.#painter = painter;
    this.#stage = stage;
    this.#data = data;
    this.#listener = listener;
    const leftHanded = make("input", { type: "checkbox", checked: this.#hand.value === "left" });
    leftHanded.addEventListener("change", () => this.#putAside(leftHanded.checked));
    this.#putAside(leftHanded.checked);
    const choice = make("div", { class: "painter__switch", role: "group", "aria-label": "Paint on" }, this.#charts, this.#body3d);
    const hand = make("label", { class: "painter__hand" }, leftHanded, make("span", {}, "I paint with my left hand"));
    stage.parentElement?.prepend(make("div", { class: "painter__choices" }, choice, hand), this.#note);
    if (this.#chosen.value === "3d" && !matchMedia(PHONE).matches) void this.#open(false);
  }

  get isOpen(): boolean {
    return this.#painter.dataset["view"] === "body";
  }

  zoomBy(step: number): void {
    this.#body?.zoomBy(step);
  }

  show(drawing: Drawing): void {
    this.#body?.show({ drawing });
  }

  async #open(isChosen: boolean): Promise<void> {
    if (isChosen) this.#chosen.value = "3d";
    this.#note.textContent = "";
    this.#turnTo("body");
    try {
      if (!this.#body) await this.#make();
      this.#listener.hover(null);
    } catch {
      this.#giveUp();
    }
  }

  async #make(): Promise<void> {
    const { surface } = this.#data;
    if (!surface) throw new Error("painter: no surface");
    this.#stage.setAttribute("aria-busy", "true");
    const [skin, body] = await Promise.all([this.#listener.ready(), makeBody(surface.script)]);
    body.tool = this.#listener.tool;
    listen(body, "ff-body-stroke", (touched) => this.#listener.paint(touched, skin));
    listen(body, "ff-body-hover", this.#listener.hover);
    listen(body, "ff-body-view", (view) => this.#listener.say(`View: ${view}`));
    listen(body, "ff-body-lost", () => this.#giveUp());
    this.#stage.append(body);
    await body.open(this.#data, skin);
    this.#body = body;
    this.#stage.removeAttribute("aria-busy");
    this.#listener.shown();
  }

  /** The charts hold the same marks: nothing is lost when the body cannot be shown. */
  #giveUp(): void {
    this.#body = null;
    this.#stage.removeAttribute("aria-busy");
    this.#stage.querySelector("ff-body")?.remove();
    this.#note.textContent = "The 3D body could not be shown. Your marks are kept; paint on the charts.";
    this.#close(false);
  }

  #close(isChosen: boolean): void {
    if (isChosen) this.#chosen.value = "charts";
    this.#turnTo("charts");
    this.#listener.hover(null);
  }

  #turnTo(view: "body" | "charts"): void {
    this.#painter.dataset["view"] = view;
    this.#charts.setAttribute("aria-pressed", String(view === "charts"));
    this.#body3d.setAttribute("aria-pressed", String(view === "body"));
  }

  #putAside(isLeft: boolean): void {
    this.#hand.value = isLeft ? "left" : "right";
    this.#painter.dataset["hand"] = this.#hand.value;
  }
}
