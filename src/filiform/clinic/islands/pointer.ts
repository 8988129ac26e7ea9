// Pointer strokes over a chart: one press to release is one stroke; a pen silences the palm, and
// two fingers never paint, they zoom.

import { placeOf, type Place } from "./charts.ts";
import { PalmRejection } from "./palm.ts";

export interface StrokeListener {
  begin(place: Place, at: PointerEvent): void;
  /** Go on; between two areas and beside the body there is no place. */
  extend(place: Place | null, at: PointerEvent): void;
  end(): void;
  /** The stroke was the first finger of two, or a palm: forget it. */
  cancel(): void;
  /** The last stroke was the palm that came down before its pen. */
  takeBack(): void;
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
    for (const name of ["pointerup", "lostpointercapture"] as const) stage.addEventListener(name, this.#up);
    stage.addEventListener("pointercancel", this.#cancelled);
    stage.addEventListener("pointerleave", () => this.#listener.hover(null));
    // A finger that lifts outside the stage must not stay counted: it would silence all others.
    for (const name of ["pointerup", "pointercancel"] as const) {
      window.addEventListener(name, (event) => this.#touches.delete(event.pointerId));
    }
  }

  #down = (event: PointerEvent): void => {
    this.#notice(event);
    if (this.#palm.isPalm(event)) return;
    if (event.pointerType === "touch") this.#touches.add(event.pointerId);
    if (this.#touches.size > 1) return this.#cancelTouch();
    const place = placeOf(event.target as Element);
    if (!place || event.button > 0 || this.#pointer !== null) return;
    this.#pointer = event.pointerId;
    this.#palm.began(event);
    this.#stage.setPointerCapture?.(event.pointerId);
    this.#listener.begin(place, event);
  };

  #move = (event: PointerEvent): void => {
    this.#notice(event);
    if (this.#pointer === null) {
      this.#listener.hover(placeOf(event.target as Element));
      return;
    }
    if (event.pointerId !== this.#pointer) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const step of passed.length ? passed : [event]) {
      this.#listener.extend(placeOf(document.elementFromPoint(step.clientX, step.clientY)), step);
    }
  };

  #up = (event: PointerEvent): void => {
    this.#notice(event);
    this.#touches.delete(event.pointerId);
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#listener.end();
  };

  /** The browser took the finger over, to zoom or to scroll. */
  #cancelled = (event: PointerEvent): void => {
    this.#touches.delete(event.pointerId);
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#listener.cancel();
  };

  get #touchPaints(): boolean {
    return this.#pointer !== null && this.#touches.has(this.#pointer);
  }

  #cancelTouch(): void {
    if (!this.#touchPaints) return;
    this.#pointer = null;
    this.#listener.cancel();
  }

  /** The palm often lies down before the pen does. */
  #notice(event: PointerEvent): void {
    this.#palm.notice(event);
    if (event.pointerType !== "pen" || event.pointerId === this.#pointer) return;
    const wasPalm = this.#palm.wasPalm(event);
    if (this.#touchPaints) this.#cancelTouch();
    else if (wasPalm) this.#listener.takeBack();
    // What touches beside a pen is the hand that holds it.
    this.#touches.clear();
  }
}
