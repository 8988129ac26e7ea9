// The brush: how strong, what it feels like, how deep and when, how wide, paint or erase.

import type { Tool } from "./body-element.ts";
import { make } from "./dom.ts";
import { feelingControls } from "./feeling.ts";
import { feelingOf, QUALITIES, type Brush, type Quality } from "./marks.ts";
import type { Say, Text } from "./words.ts";

const WORDS: readonly Text[] = ["mild", "mild", "mild", "mild", "moderate", "moderate", "moderate", "severe", "severe", "severe", "worst imaginable"];
const FIRST_INTENSITY = 5;
const WIDTHS = { fine: 0.5, medium: 1, broad: 1.75 } as const;

export class BrushControls {
  readonly element: HTMLElement;
  #intensity = FIRST_INTENSITY;
  #qualities = new Set<Quality>();
  #feeling: { depth?: unknown; when?: unknown } = {};
  #width = 1;
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
      this.#feelingChoice(name),
      this.#toolChoice(name),
      this.#widthChoice(name),
    );
    this.#describe();
  }

  get brush(): Brush {
    const quality = QUALITIES.filter((q) => this.#qualities.has(q));
    return { intensity: this.#intensity, quality, ...feelingOf(this.#feeling) };
  }

  /** The brush as it meets the skin. */
  get tool(): Tool {
    return { ...this.brush, erases: this.#erasing, width: this.#width };
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

  #feelingChoice(name: string): HTMLElement {
    const questions = feelingControls(name, {}, this.#say, (change) => {
      this.#feeling = { ...this.#feeling, ...change };
    });
    return make("details", { class: "painter__feeling" }, make("summary", {}, this.#say("How deep, and when?")), ...questions);
  }

  /** Whole areas have no width: the style sheet shows this beside a brush only. */
  #widthChoice(name: string): HTMLElement {
    const row = make("div", { class: "segments segments--plain" });
    for (const width of ["fine", "medium", "broad"] as const) {
      const input = make("input", { type: "radio", name: `${name}-width`, value: width, checked: WIDTHS[width] === this.#width });
      input.addEventListener("change", () => {
        this.#width = WIDTHS[width];
      });
      row.append(make("label", {}, input, make("span", {}, this.#say(width))));
    }
    return make("fieldset", { class: "stack stack--s painter__width" }, make("legend", { class: "label" }, this.#say("Width of the brush")), row);
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
