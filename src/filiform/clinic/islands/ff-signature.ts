/**
 * A field to sign in with a finger, a pen or the mouse. It arrives in a script of its own,
 * `signature.js`, on the page that asks for a signature.
 *
 *     <ff-signature>
 *       <canvas aria-label="Sign here"></canvas>
 *       <button type="button" data-clear>Clear the signature</button>
 *       <input type="hidden" name="strokes">
 *     </ff-signature>
 *
 * Whoever cannot draw types the name instead; that is plain HTML beside it. The field is emptied
 * when its size changes, so that nothing is stored that nobody saw.
 */
import SignaturePad from "signature_pad";
import { strokesText } from "./signature-strokes.ts";

export class Signature extends HTMLElement {
  #pad?: SignaturePad;
  #width = 0;
  #sizes?: ResizeObserver;

  connectedCallback(): void {
    const canvas = this.querySelector("canvas");
    if (!canvas || this.#pad) return;
    this.#pad = new SignaturePad(canvas, { penColor: "#1a1a1a", backgroundColor: "#ffffff" });
    this.#pad.addEventListener("endStroke", this.#keep);
    this.querySelector("[data-clear]")?.addEventListener("click", this.#clear);
    this.#sizes = new ResizeObserver(() => this.#fit(canvas));
    this.#sizes.observe(canvas);
  }

  disconnectedCallback(): void {
    this.#sizes?.disconnect();
    this.#pad?.off();
  }

  #fit(canvas: HTMLCanvasElement): void {
    const width = canvas.clientWidth;
    if (width === this.#width) return;
    this.#width = width;
    canvas.width = width * devicePixelRatio;
    canvas.height = canvas.clientHeight * devicePixelRatio;
    canvas.getContext("2d")?.scale(devicePixelRatio, devicePixelRatio);
    this.#clear();
  }

  #clear = (): void => {
    this.#pad?.clear();
    this.#keep();
  };

  #keep = (): void => {
    const canvas = this.querySelector("canvas");
    const field = this.querySelector<HTMLInputElement>("input[name=strokes]");
    if (!canvas || !field) return;
    field.value = strokesText(this.#pad?.toData() ?? [], canvas.clientWidth, canvas.clientHeight);
  };
}

customElements.define("ff-signature", Signature);
