// A pen on the surface silences the palm beside it.

const PALM_SILENCE_MS = 2000;

export class PalmRejection {
  #lastPen = -Infinity;

  /** A pen counts while it hovers and to the end of a long stroke, not only as it comes down. */
  notice(event: PointerEvent): void {
    if (event.pointerType === "pen") this.#lastPen = event.timeStamp;
  }

  isPalm(event: PointerEvent): boolean {
    return event.pointerType === "touch" && event.timeStamp - this.#lastPen < PALM_SILENCE_MS;
  }
}
