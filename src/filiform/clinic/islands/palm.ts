// A pen on the surface silences the palm beside it, also the one that came down just before.

const PALM_SILENCE_MS = 2000;
/** A palm lies down at most this long before its pen. */
const PALM_LEAD_MS = 500;

export class PalmRejection {
  #lastPen = -Infinity;
  #touchBegan = -Infinity;

  /** A pen counts while it hovers and to the end of a long stroke, not only as it comes down. */
  notice(event: PointerEvent): void {
    if (event.pointerType === "pen") this.#lastPen = event.timeStamp;
  }

  isPalm(event: PointerEvent): boolean {
    return event.pointerType === "touch" && event.timeStamp - this.#lastPen < PALM_SILENCE_MS;
  }

  /** Remember what began to paint. */
  began(event: PointerEvent): void {
    this.#touchBegan = event.pointerType === "touch" ? event.timeStamp : -Infinity;
  }

  /** Whether a pen that comes now shows the last stroke to have been its palm; said once. */
  wasPalm(event: PointerEvent): boolean {
    const wasPalm = event.pointerType === "pen" && event.timeStamp - this.#touchBegan < PALM_LEAD_MS;
    if (wasPalm) this.#touchBegan = -Infinity;
    return wasPalm;
  }
}
