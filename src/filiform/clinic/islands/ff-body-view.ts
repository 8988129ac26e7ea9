/**
 * Shows marks on as many charts as it takes, or on the 3D body, strokes as they were painted, and
 * lights up what a trigger point explains.
 *
 *     <ff-body-view data="viewer-data" marks="viewer-marks" layers="viewer-layers" earlier="3 Mar 2026" lines></ff-body-view>
 *
 * `layers` names a JSON script of `{"drawing": …, "before": … or null, "sites": […]}`; without it the
 * charts show whole areas, and without WebGL there are the charts alone. Elements anywhere on the page with `data-explains='[{"area": …, "side": …, "level": 1–5}]'` light
 * their areas while hovered or focused, also after a fragment has been swapped in; with
 * `data-zone="/zones/…"` charts and body show where the point is felt and looked for, and with
 * `data-muscle="infraspinatus.left"` the lines of its muscle, where the data name a source of them.
 * `lines` switches the lines on in a browser where nobody has chosen yet.
 */
import { listen } from "./body-element.ts";
import { BodyViewer, type LayerData, type Zone } from "./body-viewer.ts";
import { showLines, showZone } from "./chart-lines.ts";
import { ChartPaint } from "./chart-paint.ts";
import { loadPlaces } from "./chart-places.ts";
import { areasOf, keyOfElement, loadChart, readData, type BodyData, type ChartSource } from "./charts.ts";
import { make } from "./dom.ts";
import * as drawn from "./drawing.ts";
import { fetchOnce } from "./fetched.ts";
import { read, type Marks } from "./marks.ts";
import { MusclePanel } from "./muscle-panel.ts";
import { showHighlight, showMarks, type Highlight } from "./overlay.ts";
import { loadSkin } from "./skin.ts";

const ALWAYS = ["front", "back"];
const WHOLE_BODY = ["front", "back", "left", "right"];

export class BodyView extends HTMLElement {
  #charts: SVGSVGElement[] = [];
  #shown: Element | null = null;
  #begun = false;
  #body: BodyViewer | null = null;
  #drawing: drawn.Drawing | null = null;
  #muscles: MusclePanel | null = null;
  #zone: Zone | null = null;
  #wanted = "";

  connectedCallback(): void {
    for (const name of ["pointerover", "focusin"]) document.addEventListener(name, this.#light);
    if (this.#begun) return;
    this.#begun = true;
    void this.#build();
  }

  disconnectedCallback(): void {
    for (const name of ["pointerover", "focusin"]) document.removeEventListener(name, this.#light);
  }

  async #build(): Promise<void> {
    const data = readData<BodyData>(this.getAttribute("data"));
    const text = document.getElementById(this.getAttribute("marks") ?? "")?.textContent ?? "";
    const { marks } = read(text, () => true);
    const row = make("div", { class: "viewer__charts" });
    this.append(row);
    const id = this.getAttribute("layers");
    const layers = id ? readData<LayerData>(id) : null;
    if (layers) this.#body = BodyViewer.offer(this, data, layers, this.getAttribute("earlier"));
    const missing = new Set(marks.keys());
    this.#offerMuscles(data, row);
    if (layers) this.#drawing = await strokesOf(layers.drawing, data).catch(() => null);
    for (const source of inOrder(data)) {
      if (!ALWAYS.includes(source.view) && missing.size === 0) break;
      try {
        const chart = await loadChart(source);
        const seen = areasOf(chart).map(keyOfElement);
        if (!ALWAYS.includes(source.view) && !seen.some((key) => missing.has(key))) continue;
        for (const key of seen) missing.delete(key);
        row.append(this.#figure(chart, source, marks));
        if (this.#drawing) await this.#paint(chart, source, data, this.#drawing).catch(() => null);
      } catch {
        row.append(make("p", { class: "alert alert--caution" }, `The picture “${source.label}” could not be loaded; the list holds the same marks.`));
      }
    }
  }

  #offerMuscles(data: BodyData, before: HTMLElement): void {
    const { muscles } = data;
    if (!muscles) return;
    const panel = new MusclePanel(muscles, this.hasAttribute("lines"), () => {
      for (const chart of this.#charts) this.#lay(chart);
      const { lit, note } = panel;
      this.#body?.showMuscles(panel.isOn ? { shapes: muscles.shapes, lit, note } : null);
    });
    this.#muscles = panel;
    listen(this, "ff-body-muscle", (key) => panel.hover(key));
    before.before(panel.element);
    this.querySelector(".painter__choices")?.append(panel.label);
    panel.begin();
  }

  /** Lay over a chart what is to be seen there now. */
  #lay(chart: SVGSVGElement): void {
    showZone(chart, this.#zone?.charts?.[chart.dataset["view"] ?? ""] ?? null);
    const panel = this.#muscles;
    showLines(chart, panel?.isOn ? panel.lines : null, panel?.lit ?? []);
  }

  #figure(chart: SVGSVGElement, { view, label }: ChartSource, marks: Marks): HTMLElement {
    chart.classList.add("body-chart", "body-chart--read");
    chart.setAttribute("role", "img");
    chart.dataset["view"] = view;
    showMarks(chart, marks);
    this.#charts.push(chart);
    this.#lay(chart);
    return make("figure", {}, chart, make("figcaption", {}, label));
  }

  /** Where the paint cannot be had, the areas that it makes painful stay. */
  async #paint(chart: SVGSVGElement, source: ChartSource, { surface }: BodyData, drawing: drawn.Drawing): Promise<void> {
    if (!source.places || !surface) return;
    const paint = new ChartPaint(chart, await loadPlaces(source.places), surface.painted);
    showMarks(chart, drawing.marks);
    paint.show(drawing.strokes);
  }

  #light = (event: Event): void => {
    const row = (event.target as Element | null)?.closest?.("[data-explains]") ?? null;
    if (row === this.#shown) return;
    this.#shown?.classList.remove("is-shown");
    this.#shown = row;
    row?.classList.add("is-shown");
    const highlights = row ? (JSON.parse(row.getAttribute("data-explains") ?? "[]") as Highlight[]) : [];
    for (const chart of this.#charts) showHighlight(chart, highlights);
    const address = row?.getAttribute("data-zone") ?? "";
    void this.#body?.light(address);
    this.#muscles?.point(row?.getAttribute("data-muscle") ?? "");
    void this.#layZone(address);
  };

  async #layZone(address: string): Promise<void> {
    this.#wanted = address;
    const zone = address ? await fetchOnce<Zone>(address).catch(() => null) : null;
    if (this.#wanted !== address) return;
    this.#zone = zone;
    for (const chart of this.#charts) this.#lay(chart);
  }
}

/** The drawing as drawn; null where only whole areas were marked. */
async function strokesOf(document: object, { surface }: BodyData): Promise<drawn.Drawing | null> {
  const text = JSON.stringify(document);
  if (!surface || !drawn.hasStrokes(text)) return null;
  const { drawing, unknown } = drawn.read(text, () => true, await loadSkin(surface.skin));
  return unknown ? null : drawing;
}

/** Whole-body views first; parts are added only for marks that no earlier chart shows. */
function inOrder(data: BodyData): BodyData["charts"] {
  const rank = (view: string): number => (WHOLE_BODY.includes(view) ? WHOLE_BODY.indexOf(view) : 9);
  return [...data.charts].sort((a, b) => rank(a.view) - rank(b.view));
}

customElements.define("ff-body-view", BodyView);
