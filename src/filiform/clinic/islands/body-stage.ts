// Beside the charts of a painter: the switch to the 3D body, fetched when somebody wants it.

import { listen, makeBody, type BodyElement, type Tool } from "./body-element.ts";
import type { BodyData, Place } from "./charts.ts";
import { button, make } from "./dom.ts";
import type { Drawing } from "./drawing.ts";
import type { Skin } from "./skin.ts";
import type { Touched } from "./strokes.ts";
import { Choice, hasWebGL } from "./webgl.ts";
import type { Say } from "./words.ts";

export interface StageListener {
  ready(): Promise<Skin>;
  tool(): Tool;
  paint(touched: Touched): void;
  takeBack(): void;
  hover(place: Place | null): void;
  announce(words: string): void;
  shown(): void;
}

/** A phone is small for a body; it begins with the charts whatever was chosen before. */
const PHONE = "(max-width: 600px)";

export class BodyStage {
  #painter: HTMLElement;
  #stage: HTMLElement;
  #data: BodyData;
  #say: Say;
  #listener: StageListener;
  #body: BodyElement | null = null;
  #chosen = new Choice("body-view");
  #hand = new Choice("hand");
  #note = make("p", { class: "alert alert--caution painter__note", role: "status" });
  #charts = button("", { "aria-pressed": "true" }, () => this.#close(true));
  #body3d = button("", { "aria-pressed": "false" }, () => void this.#open(true));

  /** Offer the body where the browser can draw it; null where it cannot. */
  static offer(painter: HTMLElement, stage: HTMLElement, data: BodyData, say: Say, listener: StageListener): BodyStage | null {
    return hasWebGL() ? new BodyStage(painter, stage, data, say, listener) : null;
  }

  private constructor(painter: HTMLElement, stage: HTMLElement, data: BodyData, say: Say, listener: StageListener) {
    this.#painter = painter;
    this.#stage = stage;
    this.#data = data;
    this.#say = say;
    this.#charts.textContent = say("Charts");
    this.#body3d.textContent = say("3D body");
    this.#listener = listener;
    const leftHanded = make("input", { type: "checkbox", checked: this.#hand.value === "left" });
    leftHanded.addEventListener("change", () => this.#putAside(leftHanded.checked));
    this.#putAside(leftHanded.checked);
    const choice = make("div", { class: "painter__switch", role: "group", "aria-label": say("Paint on") }, this.#charts, this.#body3d);
    const hand = make("label", { class: "painter__hand" }, leftHanded, make("span", {}, say("I paint with my left hand")));
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
    const skin = this.#listener.ready();
    this.#body = await makeBody(this.#stage, this.#data, surface, skin, (body) => {
      body.tool = this.#listener.tool;
      listen(body, "ff-body-stroke", this.#listener.paint);
      listen(body, "ff-body-take-back", this.#listener.takeBack);
      listen(body, "ff-body-hover", this.#listener.hover);
      listen(body, "ff-body-view", (view) => this.#listener.announce(this.#say("View: {view}", { view })));
      listen(body, "ff-body-lost", () => this.#giveUp());
    });
    this.#stage.removeAttribute("aria-busy");
    this.#listener.shown();
  }

  /** The charts hold the same marks: nothing is lost when the body cannot be shown. */
  #giveUp(): void {
    this.#body = null;
    this.#stage.removeAttribute("aria-busy");
    this.#stage.querySelector("ff-body")?.remove();
    this.#note.textContent = this.#say("The 3D body could not be shown. Your marks are kept; paint on the charts.");
    this.#close(false);
  }

  #close(isChosen: boolean): void {
    if (isChosen) this.#chosen.value = "charts";
    this.#turnTo("charts");
    // The charts may lag behind the body; now they are looked at.
    this.#listener.shown();
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
