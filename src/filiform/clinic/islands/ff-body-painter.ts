/**
 * Paints a pain drawing on the body charts or the 3D body, by touch, mouse, pen, keyboard or list.
 *
 *     <ff-body-painter field="marks" data="painter-data" draft-key="episode-…">
 *       <script type="application/json" id="painter-data">{"charts": […], "areas": […], "surface": {…}, "strings": {…}}</script>
 *       <input type="hidden" name="marks" value='{"marks":[]}'>
 *       <details class="more painter__list">… one select[data-area][data-side] an area …</details>
 *     </ff-body-painter>
 *
 * The hidden field is the one truth, for charts, body and list alike; `ff-drawing-change` (bubbling,
 * detail: the field's text) tells of each change. An unsent drawing waits in this tab under
 * `draft-key` until its form is sent. Without `surface`, or without WebGL, there are the charts alone.
 */
import { BodyStage } from "./body-stage.ts";
import { BrushControls } from "./brush.ts";
import { ChartStage } from "./chart-stage.ts";
import { nameOf, readData, type BodyData, type Place } from "./charts.ts";
import { button, make } from "./dom.ts";
import * as drawn from "./drawing.ts";
import * as past from "./history.ts";
import { markedList } from "./marked-list.ts";
import * as state from "./marks.ts";
import { project } from "./project.ts";
import { atRest } from "./rest.ts";
import { loadSkin, type Skin } from "./skin.ts";
import type { Touched } from "./strokes.ts";
import { sayer, type Say } from "./words.ts";

export class BodyPainter extends HTMLElement {
  #data!: BodyData;
  #say!: Say;
  #field!: HTMLInputElement;
  #history = past.begin(drawn.EMPTY);
  #skin: Skin | null = null;
  #areas: state.Marks = new Map();
  #projected: { readonly drawing: drawn.Drawing; readonly areas: state.Marks } | null = null;
  #stroke: drawn.Drawing | null = null;
  #strokeErases = false;
  #chartsLag = false;
  #brush!: BrushControls;
  #charts!: ChartStage;
  #body: BodyStage | null = null;
  #caption = make("p", { class: "painter__caption" });
  #marked = make("div");
  #note = make("p", { class: "alert alert--caution painter__note", role: "alert" });
  #live = make("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  #undo = button("", { class: "button button--secondary" }, () => this.#step(past.undone));
  #redo = button("", { class: "button button--secondary" }, () => this.#step(past.redone));

  connectedCallback(): void {
    if (this.#data) return;
    this.#data = readData<BodyData>(this.getAttribute("data"));
    this.#say = sayer(this.#data.strings);
    const name = this.getAttribute("field") ?? "marks";
    const field = this.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (!field) throw new Error(`ff-body-painter: no field called ${name}`);
    this.#field = field;
    this.#brush = new BrushControls(name, this.#say);
    this.#build();
    const text = this.#initialText();
    if (drawn.hasStrokes(text)) void this.#readStrokes(text);
    else this.#read(text);
    void this.#charts.open();
  }

  #initialText(): string {
    const { value } = this.#field;
    const isEmpty = !value.includes("area") && !drawn.hasStrokes(value);
    return (isEmpty && sessionStorage.getItem(this.#draftKey)) || value;
  }

  async #readStrokes(text: string): Promise<void> {
    await this.#needSkin().catch(() => null);
    this.#read(text);
  }

  #read(text: string): void {
    const { drawing, unknown } = drawn.read(text, (area, side) => this.#isKnown(area, side), this.#skin);
    const lost = unknown === 1 ? "{count} mark of an older chart could not be shown and will not be saved." : "{count} marks of an older chart could not be shown and will not be saved.";
    if (unknown) this.#note.textContent = this.#say(lost, { count: unknown });
    this.#history = past.begin(drawing);
    this.#show();
  }

  async #needSkin(): Promise<Skin> {
    const src = this.#data.surface?.skin;
    if (!src) throw new Error("ff-body-painter: no surface");
    this.#skin = await loadSkin(src);
    return this.#skin;
  }

  #isKnown(area: string, side: string): boolean {
    const known = this.#data.areas.find((entry) => entry.id === area);
    return known !== undefined && known.midline === (side === "midline");
  }

  get #draftKey(): string {
    return `filiform-draft-${this.getAttribute("draft-key") ?? "drawing"}`;
  }

  #build(): void {
    const say = this.#say;
    this.#undo.textContent = say("Undo");
    this.#redo.textContent = say("Redo");
    const list = this.querySelector<HTMLDetailsElement>(".painter__list");
    if (list) list.open = false;
    // Without names the list is not sent: from here on the hidden field speaks for it.
    for (const select of list?.querySelectorAll("select") ?? []) select.removeAttribute("name");
    this.#charts = new ChartStage(this.#data, say, { begin: this.#begin, extend: this.#extend, end: this.#end, hover: this.#hover });
    const stage = make("div", { class: "painter__stage" }, this.#caption, this.#charts.holder);
    const tools = make(
      "div",
      { class: "painter__tools" },
      this.#undo,
      this.#redo,
      button(say("Zoom in"), { class: "button button--secondary" }, () => this.#zoomBy(1)),
      button(say("Zoom out"), { class: "button button--secondary" }, () => this.#zoomBy(-1)),
      button(say("Clear all"), { class: "button button--quiet" }, () => this.#change(drawn.EMPTY)),
    );
    const aside = make("div", { class: "painter__aside" }, this.#brush.element, make("section", { class: "painter__summary card" }, make("h2", {}, say("You marked")), this.#marked));
    const main = make("div", { class: "painter__main" }, this.#charts.tabs, stage, tools);
    const painter = make("div", { class: "painter" }, aside, main);
    this.prepend(this.#note, painter, this.#live);
    if (this.#data.surface) {
      this.#body = BodyStage.offer(painter, stage, this.#data, say, {
        ready: async (): Promise<Skin> => this.#skin ?? (await this.#needSkin()),
        tool: () => ({ ...this.#brush.brush, erases: this.#brush.isErasing }),
        paint: this.#paint,
        hover: this.#hover,
        announce: (words) => (this.#live.textContent = words),
        shown: () => this.#body?.show(this.#history.now),
      });
    }
    this.addEventListener("keydown", this.#key);
    list?.addEventListener("change", this.#listed);
    this.closest("form")?.addEventListener("submit", () => sessionStorage.removeItem(this.#draftKey));
  }

  #begin = (place: Place): void => {
    const mark = this.#areas.get(state.keyOf(place.area, place.side));
    this.#strokeErases = this.#brush.isErasing || state.isPaintedWith(mark, this.#brush.brush);
    this.#stroke = this.#history.now;
    this.#extend(place);
  };

  #extend = (place: Place): void => {
    if (!this.#stroke) return;
    this.#stroke = this.#strokeErases
      ? drawn.unmarked(this.#stroke, state.keyOf(place.area, place.side), this.#skin)
      : drawn.marked(this.#stroke, { ...place, ...this.#brush.brush }, this.#skin);
    this.#hover(place);
    this.#charts.show(this.#areasOf(this.#stroke));
  };

  #end = (): void => {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (stroke) this.#change(stroke);
  };

  /** One stroke on the 3D body. */
  #paint = (touched: Touched): void => {
    const { now } = this.#history;
    const skin = this.#skin;
    if (skin) this.#change(this.#brush.isErasing ? drawn.rubbed(now, touched, skin) : drawn.withStroke(now, touched, this.#brush.brush, skin));
  };

  #hover = (place: Place | null): void => {
    const view = this.#body?.isOpen ? this.#say("The body") : this.#charts.label;
    const words = place ? nameOf(this.#data.areas, place, this.#say) : view;
    // Written at each step of a stroke, the page would be laid out each time.
    if (this.#caption.textContent !== words) this.#caption.textContent = words;
  };

  #key = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || !["z", "y"].includes(event.key.toLowerCase())) return;
    event.preventDefault();
    this.#step(event.key.toLowerCase() === "y" || event.shiftKey ? past.redone : past.undone);
  };

  #listed = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const { area, side } = select.dataset;
    if (!area || !state.isSide(side)) return;
    const { now } = this.#history;
    const key = state.keyOf(area, side);
    const quality = this.#areas.get(key)?.quality ?? this.#brush.brush.quality;
    const mark = { area, side, quality, intensity: Number(select.value) };
    this.#change(select.value ? this.#remarked(mark) : drawn.unmarked(now, key, this.#skin));
  };

  #remarked(mark: state.Mark): drawn.Drawing {
    const { now } = this.#history;
    const isPainted = this.#areas.has(state.keyOf(mark.area, mark.side));
    return (isPainted ? drawn.changed : drawn.marked)(now, mark, this.#skin);
  }

  #zoomBy(step: number): void {
    if (this.#body?.isOpen) this.#body.zoomBy(step);
    else this.#charts.zoomBy(step);
  }

  #step(move: (history: past.History<drawn.Drawing>) => past.History<drawn.Drawing>): void {
    this.#history = move(this.#history);
    this.#keep();
  }

  #change(next: drawn.Drawing): void {
    const before = this.#areas;
    const { now } = this.#history;
    this.#history = past.commit(this.#history, next, this.#written);
    if (this.#history.now !== now) this.#announce(before, this.#areasOf(this.#history.now));
    this.#keep();
  }

  #announce(before: state.Marks, now: state.Marks): void {
    const added = [...now].filter(([key, mark]) => !isSame(before.get(key), mark)).map(([, mark]) => mark);
    const removed = [...before].filter(([key]) => !now.has(key)).map(([, mark]) => mark);
    const names = (marks: state.Mark[]): string => marks.map((mark) => nameOf(this.#data.areas, mark, this.#say)).join("; ");
    const parts = [added.length ? this.#say("Marked {names}.", { names: names(added) }) : "", removed.length ? this.#say("Removed {names}.", { names: names(removed) }) : ""];
    this.#live.textContent = parts.join(" ").trim();
  }

  #written = (drawing: drawn.Drawing): string => drawn.written(drawing, this.#skin?.topology ?? "");

  /** Asked for again and again while nothing changes, so the last answer is kept. */
  #areasOf(drawing: drawn.Drawing): state.Marks {
    const { surface } = this.#data;
    if (!surface || drawing.strokes.length === 0) return drawing.marks;
    if (this.#projected?.drawing !== drawing) {
      this.#projected = { drawing, areas: project(drawing, this.#skin, surface.painful) };
    }
    return this.#projected.areas;
  }

  #keep(): void {
    const text = this.#written(this.#history.now);
    if (text === this.#field.value) return this.#show();
    this.#field.value = text;
    sessionStorage.setItem(this.#draftKey, text);
    this.#show();
    this.dispatchEvent(new CustomEvent("ff-drawing-change", { bubbles: true, detail: text }));
  }

  #show(): void {
    const { now, past: before, future } = this.#history;
    this.#areas = this.#areasOf(now);
    this.#field.value = this.#written(now);
    this.#undo.disabled = before.length === 0;
    this.#redo.disabled = future.length === 0;
    this.#showOnCharts();
    this.#body?.show(now);
    this.#list();
    for (const select of this.querySelectorAll<HTMLSelectElement>("select[data-area]")) {
      const mark = this.#areas.get(state.keyOf(select.dataset["area"] ?? "", select.dataset["side"] ?? ""));
      const strength = mark ? String(mark.intensity) : "";
      if (select.value !== strength) select.value = strength;
    }
  }

  /** Behind the body nobody sees the charts: they follow once the page is at rest, before it can be printed. */
  #showOnCharts(): void {
    if (!this.#body?.isOpen) return this.#charts.show(this.#areas);
    if (this.#chartsLag) return;
    this.#chartsLag = true;
    atRest(() => {
      this.#chartsLag = false;
      this.#charts.show(this.#areas);
    });
  }

  #list(): void {
    const focused = document.activeElement;
    const label = this.#marked.contains(focused) ? focused?.getAttribute("aria-label") : null;
    this.#marked.replaceChildren(
      markedList(this.#areas, this.#data.areas, this.#say, {
        change: (mark) => this.#change(this.#remarked(mark)),
        remove: (mark) => this.#change(drawn.unmarked(this.#history.now, state.keyOf(mark.area, mark.side), this.#skin)),
      }),
    );
    // The list is made anew; whoever steers by keyboard stays on the same control of it.
    const controls = [...this.#marked.querySelectorAll<HTMLElement>("[aria-label]")];
    if (label) controls.find((control) => control.getAttribute("aria-label") === label)?.focus();
  }
}

/** Areas of strokes are made anew each time: they are compared by what they say. */
const isSame = (a: state.Mark | undefined, b: state.Mark): boolean => a !== undefined && state.isPaintedWith(a, b);

customElements.define("ff-body-painter", BodyPainter);
