import { angleBetween, meanUp, upOf, type Up } from "./inclination.ts";

const REMEMBERED_MS = 500;
type AsksFirst = { requestPermission?: () => Promise<string> };

/**
 * The phone as an inclinometer: zero it, move the joint, hold, take; the next empty trial is filled.
 *
 *     <fieldset data-row="r4">
 *       <input name="r4-t1"> <input name="r4-t2"> <input name="r4-t3"> <input name="r4-device">
 *       <ff-inclinometer hidden>
 *         <button type="button" data-zero>Zero</button>
 *         <output>–</output>
 *         <button type="button" data-take>Take</button>
 *         <span data-said></span>
 *       </ff-inclinometer>
 *     </fieldset>
 *
 * It shows itself only where there is a sensor, needs no network, and sends `change` from the field
 * it fills. It measures against gravity: a turn about the vertical (the neck, sitting) has no angle
 * here and is measured lying, or by goniometer.
 */
export class Inclinometer extends HTMLElement {
  #zero: Up | null = null;
  #recent: { at: number; up: Up }[] = [];

  connectedCallback(): void {
    if (typeof DeviceOrientationEvent === "undefined") return;
    this.addEventListener("click", this.#press);
    window.addEventListener("deviceorientation", this.#turn);
    // Some phones tell nothing before they were asked; they get the buttons at once.
    if ((DeviceOrientationEvent as AsksFirst).requestPermission) this.hidden = false;
  }

  disconnectedCallback(): void {
    window.removeEventListener("deviceorientation", this.#turn);
  }

  #turn = (event: DeviceOrientationEvent): void => {
    if (event.beta === null || event.gamma === null) return;
    this.hidden = false;
    const at = performance.now();
    this.#recent = [...this.#recent, { at, up: upOf(event.beta, event.gamma) }].filter(
      (one) => at - one.at <= REMEMBERED_MS,
    );
    if (this.#zero) this.#show(this.#angle());
  };

  #press = (event: Event): void => {
    const target = event.target as Element;
    if (target.closest("[data-zero]")) void this.#setZero();
    if (target.closest("[data-take]")) this.#take();
  };

  async #setZero(): Promise<void> {
    const asked = (DeviceOrientationEvent as AsksFirst).requestPermission;
    if (asked && (await asked.call(DeviceOrientationEvent)) !== "granted") {
      this.#say("The phone does not let this page use its sensor.");
      return;
    }
    const now = this.#now();
    if (!now) {
      this.#say("Hold still, then zero again.");
      return;
    }
    this.#zero = now;
    this.#show(0);
    this.#say("Zeroed.");
  }

  #take(): void {
    if (!this.#zero || !this.#now()) {
      this.#say("Zero first.");
      return;
    }
    const row = this.closest("[data-row]");
    const field = [...(row?.querySelectorAll<HTMLInputElement>('input[name*="-t"]') ?? [])].find(
      (input) => input.value === "",
    );
    if (!field) {
      this.#say("All trials are taken; empty one to take it again.");
      return;
    }
    field.value = this.#angle().toFixed(0);
    const device = row?.querySelector<HTMLInputElement>('input[name$="-device"]');
    if (device) device.value = "phone inclinometer";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    this.#say(`${field.value} degrees taken.`);
  }

  #now(): Up | null {
    return this.#recent.length ? meanUp(this.#recent.map((one) => one.up)) : null;
  }

  #angle(): number {
    const now = this.#now();
    return this.#zero && now ? angleBetween(this.#zero, now) : 0;
  }

  #show(angle: number): void {
    const output = this.querySelector("output");
    if (output) output.textContent = `${angle.toFixed(0)}°`;
  }

  #say(words: string): void {
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = words;
  }
}

customElements.define("ff-inclinometer", Inclinometer);
