// The choice between whole areas and the brush, for the charts of a painter.

import type { ChartStage, Way } from "./chart-stage.ts";
import { button, make } from "./dom.ts";
import type { Say } from "./words.ts";

export class ChartWays {
  readonly element: HTMLElement;
  #painter: HTMLElement;
  #charts: ChartStage;
  #say: Say;
  #note = make("p", { class: "alert alert--caution painter__note", role: "status" });
  #buttons: Readonly<Record<Way, HTMLButtonElement>>;

  constructor(painter: HTMLElement, charts: ChartStage, say: Say) {
    this.#painter = painter;
    this.#charts = charts;
    this.#say = say;
    this.#buttons = {
      areas: button(say("Whole areas"), {}, () => this.#take("areas")),
      brush: button(say("Brush"), {}, () => this.#take("brush")),
    };
    const choice = make("div", { class: "painter__switch", role: "group", "aria-label": say("On the charts, mark") }, this.#buttons.areas, this.#buttons.brush);
    this.element = make("div", { class: "painter__ways" }, choice, this.#note);
    this.#turnTo("areas");
  }

  /** Back to whole areas, where the brush cannot be had. */
  giveUp(): void {
    this.#take("areas");
    this.#note.textContent = this.#say("The brush could not be loaded. Your marks are kept; mark whole areas.");
  }

  #take(way: Way): void {
    this.#note.textContent = "";
    this.#turnTo(way);
    this.#charts.take(way);
  }

  #turnTo(way: Way): void {
    this.#painter.dataset["way"] = way;
    for (const [name, each] of Object.entries(this.#buttons)) each.setAttribute("aria-pressed", String(name === way));
  }
}
