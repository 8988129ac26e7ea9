// The flat charts of a painter: tabs, one chart at a time, its strokes and its arrow keys.

import type { Tool } from "./body-element.ts";
import { ChartBrush } from "./chart-brush.ts";
import { ChartPaint } from "./chart-paint.ts";
import { loadPlaces, type Places } from "./chart-places.ts";
import { areasOf, loadChart, placeOf, speak, type BodyData, type Place } from "./charts.ts";
import { make } from "./dom.ts";
import { EMPTY, type Drawing } from "./drawing.ts";
import { centreOf, isArrow, nextIndex } from "./keyboard.ts";
import { keyOf, type Marks } from "./marks.ts";
import { showMarks } from "./overlay.ts";
import { Strokes } from "./pointer.ts";
import type { Touched } from "./strokes.ts";
import { Tabs } from "./tabs.ts";
import type { Say } from "./words.ts";

const ZOOMS = ["", "painter__chart--zoom-2", "painter__chart--zoom-3"] as const;
/** What the classes make of the width. */
const ZOOM_FACTORS = [1, 1.6, 2.4] as const;

export type Way = "areas" | "brush";

/** A stroke is either over whole areas (begin, extend, end) or of the brush (preview, paint). */
export interface ChartHands {
  begin(place: Place): void;
  extend(place: Place): void;
  end(): void;
  cancel(): void;
  takeBack(): void;
  hover(place: Place | null): void;
  tool(): Tool;
  /** Fetch what strokes need beside the chart. */
  ready(): Promise<unknown>;
  /** The brush in hand cannot be had on this chart. */
  lost(): void;
  /** Show what the stroke will make of the drawing. */
  preview(touched: Touched): void;
  paint(touched: Touched): void;
}

export class ChartStage {
  readonly holder = make("div", { class: "painter__holder" });
  #data: BodyData;
  #say: Say;
  #hands: ChartHands;
  #drawing = EMPTY;
  #shown: Marks | null = null;
  #areas: Marks = new Map();
  #tabs: Tabs;
  #chart: SVGSVGElement | null = null;
  #places: Places | null = null;
  #paint: ChartPaint | null = null;
  #brush: ChartBrush | null = null;
  #way: Way = "areas";
  #frame = 0;
  #view = "";
  #zoom = 0;

  constructor(data: BodyData, say: Say, hands: ChartHands) {
    this.#data = data;
    this.#say = say;
    this.#hands = hands;
    this.#tabs = new Tabs(say("Views of the body"), this.holder, (view) => void this.open(view));
    for (const { view, label } of data.charts) this.#tabs.add(view, label);
    this.holder.addEventListener("keydown", this.#key);
    new Strokes(this.holder, {
      begin: this.#begin,
      extend: this.#extend,
      end: this.#end,
      cancel: this.#cancel,
      takeBack: hands.takeBack,
      hover: hands.hover,
    });
  }

  get tabs(): HTMLElement {
    return this.#tabs.element;
  }

  /** What the open view is called. */
  get label(): string {
    return this.#source?.label ?? "";
  }

  /** Paint by whole areas or with the brush. */
  take(way: Way): void {
    this.#way = way;
    if (way === "brush") void this.#needBrush();
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

  /** Show a drawing, and which areas it makes painful. */
  show(drawing: Drawing, areas: Marks): void {
    this.#areas = areas;
    this.preview(drawing);
    for (const area of this.#chart ? areasOf(this.#chart) : []) {
      const place = placeOf(area);
      area.setAttribute("aria-pressed", String(place !== null && areas.has(keyOf(place.area, place.side))));
    }
  }

  /** Show a drawing that is still being made: strokes as they are, or else the areas they lie in. */
  preview(drawing: Drawing): void {
    this.#drawing = drawing;
    if (!this.#chart) return;
    if (drawing.strokes.length && !this.#paint) void this.#needPaint().catch(() => null);
    const marks = this.#paint ? drawing.marks : this.#areas;
    if (marks !== this.#shown) showMarks(this.#chart, marks);
    this.#shown = marks;
    this.#paint?.show(drawing.strokes);
  }

  zoomBy(step: number): void {
    this.#zoom = Math.min(ZOOMS.length - 1, Math.max(0, this.#zoom + step));
    ZOOMS.forEach((name, index) => name && this.#chart?.classList.toggle(name, index === this.#zoom));
  }

  get #source(): BodyData["charts"][number] | undefined {
    return this.#data.charts.find((chart) => chart.view === this.#view);
  }

  /** The inside of the mouth has no skin; there the brush marks whole areas. */
  get #paints(): boolean {
    return this.#way === "brush" && this.#source?.places !== undefined;
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
    this.#shown = null;
    this.#places = null;
    this.#paint = null;
    this.#brush = null;
    this.holder.replaceChildren(chart);
    this.#hands.hover(null);
    this.show(this.#drawing, this.#areas);
    if (this.#way === "brush") void this.#needBrush();
  }

  async #needBrush(): Promise<void> {
    this.holder.setAttribute("aria-busy", "true");
    try {
      await this.#needPaint();
    } catch {
      this.#hands.lost();
    } finally {
      this.holder.removeAttribute("aria-busy");
    }
  }

  async #needPaint(): Promise<void> {
    const [chart, source, { surface }] = [this.#chart, this.#source, this.#data];
    if (!chart || !source?.places || !surface || this.#paint) return;
    const [places] = await Promise.all([loadPlaces(source.places), this.#hands.ready()]);
    if (places.topology !== surface.topology) throw new Error(`chart ${source.view}: of another surface`);
    if (this.#chart !== chart || this.#paint) return;
    this.#places = places;
    this.#paint = new ChartPaint(chart, places, surface.painted);
    this.show(this.#drawing, this.#areas);
  }

  #begin = (place: Place, at: PointerEvent): void => {
    if (!this.#paints) return this.#hands.begin(place);
    // While the places are on their way a touch does nothing: it must not mark a whole area.
    if (!this.#chart || !this.#places) return;
    const closeness = 1 / (ZOOM_FACTORS[this.#zoom]! * (window.visualViewport?.scale ?? 1));
    this.#brush = new ChartBrush(this.#chart, this.#places, this.#hands.tool(), closeness);
    this.#extend(place, at);
  };

  #extend = (place: Place | null, at: PointerEvent): void => {
    if (!this.#paints) return place ? this.#hands.extend(place) : undefined;
    if (place) this.#hands.hover(place);
    if (!this.#brush) return;
    this.#brush.extend(at);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#brush) this.#hands.preview(this.#brush.touched);
    });
  };

  #end = (): void => {
    const brush = this.#brush;
    this.#brush = null;
    if (!this.#paints) this.#hands.end();
    else if (brush) this.#hands.paint(brush.touched);
  };

  #cancel = (): void => {
    this.#brush = null;
    this.#hands.cancel();
  };

  #key = (event: KeyboardEvent): void => {
    const place = placeOf(event.target as Element);
    if (!place || !(event.target instanceof SVGElement) || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#hands.begin(place);
      this.#hands.end();
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
    this.#hands.hover(placeOf(target));
  }
}
