/**
 * Paints a pain drawing on the body charts or the 3D body, by touch, mouse, pen, keyboard or list.
 *
 *     <ff-body-painter field="marks" data="painter-data" draft-key="episode-…">
 *       <script type="application/json" id="painter-data">{"charts": […], "areas": […], "surface": {…}, "strings": {…}}</script>
 *       <input type="hidden" name="drawing_id" value="…">
 *       <input type="hidden" name="marks" value='{"marks":[]}'>
 *       <details class="more painter__list">… one select[data-area][data-side] an area …</details>
 *     </ff-body-painter>
 *
 * The hidden field is the one truth, for charts, body and list alike; `ff-drawing-change` (bubbling,
 * detail: the field's text) tells of each change. A drawing waits in this tab under `draft-key` until
 * a page names the sent `drawing_id` as stored (`data-stored-drawing="…"`). Without `surface`, or
 * without WebGL, there are the charts alone.
 */
import { BodyStage } from "./body-stage.ts";
import { BrushControls } from "./brush.ts";
import { ChartStage } from "./chart-stage.ts";
import { ChartWays } from "./chart-ways.ts";
import { nameOf, readData, type BodyData, type Place } from "./charts.ts";
import { button, make } from "./dom.ts";
import { Draft } from "./drafts.ts";
import * as drawn from "./drawing.ts";
import { MarkedList } from "./marked-list.ts";
import * as state from "./marks.ts";
import { Painting } from "./painting.ts";
import type { Touched } from "./strokes.ts";
import { sayer, type Say } from "./words.ts";

export class BodyPainter extends HTMLElement {
  #data!: BodyData;
  #say!: Say;
  #field!: HTMLInputElement;
  #painting!: Painting;
  #draft!: Draft;
  #isRead = false;
  #stroke: drawn.Drawing | null = null;
  #strokeErases = false;
  #chartsLag = false;
  #brush!: BrushControls;
  #charts!: ChartStage;
  #marked!: MarkedList;
  #ways: ChartWays | null = null;
  #body: BodyStage | null = null;
  #caption = make("p", { class: "painter__caption" });
  #note = make("p", { class: "alert alert--caution painter__note", role: "alert" });
  #live = make("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  #undo = button("", { class: "button button--secondary" }, () => this.#step("undo"));
  #redo = button("", { class: "button button--secondary" }, () => this.#step("redo"));

  connectedCallback(): void {
    if (this.#data) return;
    this.#data = readData<BodyData>(this.getAttribute("data"));
    this.#say = sayer(this.#data.strings);
    const name = this.getAttribute("field") ?? "marks";
    const field = this.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (!field) throw new Error(`ff-body-painter: no field called ${name}`);
    this.#field = field;
    this.#painting = new Painting(this.#data);
    this.#draft = new Draft(this.getAttribute("draft-key") ?? "drawing");
    this.#brush = new BrushControls(name, this.#say);
    this.#marked = new MarkedList(this.#data.areas, this.#say, {
      change: (mark, change) => this.#change(drawn.changed(this.#painting.now, state.keyOf(mark.area, mark.side), change, this.#painting.skin)),
      remove: (mark) => this.#change(drawn.unmarked(this.#painting.now, state.keyOf(mark.area, mark.side), this.#painting.skin)),
    });
    this.#build();
    void this.#read();
    void this.#charts.open();
  }

  async #read(): Promise<void> {
    const { value } = this.#field;
    const isEmpty = !value.includes("area") && !drawn.hasStrokes(value);
    const text = (isEmpty && this.#draft.text) || value;
    const unknown = await this.#painting.read(text);
    const lost = unknown === 1 ? "{count} mark of an older chart could not be shown and will not be saved." : "{count} marks of an older chart could not be shown and will not be saved.";
    if (unknown) this.#note.textContent = this.#say(lost, { count: unknown });
    this.#isRead = true;
    this.#show();
  }

  #build(): void {
    const say = this.#say;
    this.#undo.textContent = say("Undo");
    this.#redo.textContent = say("Redo");
    const list = this.querySelector<HTMLDetailsElement>(".painter__list");
    if (list) list.open = false;
    // Without names the list is not sent: from here on the hidden field speaks for it.
    for (const select of list?.querySelectorAll("select") ?? []) select.removeAttribute("name");
    const hands = {
      ready: () => this.#painting.needSkin(),
      tool: () => this.#brush.tool,
      paint: this.#paint,
      takeBack: this.#takeBack,
      hover: this.#hover,
    };
    this.#charts = new ChartStage(this.#data, say, { ...hands, begin: this.#begin, extend: this.#extend, end: this.#end, cancel: this.#cancel, preview: this.#preview, lost: () => this.#ways?.giveUp() });
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
    const aside = make("div", { class: "painter__aside" }, this.#brush.element, this.#marked.element);
    const main = make("div", { class: "painter__main" }, this.#charts.tabs, stage, tools);
    const painter = make("div", { class: "painter" }, aside, main);
    if (this.#data.surface) this.#ways = new ChartWays(painter, this.#charts, say);
    if (this.#ways) main.prepend(this.#ways.element);
    this.prepend(this.#note, painter, this.#live);
    if (this.#data.surface) {
      const announce = (words: string): void => void (this.#live.textContent = words);
      this.#body = BodyStage.offer(painter, stage, this.#data, say, { ...hands, announce, shown: () => this.#show() });
      // Both switches in one row leave more of the screen to the body.
      if (this.#ways) main.querySelector(".painter__choices > .painter__switch")?.after(this.#ways.element);
    }
    this.addEventListener("keydown", this.#key);
    window.addEventListener("beforeprint", this.#catchUp);
    list?.addEventListener("change", this.#listed);
    this.closest("form")?.addEventListener("submit", () => this.#draft.sent(this.querySelector<HTMLInputElement>('input[name="drawing_id"]')?.value ?? ""));
  }

  #begin = (place: Place): void => {
    const mark = this.#painting.areas.get(state.keyOf(place.area, place.side));
    this.#strokeErases = this.#brush.isErasing || state.isPaintedWith(mark, this.#brush.brush);
    this.#stroke = this.#painting.now;
    this.#extend(place);
  };

  #extend = (place: Place): void => {
    if (!this.#stroke) return;
    const { skin } = this.#painting;
    this.#stroke = this.#strokeErases
      ? drawn.unmarked(this.#stroke, state.keyOf(place.area, place.side), skin)
      : drawn.marked(this.#stroke, { ...place, ...this.#brush.brush }, skin);
    this.#hover(place);
    this.#charts.show(this.#stroke, this.#painting.areasOf(this.#stroke));
  };

  #end = (): void => {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (stroke) this.#change(stroke, true);
  };

  #cancel = (): void => {
    this.#stroke = null;
    this.#show();
  };

  /** One stroke on the skin, painted on a chart or on the 3D body. */
  #paint = (touched: Touched): void => this.#change(this.#painting.after(touched, this.#brush.tool), true);

  #preview = (touched: Touched): void => this.#charts.preview(this.#painting.after(touched, this.#brush.tool));

  #takeBack = (): void => {
    if (this.#painting.takeBack()) this.#keep();
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
    this.#step(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
  };

  #listed = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const { area, side } = select.dataset;
    if (!area || !state.isSide(side)) return;
    const { now, areas, skin } = this.#painting;
    const key = state.keyOf(area, side);
    const intensity = Number(select.value);
    if (!select.value) this.#change(drawn.unmarked(now, key, skin));
    else if (areas.has(key)) this.#change(drawn.changed(now, key, { intensity }, skin));
    else this.#change(drawn.marked(now, { area, side, ...this.#brush.brush, intensity }, skin));
  };

  #zoomBy(step: number): void {
    if (this.#body?.isOpen) this.#body.zoomBy(step);
    else this.#charts.zoomBy(step);
  }

  #step(way: "undo" | "redo"): void {
    this.#painting[way]();
    this.#keep();
  }

  #change(next: drawn.Drawing, isStroke = false): void {
    // Whoever is quicker than the table of the skin must not paint over strokes still to be read.
    if (!this.#isRead) return;
    const before = this.#painting.areas;
    if (isStroke ? this.#painting.stroke(next) : this.#painting.change(next)) this.#announce(before, this.#painting.areas);
    this.#keep();
  }

  #announce(before: state.Marks, now: state.Marks): void {
    const added = [...now].filter(([key, mark]) => !state.isPaintedWith(before.get(key), mark)).map(([, mark]) => mark);
    const removed = [...before].filter(([key]) => !now.has(key)).map(([, mark]) => mark);
    const names = (marks: state.Mark[]): string => marks.map((mark) => nameOf(this.#data.areas, mark, this.#say)).join("; ");
    const parts = [added.length ? this.#say("Marked {names}.", { names: names(added) }) : "", removed.length ? this.#say("Removed {names}.", { names: names(removed) }) : ""];
    this.#live.textContent = parts.join(" ").trim();
  }

  #keep(): void {
    const { text } = this.#painting;
    if (text === this.#field.value) return this.#show();
    this.#field.value = text;
    this.#draft.keep(text);
    this.#show();
    this.dispatchEvent(new CustomEvent("ff-drawing-change", { bubbles: true, detail: text }));
  }

  #show(): void {
    if (!this.#isRead) return;
    const { now, areas } = this.#painting;
    this.#field.value = this.#painting.text;
    this.#undo.disabled = !this.#painting.canUndo;
    this.#redo.disabled = !this.#painting.canRedo;
    this.#showOnCharts();
    this.#body?.show(now);
    this.#marked.show(areas);
    for (const select of this.querySelectorAll<HTMLSelectElement>("select[data-area]")) {
      const mark = areas.get(state.keyOf(select.dataset["area"] ?? "", select.dataset["side"] ?? ""));
      const strength = mark ? String(mark.intensity) : "";
      if (select.value !== strength) select.value = strength;
    }
  }

  /** Behind the body nobody sees the charts: they follow when they are looked at again, or printed. */
  #showOnCharts(): void {
    this.#chartsLag = this.#body?.isOpen ?? false;
    if (!this.#chartsLag) this.#charts.show(this.#painting.now, this.#painting.areas);
  }

  #catchUp = (): void => {
    if (this.#chartsLag) this.#charts.show(this.#painting.now, this.#painting.areas);
    this.#chartsLag = false;
  };
}

customElements.define("ff-body-painter", BodyPainter);
