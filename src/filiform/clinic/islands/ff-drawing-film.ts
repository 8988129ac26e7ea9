/**
 * Shows the drawings of a row one after the other, as a film that a person plays or steps through.
 *
 *     <ff-drawing-film frames="drawings-row" data="film-data"></ff-drawing-film>
 *     <script type="application/json" id="film-data">{"strings": {…}}</script>
 *     <ol id="drawings-row">
 *       <li data-frame data-label="3 Mar 2026"> <div class="views"> charts </div> </li>
 *     </ol>
 *
 * The frames are the row's own charts, copied; without scripts the row is all there is. Space plays
 * and pauses, the arrow keys, Home and End step, also on the slider. Where less motion is asked for
 * nothing plays by itself: the button goes, the steps stay. Without `data` it speaks English.
 *
 * Fires `ff-film-frame` with `detail: { index, label }` whenever another drawing is shown.
 */
import { readData } from "./charts.ts";
import { button, make } from "./dom.ts";
import { sayer, type Say, type Strings } from "./words.ts";

const FRAME_MS = 1200;

export class DrawingFilm extends HTMLElement {
  #frames: Element[] = [];
  #shown = 0;
  #timer = 0;
  #stage = make("div", { class: "film__stage" });
  #caption = make("p", { class: "film__caption", "aria-live": "polite" });
  #slider = make("input", { type: "range", min: "0", step: "1" });
  #say: Say = sayer();
  #play = button("", { class: "button button--primary" }, () => this.#toggle());

  connectedCallback(): void {
    if (this.#frames.length > 0) return;
    const row = document.getElementById(this.getAttribute("frames") ?? "");
    this.#frames = [...(row?.querySelectorAll("[data-frame]") ?? [])];
    if (this.#frames.length < 2) return;
    const data = this.getAttribute("data");
    if (data) this.#say = sayer(readData<{ strings?: Strings }>(data).strings);
    this.#slider.setAttribute("aria-label", this.#say("Drawing"));
    this.#play.textContent = this.#say("Play");
    this.#slider.max = String(this.#frames.length - 1);
    this.#slider.addEventListener("input", () => {
      this.#pause();
      this.#show(Number(this.#slider.value));
    });
    this.addEventListener("keydown", this.#press);
    this.append(this.#caption, this.#stage, this.#bar());
    this.#show(0);
  }

  disconnectedCallback(): void {
    this.#pause();
  }

  #bar(): HTMLElement {
    const quiet = { class: "button button--secondary" };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return make(
      "div",
      { class: "film__bar no-print", role: "group", "aria-label": this.#say("Film") },
      ...(still ? [] : [this.#play]),
      button(this.#say("Earlier"), quiet, () => this.#step(-1)),
      this.#slider,
      button(this.#say("Later"), quiet, () => this.#step(1)),
    );
  }

  #press = (event: KeyboardEvent): void => {
    const last = this.#frames.length - 1;
    const goal = { ArrowLeft: this.#shown - 1, ArrowRight: this.#shown + 1, Home: 0, End: last }[event.key];
    // On a button the space bar presses that button.
    const plays = event.key === " " && !(event.target instanceof HTMLButtonElement);
    if (goal === undefined && !plays) return;
    event.preventDefault();
    if (goal === undefined) {
      if (this.#play.isConnected) this.#toggle();
    } else {
      this.#step(goal - this.#shown);
    }
  };

  #step(by: number): void {
    this.#pause();
    this.#show(Math.min(this.#frames.length - 1, Math.max(0, this.#shown + by)));
  }

  #toggle(): void {
    if (this.#timer) {
      this.#pause();
      return;
    }
    this.#play.textContent = this.#say("Pause");
    // Pressed at the end it begins again.
    if (this.#shown === this.#frames.length - 1) this.#show(0);
    this.#timer = window.setInterval(() => {
      this.#show(this.#shown + 1);
      if (this.#shown === this.#frames.length - 1) this.#pause();
    }, FRAME_MS);
  }

  #pause(): void {
    window.clearInterval(this.#timer);
    this.#timer = 0;
    this.#play.textContent = this.#say("Play");
  }

  #show(index: number): void {
    const frame = this.#frames[index];
    if (!frame) return;
    const label = frame.getAttribute("data-label") ?? "";
    this.#shown = index;
    this.#stage.replaceChildren(...[...frame.querySelectorAll(".views")].map((each) => each.cloneNode(true)));
    this.#caption.textContent = this.#say("{label}, drawing {number} of {count}", { label, number: index + 1, count: this.#frames.length });
    this.#slider.value = String(index);
    this.#slider.setAttribute("aria-valuetext", label);
    const detail = { index, label };
    this.dispatchEvent(new CustomEvent("ff-film-frame", { bubbles: true, detail }));
  }
}

customElements.define("ff-drawing-film", DrawingFilm);
