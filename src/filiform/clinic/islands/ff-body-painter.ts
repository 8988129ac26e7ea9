/**
 * Paints a pain drawing on the body charts, by touch, mouse, pen, keyboard or list.
 *
 *     <ff-body-painter field="marks" data="painter-data" draft-key="episode-…">
 *       <script type="application/json" id="painter-data">{"charts": […], "areas": […]}</script>
 *       <input type="hidden" name="marks" value='{"marks":[]}'>
 *       <details class="more painter__list">… one select[data-area][data-side] an area …</details>
 *     </ff-body-painter>
 *
 * The hidden field is the one truth; `ff-drawing-change` (bubbling, detail: the field's text) tells
 * of each change. An unsent drawing waits in this tab under `draft-key` until its form is sent.
 */
import { BrushControls } from "./brush.ts";
import { areasOf, loadChart, nameOf, placeOf, readData, type BodyData, type ChartSource, type Place } from "./charts.ts";
import { button, make } from "./dom.ts";
import { centreOf, isArrow, nextIndex } from "./keyboard.ts";
import { markedList } from "./marked-list.ts";
import * as state from "./marks.ts";
import { showMarks } from "./overlay.ts";
import { Strokes } from "./pointer.ts";

const ZOOMS = ["", "painter__chart--zoom-2", "painter__chart--zoom-3"] as const;

export class BodyPainter extends HTMLElement {
  #data!: BodyData;
  #field!: HTMLInputElement;
  #history = state.begin();
  #stroke: state.Marks | null = null;
  #strokeErases = false;
  #brush!: BrushControls;
  #chart: SVGSVGElement | null = null;
  #view = "";
  #zoom = 0;
  #caption = make("p", { class: "painter__caption" });
  #holder = make("div", { class: "painter__holder" });
  #marked = make("div");
  #note = make("p", { class: "alert alert--caution painter__note", role: "alert" });
  #live = make("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  #undo = button("Undo", { class: "button button--secondary" }, () => this.#step(state.undone));
  #redo = button("Redo", { class: "button button--secondary" }, () => this.#step(state.redone));
  #tabs = make("div", { class: "painter__views", role: "tablist", "aria-label": "Views of the body" });

  connectedCallback(): void {
    if (this.#data) return;
    this.#data = readData<BodyData>(this.getAttribute("data"));
    const name = this.getAttribute("field") ?? "marks";
    const field = this.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (!field) throw new Error(`ff-body-painter: no field called ${name}`);
    this.#field = field;
    this.#brush = new BrushControls(name);
    this.#history = state.begin(this.#initialMarks());
    this.#build();
    this.#show();
    void this.#open(this.#data.charts[0]?.view ?? "");
  }

  #initialMarks(): state.Marks {
    const draft = this.#field.value.includes("area") ? null : sessionStorage.getItem(this.#draftKey);
    const { marks, unknown } = state.read(draft ?? this.#field.value, (area, side) => this.#isKnown(area, side));
    if (unknown) this.#note.textContent = `${unknown} ${unknown === 1 ? "mark" : "marks"} of an older chart could not be shown and will not be saved.`;
    return marks;
  }

  #isKnown(area: string, side: string): boolean {
    const known = this.#data.areas.find((entry) => entry.id === area);
    return known !== undefined && known.midline === (side === "midline");
  }

  get #draftKey(): string {
    return `filiform-draft-${this.getAttribute("draft-key") ?? "drawing"}`;
  }

  #build(): void {
    const list = this.querySelector<HTMLDetailsElement>(".painter__list");
    if (list) list.open = false;
    // Without names the list is not sent: from here on the hidden field speaks for it.
    for (const select of list?.querySelectorAll("select") ?? []) select.removeAttribute("name");
    const stage = make("div", { class: "painter__stage" }, this.#caption, this.#holder);
    const tools = make(
      "div",
      { class: "painter__tools" },
      this.#undo,
      this.#redo,
      button("Zoom in", { class: "button button--secondary" }, () => this.#zoomBy(1)),
      button("Zoom out", { class: "button button--secondary" }, () => this.#zoomBy(-1)),
      button("Clear all", { class: "button button--quiet" }, () => this.#change(new Map())),
    );
    for (const chart of this.#data.charts) {
      const tab = button(chart.label, { role: "tab", "data-view": chart.view }, () => void this.#open(chart.view));
      this.#tabs.append(tab);
    }
    const aside = make("div", { class: "painter__aside" }, this.#brush.element, make("section", { class: "painter__summary card" }, make("h2", {}, "You marked"), this.#marked));
    const main = make("div", { class: "painter__main" }, this.#tabs, stage, tools);
    this.prepend(this.#note, make("div", { class: "painter" }, aside, main), this.#live);
    new Strokes(this.#holder, { begin: this.#begin, extend: this.#extend, end: this.#end, hover: this.#hover });
    this.addEventListener("keydown", this.#key);
    list?.addEventListener("change", this.#listed);
    this.closest("form")?.addEventListener("submit", () => sessionStorage.removeItem(this.#draftKey));
  }

  async #open(view: string): Promise<void> {
    const source = this.#data.charts.find((chart) => chart.view === view);
    if (!source) return;
    this.#view = view;
    for (const tab of this.#tabs.children) {
      tab.setAttribute("aria-selected", String(tab.getAttribute("data-view") === view));
    }
    try {
      const chart = await loadChart(source);
      if (this.#view === view) this.#place(chart, source);
    } catch {
      if (this.#view !== view) return;
      this.#chart = null;
      this.#holder.replaceChildren(
        make("p", { class: "alert alert--caution" }, "This picture could not be loaded. Your marks are kept. Try another view, or use the list of body areas below."),
      );
    }
  }

  #place(chart: SVGSVGElement, source: ChartSource): void {
    chart.classList.add("body-chart", "painter__chart");
    if (ZOOMS[this.#zoom]) chart.classList.add(ZOOMS[this.#zoom] as string);
    areasOf(chart).forEach((area, index) => {
      area.setAttribute("tabindex", index === 0 ? "0" : "-1");
      area.setAttribute("role", "button");
    });
    this.#chart = chart;
    this.#holder.replaceChildren(chart);
    this.#caption.textContent = source.label;
    this.#show();
  }

  #begin = (place: Place): void => {
    const mark = this.#history.now.get(state.keyOf(place.area, place.side));
    this.#strokeErases = this.#brush.isErasing || state.isPaintedWith(mark, this.#brush.brush);
    this.#stroke = this.#history.now;
    this.#extend(place);
  };

  #extend = (place: Place): void => {
    if (!this.#stroke) return;
    this.#stroke = this.#strokeErases
      ? state.erased(this.#stroke, place.area, place.side)
      : state.painted(this.#stroke, place.area, place.side, this.#brush.brush);
    this.#hover(place);
    if (this.#chart) showMarks(this.#chart, this.#stroke);
  };

  #end = (): void => {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (stroke) this.#change(stroke);
  };

  #hover = (place: Place | null): void => {
    const label = this.#data.charts.find((chart) => chart.view === this.#view)?.label ?? "";
    this.#caption.textContent = place ? nameOf(this.#data.areas, place) : label;
  };

  #key = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      this.#step(event.key.toLowerCase() === "y" || event.shiftKey ? state.redone : state.undone);
      return;
    }
    const place = placeOf(event.target as Element);
    if (!place || !(event.target instanceof SVGElement)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#begin(place);
      this.#end();
    } else if (isArrow(event.key)) {
      event.preventDefault();
      this.#walk(event.target, event.key);
    }
  };

  #walk(from: SVGElement, key: string): void {
    const areas = this.#chart ? areasOf(this.#chart) : [];
    const next = nextIndex(areas.map(centreOf), areas.indexOf(from), key);
    const target = next === null ? undefined : areas[next];
    if (!target) return;
    from.setAttribute("tabindex", "-1");
    target.setAttribute("tabindex", "0");
    target.focus();
    this.#hover(placeOf(target));
  }

  #listed = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const { area, side } = select.dataset;
    if (!area || !state.isSide(side)) return;
    const now = this.#history.now;
    const quality = now.get(state.keyOf(area, side))?.quality ?? this.#brush.brush.quality;
    const brush = { quality, intensity: Number(select.value) };
    this.#change(select.value ? state.painted(now, area, side, brush) : state.erased(now, area, side));
  };

  #zoomBy(step: number): void {
    this.#zoom = Math.min(ZOOMS.length - 1, Math.max(0, this.#zoom + step));
    ZOOMS.forEach((name, index) => name && this.#chart?.classList.toggle(name, index === this.#zoom));
  }

  #step(move: (history: state.History) => state.History): void {
    this.#history = move(this.#history);
    this.#keep();
  }

  #change(next: state.Marks): void {
    const before = this.#history.now;
    this.#history = state.commit(this.#history, next);
    if (this.#history.now !== before) this.#announce(before);
    this.#keep();
  }

  #announce(before: state.Marks): void {
    const now = this.#history.now;
    const added = [...now].filter(([key, mark]) => before.get(key) !== mark).map(([, mark]) => mark);
    const removed = [...before].filter(([key]) => !now.has(key)).map(([, mark]) => mark);
    const names = (marks: state.Mark[]): string => marks.map((mark) => nameOf(this.#data.areas, mark)).join("; ");
    const parts = [added.length ? `Marked ${names(added)}.` : "", removed.length ? `Removed ${names(removed)}.` : ""];
    this.#live.textContent = parts.join(" ").trim();
  }

  #keep(): void {
    const text = state.written(this.#history.now);
    if (text === this.#field.value) return this.#show();
    this.#field.value = text;
    sessionStorage.setItem(this.#draftKey, text);
    this.#show();
    this.dispatchEvent(new CustomEvent("ff-drawing-change", { bubbles: true, detail: text }));
  }

  #show(): void {
    const { now, past, future } = this.#history;
    this.#field.value = state.written(now);
    this.#undo.disabled = past.length === 0;
    this.#redo.disabled = future.length === 0;
    if (this.#chart) {
      showMarks(this.#chart, now);
      for (const area of areasOf(this.#chart)) {
        const place = placeOf(area);
        area.setAttribute("aria-pressed", String(place !== null && now.has(state.keyOf(place.area, place.side))));
      }
    }
    this.#list(now);
    for (const select of this.querySelectorAll<HTMLSelectElement>("select[data-area]")) {
      const mark = now.get(state.keyOf(select.dataset["area"] ?? "", select.dataset["side"] ?? ""));
      select.value = mark ? String(mark.intensity) : "";
    }
  }

  #list(now: state.Marks): void {
    const focused = document.activeElement;
    const label = this.#marked.contains(focused) ? focused?.getAttribute("aria-label") : null;
    this.#marked.replaceChildren(
      markedList(now, this.#data.areas, {
        change: (mark) => this.#change(new Map(now).set(state.keyOf(mark.area, mark.side), mark)),
        remove: (mark) => this.#change(state.erased(now, mark.area, mark.side)),
      }),
    );
    // The list is made anew; whoever steers by keyboard stays on the same control of it.
    const controls = [...this.#marked.querySelectorAll<HTMLElement>("[aria-label]")];
    if (label) controls.find((control) => control.getAttribute("aria-label") === label)?.focus();
  }
}

customElements.define("ff-body-painter", BodyPainter);
