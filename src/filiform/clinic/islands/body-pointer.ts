// Hands on the 3D body: on the skin one pointer paints, beside it it turns; two fingers always turn.

import { PalmRejection } from "./palm.ts";

export interface BodyHands {
  /** Begin a stroke; false if nothing is there to paint, so that the pointer turns instead. */
  begin(event: PointerEvent): boolean;
  extend(steps: readonly PointerEvent[]): void;
  end(): void;
  /** The stroke was the first finger of two: forget it. */
  cancel(): void;
  /** The last stroke was the palm that came down before its pen. */
  takeBack(): void;
  turn(right: number, down: number): void;
  pinch(factor: number, right: number, down: number): void;
  hover(event: PointerEvent | null): void;
}

type Doing = "nothing" | "painting" | "turning" | "pinching";

interface Place {
  readonly x: number;
  readonly y: number;
}

export class BodyPointer {
  #stage: HTMLElement;
  #hands: BodyHands;
  #palm = new PalmRejection();
  #places = new Map<number, Place>();
  #doing: Doing = "nothing";
  #leader: number | null = null;

  constructor(stage: HTMLElement, hands: BodyHands) {
    this.#stage = stage;
    this.#hands = hands;
    stage.addEventListener("pointerdown", this.#down);
    stage.addEventListener("pointermove", this.#move);
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) stage.addEventListener(name, this.#up);
    stage.addEventListener("pointerleave", () => this.#hands.hover(null));
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  #down = (event: PointerEvent): void => {
    this.#notice(event);
    if (this.#palm.isPalm(event)) return;
    this.#stage.setPointerCapture?.(event.pointerId);
    this.#places.set(event.pointerId, placeOf(event));
    if (this.#places.size > 1) {
      if (this.#doing === "painting") this.#hands.cancel();
      this.#doing = "pinching";
      return;
    }
    this.#leader = event.pointerId;
    const turns = event.button > 0 || event.shiftKey || !this.#hands.begin(event);
    this.#doing = turns ? "turning" : "painting";
    if (!turns) this.#palm.began(event);
  };

  #move = (event: PointerEvent): void => {
    this.#notice(event);
    const before = this.#places.get(event.pointerId);
    if (!before) {
      if (this.#doing === "nothing") this.#hands.hover(event);
      return;
    }
    const now = placeOf(event);
    if (this.#doing === "pinching") this.#pinch(event.pointerId, before, now);
    this.#places.set(event.pointerId, now);
    if (event.pointerId !== this.#leader) return;
    if (this.#doing === "turning") this.#hands.turn(now.x - before.x, now.y - before.y);
    if (this.#doing !== "painting") return;
    const steps = event.getCoalescedEvents?.() ?? [];
    this.#hands.extend(steps.length ? steps : [event]);
  };

  #up = (event: PointerEvent): void => {
    this.#notice(event);
    if (!this.#places.delete(event.pointerId)) return;
    if (this.#doing === "painting" && event.pointerId === this.#leader) this.#hands.end();
    // A finger that stays after two of them were down does nothing until it lifts.
    if (this.#places.size === 0) this.#doing = "nothing";
    else if (this.#doing !== "pinching") this.#doing = "pinching";
  };

  #pinch(moved: number, before: Place, now: Place): void {
    const other = [...this.#places].find(([pointer]) => pointer !== moved)?.[1];
    if (!other) return;
    const apart = Math.hypot(before.x - other.x, before.y - other.y);
    const farther = Math.hypot(now.x - other.x, now.y - other.y);
    if (apart > 0 && farther > 0) this.#hands.pinch(apart / farther, (now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  /** The palm often lies down before the pen does. */
  #notice(event: PointerEvent): void {
    this.#palm.notice(event);
    if (event.pointerType !== "pen" || this.#places.has(event.pointerId)) return;
    const wasPalm = this.#palm.wasPalm(event);
    if (this.#doing === "painting") this.#hands.cancel();
    else if (wasPalm) this.#hands.takeBack();
    this.#places.clear();
    this.#doing = "nothing";
  }
}

const placeOf = (event: PointerEvent): Place => ({ x: event.clientX, y: event.clientY });
