// The brush: how strong, what it feels like, paint or erase.

import { make } from "./dom.ts";
import { QUALITIES, type Brush, type Quality } from "./marks.ts";
import type { Say, Text } from "./words.ts";

const WORDS: readonly Text[] = ["mild", "mild", "mild", "mild", "moderate", "moderate", "moderate", "severe", "severe", "severe", "worst imaginable"];
const FIRST_INTENSITY = 5;

export class BrushControls {
  readonly element: HTMLElement;
  #intensity = FIRST_INTENSITY;
  #qualities = new Set<Quality>();
  #erasing = false;
  #say: Say;
  #words = make("strong", { "aria-live": "polite" });

  constructor(name: string, say: Say) {
    this.#say = say;
    this.element = make(
      "div",
      { class: "painter__brush card" },
      this.#intensityChoice(name),
      this.#qualityChoice(),
      this.#toolChoice(name),
    );
    this.#describe();
  }

  get brush(): Brush {
    return { intensity: this.#intensity, quality: QUALITIES.filter((q) => this.#qualities.has(q)) };
  }

  get isErasing(): boolean {
    return this.#erasing;
  }

  #intensityChoice(name: string): HTMLElement {
    const scale = make("div", { class: "scale scale--pain" });
    for (let value = 1; value <= 10; value += 1) {
      const input = make("input", {
        type: "radio",
        name: `${name}-intensity`,
        value: String(value),
        checked: value === this.#intensity,
        "aria-label": `${value}, ${this.#word(value)}`,
      });
      input.addEventListener("change", () => {
        this.#intensity = value;
        this.#describe();
      });
      scale.append(make("label", {}, input, make("span", { "data-intensity": String(value) }, String(value))));
    }
    return make("fieldset", { class: "stack stack--s" }, make("legend", { class: "label" }, `${this.#say("How strong?")} `, this.#words), scale);
  }

  #qualityChoice(): HTMLElement {
    const row = make("div", { class: "segments segments--plain" });
    for (const quality of QUALITIES) {
      const input = make("input", { type: "checkbox", value: quality, checked: this.#qualities.has(quality) });
      input.addEventListener("change", () => {
        if (input.checked) this.#qualities.add(quality);
        else this.#qualities.delete(quality);
      });
      row.append(make("label", {}, input, make("span", {}, this.#say(quality))));
    }
    return make("fieldset", { class: "stack stack--s" }, make("legend", { class: "label" }, this.#say("What does it feel like?")), row);
  }

  #toolChoice(name: string): HTMLElement {
    const row = make("div", { class: "segments segments--plain" });
    for (const tool of ["paint", "erase"] as const) {
      const input = make("input", { type: "radio", name: `${name}-tool`, value: tool, checked: tool === "paint" });
      input.addEventListener("change", () => {
        this.#erasing = tool === "erase";
      });
      row.append(make("label", {}, input, make("span", {}, this.#say(tool))));
    }
    return make("fieldset", { class: "stack stack--s" }, make("legend", { class: "label" }, this.#say("Touch to")), row);
  }

  #describe(): void {
    this.#words.textContent = `${this.#intensity} · ${this.#word(this.#intensity)}`;
  }

  #word(intensity: number): string {
    return this.#say(WORDS[intensity] ?? "worst imaginable");
  }
}
