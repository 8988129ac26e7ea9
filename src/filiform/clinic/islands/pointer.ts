// Pointer strokes over a chart: one press to release is one stroke; a pen silences the palm.

import { placeOf, type Place } from "./charts.ts";
import { PalmRejection } from "./palm.ts";

export interface StrokeListener {
  begin(place: Place): void;
  extend(place: Place): void;
  end(): void;
  hover(place: Place | null): void;
}

/** Follow pointers on `stage` and tell the listener which areas a stroke meets. */
export class Strokes {
  #stage: HTMLElement;
  #listener: StrokeListener;
  #pointer: number | null = null;
  #palm = new PalmRejection();
  #touches = new Set<number>();

  constructor(stage: HTMLElement, listener: StrokeListener) {
    this.#stage = stage;
    this.#listener = listener;
    stage.addEventListener("pointerdown", this.#down);
    stage.addEventListener("pointermove", this.#move);
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
      stage.addEventListener(name, this.#up);
    }
    stage.addEventListener("pointerleave", () => this.#listener.hover(null));
    // A finger that lifts outside the stage must not stay counted: it would silence all others.
    for (const name of ["pointerup", "pointercancel"] as const) {
      window.addEventListener(name, (event) => this.#touches.delete(event.pointerId));
    }
  }

  #down = (event: PointerEvent): void => {
    this.#palm.notice(event);
    if (event.pointerType === "touch") this.#touches.add(event.pointerId);
    const place = placeOf(event.target as Element);
    if (!place || event.button > 0 || this.#pointer !== null || this.#palm.isPalm(event)) return;
    if (this.#touches.size > 1) return;
    this.#pointer = event.pointerId;
    this.#stage.setPointerCapture?.(event.pointerId);
    this.#listener.begin(place);
  };

  #move = (event: PointerEvent): void => {
    this.#palm.notice(event);
    if (this.#pointer === null) {
      this.#listener.hover(placeOf(event.target as Element));
      return;
    }
    if (event.pointerId !== this.#pointer) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const step of passed.length ? passed : [event]) {
      const place = placeOf(document.elementFromPoint(step.clientX, step.clientY));
      if (place) this.#listener.extend(place);
    }
  };

  #up = (event: PointerEvent): void => {
    this.#palm.notice(event);
    this.#touches.delete(event.pointerId);
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#listener.end();
  };
}
