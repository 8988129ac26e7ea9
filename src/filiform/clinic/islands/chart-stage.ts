// The flat charts of a painter: tabs, one chart at a time, its strokes and its arrow keys.

import { areasOf, loadChart, placeOf, speak, type BodyData } from "./charts.ts";
import { make } from "./dom.ts";
import { centreOf, isArrow, nextIndex } from "./keyboard.ts";
import { keyOf, type Marks } from "./marks.ts";
import { showMarks } from "./overlay.ts";
import { Strokes, type StrokeListener } from "./pointer.ts";
import { Tabs } from "./tabs.ts";
import type { Say } from "./words.ts";

const ZOOMS = ["", "painter__chart--zoom-2", "painter__chart--zoom-3"] as const;

export class ChartStage {
  readonly holder = make("div", { class: "painter__holder" });
  #data: BodyData;
  #say: Say;
  #listener: StrokeListener;
  #tabs: Tabs;
  #marks: Marks = new Map();
  #chart: SVGSVGElement | null = null;
  #view = "";
  #zoom = 0;

  constructor(data: BodyData, say: Say, listener: StrokeListener) {
    this.#data = data;
    this.#say = say;
    this.#listener = listener;
    this.#tabs = new Tabs(say("Views of the body"), this.holder, (view) => void this.open(view));
    for (const { view, label } of data.charts) this.#tabs.add(view, label);
    this.holder.addEventListener("keydown", this.#key);
    new Strokes(this.holder, listener);
  }

  get tabs(): HTMLElement {
    return this.#tabs.element;
  }

  /** What the open view is called. */
  get label(): string {
    return this.#data.charts.find((chart) => chart.view === this.#view)?.label ?? "";
  }

  async open(view = this.#data.charts[0]?.view): Promise<void> {
    const source = this.#data.charts.find((chart) => chart.view === view);
    if (!source) return;
    this.#view = source.view;
    this.#tabs.select(source.view);
    try {
      const chart = await loadChart(source);
      if (this.#view === view) this.#place(chart);
    } catch {
      if (this.#view !== view) return;
      this.#chart = null;
      this.holder.replaceChildren(
        make("p", { class: "alert alert--caution" }, this.#say("This picture could not be loaded. Your marks are kept. Try another view, or use the list of body areas below.")),
      );
    }
  }

  show(marks: Marks): void {
    this.#marks = marks;
    if (!this.#chart) return;
    showMarks(this.#chart, marks);
    for (const area of areasOf(this.#chart)) {
      const place = placeOf(area);
      area.setAttribute("aria-pressed", String(place !== null && marks.has(keyOf(place.area, place.side))));
    }
  }

  zoomBy(step: number): void {
    this.#zoom = Math.min(ZOOMS.length - 1, Math.max(0, this.#zoom + step));
    ZOOMS.forEach((name, index) => name && this.#chart?.classList.toggle(name, index === this.#zoom));
  }

  #place(chart: SVGSVGElement): void {
    chart.classList.add("body-chart", "painter__chart");
    speak(chart, this.label, this.#data.areas, this.#say);
    if (ZOOMS[this.#zoom]) chart.classList.add(ZOOMS[this.#zoom] as string);
    areasOf(chart).forEach((area, index) => {
      area.setAttribute("tabindex", index === 0 ? "0" : "-1");
      area.setAttribute("role", "button");
    });
    this.#chart = chart;
    this.holder.replaceChildren(chart);
    this.#listener.hover(null);
    this.show(this.#marks);
  }

  #key = (event: KeyboardEvent): void => {
    const place = placeOf(event.target as Element);
    if (!place || !(event.target instanceof SVGElement) || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#listener.begin(place);
      this.#listener.end();
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
    this.#listener.hover(placeOf(target));
  }
}

