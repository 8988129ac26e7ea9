/**
 * The body to turn, look at and paint on. It arrives in a script of its own, `body3d.js`, which the
 * painter and the viewer fetch when somebody asks for it; they make the element and call `open`.
 *
 *     <ff-body></ff-body>
 *
 * Out come, all bubbling: `ff-body-stroke` (detail: the largest weight by touched vertex) at the end
 * of a stroke, `ff-body-hover` (area and side under the pointer, or null), `ff-body-view` (the view
 * in words), `ff-body-lost` if the graphics card goes away. The figure is the patient's choice and
 * stays in this browser; nothing about it is sent.
 */
import type { BodyElement, BodyEvents, Layers, Tool } from "./body-element.ts";
import { BodyPointer } from "./body-pointer.ts";
import type { BodyData, Place, SurfaceSource } from "./charts.ts";
import { button, make } from "./dom.ts";
import { EMPTY } from "./drawing.ts";
import { readShape, type Shape } from "./glb.ts";
import { difference, overlayOf, overpaint, paintOfDrawing, rubOut, type Overlay, type Paint } from "./layers.ts";
import { isSide } from "./marks.ts";
import * as orbits from "./orbit.ts";
import { BodyScene, type Borders } from "./scene.ts";
import type { Skin } from "./skin.ts";
import { dab, graphOf, nearestCorner, radiusFor, type Graph, type Touch } from "./spread.ts";
import type { Touched } from "./strokes.ts";
import { Choice } from "./webgl.ts";

const TURN_PER_PIXEL = 0.008;
const KEY_TURN = Math.PI / 12;
const ZOOM_STEP = 1.3;
const WHEEL_STEP = 1.0012;
const FLIGHT_MS = 380;
const STEP_PX = 8;
const MOST_STEPS = 24;
/** The rubber is a little larger and harder than the brush: gone over once, a stroke is gone. */
const RUBBER_REACH = 1.3;
const RUBBER_FORCE = 4;
const PARTS: Readonly<Record<string, (area: string, region: string) => boolean>> = {
  head: (_, region) => region === "head",
  left_hand: (area, region) => region === "hand" && area.endsWith(".left"),
  right_hand: (area, region) => region === "hand" && area.endsWith(".right"),
  feet: (_, region) => region === "foot" || region === "ankle",
};

export class Body extends HTMLElement implements BodyElement {
  tool: (() => Tool) | null = null;
  #data!: BodyData;
  #skin!: Skin;
  #scene!: BodyScene;
  #shape: Shape | null = null;
  #graph: Graph | null = null;
  #layers: Layers = { drawing: EMPTY };
  #paint: Paint = new Uint8Array();
  #touched: Touched | null = null;
  #last: PointerEvent | null = null;
  #orbit: orbits.Orbit = { target: [0, 0.9, 0], distance: 4, azimuth: 0, height: 0 };
  #whole = 4;
  #view = "front";
  #frame = 0;
  #flight: { from: orbits.Orbit; to: orbits.Orbit; begun: number } | null = null;
  #figure = new Choice("figure");
  #stage = make("div", { class: "body3d__stage", tabindex: "0", role: "group", "aria-label": "The body. Arrow keys turn it, plus and minus zoom; to mark an area without a pointer, use the list." });
  #sides = ["start", "middle", "end"].map((place) => make("span", { class: `body3d__side body3d__side--${place}`, "aria-hidden": "true" }));
  #views = make("div", { class: "body3d__views", role: "group", "aria-label": "Views of the body" });

  async open(data: BodyData, skin: Skin): Promise<void> {
    const { surface } = data;
    if (!surface) throw new Error("ff-body: no surface");
    this.#data = data;
    this.#skin = skin;
    this.#scene = new BodyScene();
    await this.#wear(this.#figure.value, surface);
    this.#build(surface);
    this.#look("front", false);
    this.show(this.#layers);
    void this.#fetchBorders(surface.borders);
    whenIdle(() => this.#scene.grow());
  }

  show(layers: Layers): void {
    const isNewZone = layers.zone && layers.zone !== this.#layers.zone;
    this.#layers = layers;
    if (!this.#shape) return;
    const count = this.#skin.area.length;
    this.#paint = paintOfDrawing(layers.drawing, this.#skin);
    const overlay = overlayOf(layers.zone ?? null, count);
    if (isNewZone) this.#face(overlay);
    if (layers.before) {
      const change = difference(paintOfDrawing(layers.before, this.#skin), this.#paint);
      this.#paint = change.paint;
      change.overlay.forEach((relief, place) => (overlay[place] = Math.max(overlay[place]!, relief)));
    }
    this.#scene.paint = this.#paint;
    this.#scene.overlay = overlay;
    this.#scene.sites = layers.sites ?? [];
    this.#draw();
  }

  zoomBy(step: number): void {
    this.#move(orbits.zoomed(this.#orbit, ZOOM_STEP ** -step, 0.25, 1.6 * this.#whole));
  }

  disconnectedCallback(): void {
    cancelAnimationFrame(this.#frame);
  }

  async #wear(figure: string | null, surface: SurfaceSource): Promise<void> {
    const source = surface.shapes.find((shape) => shape.id === figure) ?? surface.shapes[0];
    if (!source) throw new Error("ff-body: no shape");
    const answer = await fetch(source.src);
    if (!answer.ok) throw new Error(`body: status ${answer.status}`);
    const shape = readShape(await answer.arrayBuffer());
    if (shape.topology !== this.#skin.topology) throw new Error("body: a shape of another surface");
    this.#shape = shape;
    this.#graph = null;
    this.#scene.wear(shape);
  }

  async #fetchBorders(src: string): Promise<void> {
    const answer = await fetch(src);
    if (!answer.ok) return;
    this.#scene.border((await answer.json()) as Borders);
    this.#draw();
  }

  #build(surface: SurfaceSource): void {
    this.#scene.canvas.setAttribute("aria-hidden", "true");
    this.#stage.append(this.#scene.canvas, ...this.#sides);
    for (const [view, label] of orbits.VIEWS) {
      this.#views.append(button(label, { "data-view": view }, () => this.#look(view)));
    }
    const figure = make("select", { class: "select", "aria-label": "Figure to paint on" });
    for (const { id, label } of surface.shapes) figure.append(make("option", { value: id, selected: id === this.#figure.value }, label));
    figure.addEventListener("change", () => void this.#chooseFigure(figure.value, surface));
    const chooser = make("label", { class: "body3d__figure" }, make("span", { class: "muted small" }, "Figure"), figure);
    this.append(make("div", { class: "body3d__tools" }, this.#views, chooser), this.#stage);
    new BodyPointer(this.#stage, {
      begin: this.#begin,
      extend: this.#extend,
      end: this.#end,
      cancel: this.#cancel,
      turn: (right, down) => this.#move(orbits.turned(this.#orbit, -right * TURN_PER_PIXEL, down * TURN_PER_PIXEL)),
      pinch: (factor, right, down) => {
        const closer = orbits.zoomed(this.#orbit, factor, 0.25, 1.6 * this.#whole);
        this.#move(orbits.turned(closer, -right * TURN_PER_PIXEL, down * TURN_PER_PIXEL));
      },
      hover: (event) => this.#tell("ff-body-hover", event && this.#placeUnder(event)),
    });
    this.#stage.addEventListener("wheel", this.#wheel, { passive: false });
    this.#stage.addEventListener("keydown", this.#key);
    this.#scene.canvas.addEventListener("webglcontextlost", () => this.#tell("ff-body-lost", null));
    new ResizeObserver(() => this.#resize()).observe(this.#stage);
    const redress = (): void => {
      this.#scene.redress();
      this.#draw();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redress);
    new MutationObserver(redress).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#resize();
  }

  async #chooseFigure(figure: string, surface: SurfaceSource): Promise<void> {
    this.#figure.value = figure;
    await this.#wear(figure, surface);
    this.#look(this.#view, false);
    this.show(this.#layers);
    whenIdle(() => this.#scene.grow());
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#stage;
    if (!clientWidth || !clientHeight) return;
    this.#scene.resize(clientWidth, clientHeight);
    this.#draw();
  }

  #look(view: string, flies = true): void {
    const aspect = this.#aspect;
    this.#whole = orbits.lookingAt("front", this.#boxOf("front"), aspect).distance;
    this.#view = view;
    this.#fly(orbits.lookingAt(view, this.#boxOf(view), aspect), flies);
    for (const each of this.#views.children) each.setAttribute("aria-pressed", String(each.getAttribute("data-view") === view));
    this.#tell("ff-body-view", orbits.VIEWS.find(([name]) => name === view)?.[1] ?? "");
  }

  /** A zone on the far side would light up unseen. */
  #face(zone: Overlay): void {
    const [x, , z] = this.#scene.facing(zone);
    const to = orbits.facing(this.#orbit, x, z);
    if (to !== this.#orbit) this.#fly(to, true);
  }

  #fly(to: orbits.Orbit, flies: boolean): void {
    const isCalm = !flies || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#flight = isCalm ? null : { from: this.#orbit, to, begun: performance.now() };
    if (isCalm) this.#orbit = to;
    this.#draw();
  }

  #boxOf(view: string): orbits.Box {
    const { positions } = this.#shape!;
    const isPart = PARTS[view];
    const regions = new Map(this.#data.areas.map((area) => [area.id, area.region]));
    const isMeant = this.#skin.areas.map((key) => !isPart || isPart(key, regions.get(key.slice(0, key.lastIndexOf("."))) ?? ""));
    const low: [number, number, number] = [Infinity, Infinity, Infinity];
    const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    this.#skin.area.forEach((area, vertex) => {
      if (!isMeant[area]) return;
      for (let axis = 0; axis < 3; axis += 1) {
        const value = positions[3 * vertex + axis]!;
        low[axis] = Math.min(low[axis]!, value);
        high[axis] = Math.max(high[axis]!, value);
      }
    });
    return { low, high };
  }

  get #aspect(): number {
    return this.#stage.clientWidth / this.#stage.clientHeight || 1;
  }

  #move(orbit: orbits.Orbit): void {
    this.#flight = null;
    this.#orbit = orbit;
    this.#draw();
  }

  #draw(): void {
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#render);
  }

  #render = (now: number): void => {
    this.#frame = 0;
    if (this.#flight) {
      const { from, to, begun } = this.#flight;
      const share = Math.min(1, Math.max(0, (now - begun) / FLIGHT_MS));
      this.#orbit = orbits.between(from, to, share);
      if (share < 1) this.#draw();
      else this.#flight = null;
    }
    const words = orbits.sideWords(this.#orbit, this.#aspect);
    [words.start, words.middle, words.end].forEach((word, place) => (this.#sides[place]!.textContent = word));
    this.#scene.draw(this.#orbit);
    if (!this.hasAttribute("data-drawn")) this.setAttribute("data-drawn", "");
  };

  #begin = (event: PointerEvent): boolean => {
    if (!this.tool || !this.#touchAt(event)) return false;
    this.#touched = new Map();
    this.#last = null;
    this.#extend([event]);
    return true;
  };

  #extend = (steps: readonly PointerEvent[]): void => {
    if (!this.#touched || !this.tool || !this.#shape) return;
    this.#graph ??= graphOf(this.#shape.triangles, this.#shape.positions);
    const fresh: Touched = new Map();
    const reach = Math.min(1, this.#orbit.distance / this.#whole) * (this.tool().erases ? RUBBER_REACH : 1);
    const force = this.tool().erases ? RUBBER_FORCE : 1;
    for (const step of steps) {
      const radius = radiusFor(step.pressure || 0.5, reach);
      for (const touch of this.#touchesTo(step)) {
        for (const [vertex, painted] of dab(this.#graph, touch, radius)) {
          const weight = Math.min(1, painted * force);
          if (weight <= (this.#touched.get(vertex) ?? 0)) continue;
          this.#touched.set(vertex, weight);
          fresh.set(vertex, weight);
        }
      }
      this.#last = step;
    }
    this.#preview(fresh);
    this.#tell("ff-body-hover", this.#placeUnder(steps.at(-1)!));
  };

  #preview(fresh: Touched): void {
    const { erases, intensity } = this.tool!();
    const shown = this.#shown;
    if (erases) rubOut(shown, this.#paint, fresh);
    else overpaint(shown, this.#paint, fresh, intensity);
    this.#scene.paint = shown;
    this.#draw();
  }

  #pending: Paint | null = null;

  /** The paint with the stroke that is being made; thrown away when it ends. */
  get #shown(): Paint {
    this.#pending ??= this.#paint.slice();
    return this.#pending;
  }

  #end = (): void => {
    const touched = this.#touched;
    this.#touched = this.#pending = null;
    if (touched) this.#tell("ff-body-stroke", touched);
  };

  #cancel = (): void => {
    this.#touched = this.#pending = null;
    this.#scene.paint = this.#paint;
    this.#draw();
  };

  /** The touches from the last step to this one, close enough for an unbroken line. */
  #touchesTo(step: PointerEvent): Touch[] {
    const from = this.#last ?? step;
    const apart = Math.hypot(step.clientX - from.clientX, step.clientY - from.clientY);
    const count = Math.min(MOST_STEPS, Math.max(1, Math.ceil(apart / STEP_PX)));
    const box = this.#stage.getBoundingClientRect();
    const touches: Touch[] = [];
    for (let part = 1; part <= count; part += 1) {
      const share = part / count;
      const x = from.clientX + (step.clientX - from.clientX) * share;
      const y = from.clientY + (step.clientY - from.clientY) * share;
      const touch = this.#scene.pick(((x - box.left) / box.width) * 2 - 1, 1 - ((y - box.top) / box.height) * 2);
      if (touch) touches.push(touch);
    }
    return touches;
  }

  #touchAt(event: PointerEvent): Touch | null {
    const box = this.#stage.getBoundingClientRect();
    return this.#scene.pick(((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2);
  }

  #placeUnder(event: PointerEvent): Place | null {
    const touch = this.#touchAt(event);
    const key = touch && this.#skin.areas[this.#skin.area[nearestCorner(touch)]!];
    const [area, side] = key?.split(".") ?? [];
    return area && isSide(side) ? { area, side } : null;
  }

  #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.#move(orbits.zoomed(this.#orbit, WHEEL_STEP ** event.deltaY, 0.25, 1.6 * this.#whole));
  };

  #key = (event: KeyboardEvent): void => {
    const turns: Record<string, readonly [number, number]> = {
      ArrowLeft: [-KEY_TURN, 0],
      ArrowRight: [KEY_TURN, 0],
      ArrowUp: [0, KEY_TURN],
      ArrowDown: [0, -KEY_TURN],
    };
    const turn = turns[event.key];
    if (event.target !== this.#stage || event.ctrlKey || event.metaKey) return;
    if (turn) this.#move(orbits.turned(this.#orbit, ...turn));
    else if (event.key === "+" || event.key === "=") this.zoomBy(1);
    else if (event.key === "-") this.zoomBy(-1);
    else return;
    event.preventDefault();
  };

  #tell<Name extends keyof BodyEvents>(name: Name, detail: BodyEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

const whenIdle = (work: () => void): void => {
  // Safari has no idle callback.
  if (window.requestIdleCallback) window.requestIdleCallback(work);
  else setTimeout(work, 200);
};

customElements.define("ff-body", Body);
