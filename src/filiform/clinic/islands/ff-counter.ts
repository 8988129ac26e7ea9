/**
 * A number with a large minus and plus; the form around it sends itself when the number changes.
 *
 *     <ff-counter class="counter__row">
 *       <button type="button" data-step="-1">−</button>
 *       <input type="number" min="0" max="50" name="needles_out">
 *       <button type="button" data-step="1">+</button>
 *     </ff-counter>
 */
export class Counter extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#press);
  }

  #press = (event: Event): void => {
    const button = (event.target as Element).closest("[data-step]");
    const input = this.querySelector("input");
    if (!button || !input) return;
    const step = Number(button.getAttribute("data-step"));
    const least = input.min === "" ? -Infinity : Number(input.min);
    const most = input.max === "" ? Infinity : Number(input.max);
    // An empty field means "not looked for": the first plus makes it one, the first minus none.
    const from = input.value === "" ? (step > 0 ? 0 : 1) : Number(input.value);
    const next = Math.min(most, Math.max(least, from + step));
    if (String(next) === input.value) return;
    input.value = String(next);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
}

customElements.define("ff-counter", Counter);
