// Muscle lines on the 3D body: fetched for the figure that is shown, named under the pointer.

import type { MuscleSight } from "./body-element.ts";
import { make } from "./dom.ts";
import { fetchOnce } from "./fetched.ts";
import { piecesOf, type ShapeLines } from "./muscles.ts";
import type { BodyScene } from "./scene.ts";

export class BodyMuscles {
  #stage: HTMLElement;
  #scene: BodyScene;
  #draw: () => void;
  #sight: MuscleSight | null = null;
  #figure = "";
  #held = "";
  #note = make("p", { class: "badge badge--caution body3d__note", hidden: true });

  constructor(stage: HTMLElement, scene: BodyScene, draw: () => void) {
    this.#stage = stage;
    this.#scene = scene;
    this.#draw = draw;
    stage.append(this.#note);
  }

  /** Show lines as they are wanted; null takes them away and makes the skin whole again. */
  show(sight: MuscleSight | null): void {
    this.#sight = sight;
    void this.#fetch();
  }

  /** Another figure is shown. */
  wear(figure: string): void {
    this.#figure = figure;
    void this.#fetch();
  }

  keyAt(event: PointerEvent): string {
    const box = this.#stage.getBoundingClientRect();
    return this.#scene.muscleAt(event.clientX - box.left, event.clientY - box.top, box.width, box.height);
  }

  async #fetch(): Promise<void> {
    const src = this.#sight?.shapes[this.#figure] ?? "";
    // Lines of another figure would lie beside this one.
    if (this.#held && this.#held !== src) this.#hold("", null);
    if (src && src !== this.#held) {
      const lines = await fetchOnce<ShapeLines>(src).catch(() => null);
      if (!lines || this.#sight?.shapes[this.#figure] !== src) return;
      this.#hold(src, lines);
    }
    this.#note.textContent = this.#sight?.note ?? "";
    this.#note.hidden = !this.#held;
    this.#scene.muscles.light(this.#sight?.lit ?? new Set());
    this.#draw();
  }

  #hold(src: string, lines: ShapeLines | null): void {
    this.#held = src;
    this.#scene.muscles.hold(lines && piecesOf(lines));
  }
}
