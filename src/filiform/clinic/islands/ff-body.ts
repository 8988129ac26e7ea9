/**
 * The body to turn, look at and paint on. It arrives in a script of its own, `body3d.js`, which the
 * painter and the viewer fetch when somebody asks for it; they make the element and call `open`.
 *
 *     <ff-body></ff-body>
 *
 * Out come, all bubbling: `ff-body-stroke` (detail: the largest weight by touched vertex) at the end
 * of a stroke, `ff-body-take-back` if that stroke was a palm, `ff-body-hover` (area and side under the
 * pointer, or null), `ff-body-view` (the view in words), `ff-body-muscle` (the muscle whose line is
 * under the pointer), `ff-body-lost` if the graphics card goes away. The figure is the patient's choice and
 * stays in this browser; nothing about it is sent.
 */
import { fetchFigure, FIGURE, figureOf, type BodyElement, type BodyEvents, type Layers, type MuscleSight, type Tool } from "./body-element.ts";
import { BodyBrush } from "./body-brush.ts";
import { BodyEye } from "./body-eye.ts";
import { BodyMuscles } from "./body-muscles.ts";
import { BodyPointer } from "./body-pointer.ts";
import type { Borders } from "./border-lines.ts";
import type { BodyData, Place, SurfaceSource } from "./charts.ts";
import { button, make } from "./dom.ts";
import { EMPTY } from "./drawing.ts";
import { feelOf } from "./feel.ts";
import { readShape, type Shape } from "./glb.ts";
import { difference, overlayOf, paintOf, paintOfDrawing, type Paint } from "./layers.ts";
import { isSide } from "./marks.ts";
import * as orbits from "./orbit.ts";
import { allStrokes } from "./project.ts";
import { atRest } from "./rest.ts";
import { BodyScene } from "./scene.ts";
import type { Skin } from "./skin.ts";
import { Choice } from "./webgl.ts";
import { sayer, type Say } from "./words.ts";

const KEY_TURN = Math.PI / 12;
const ZOOM_STEP = 1.3;
const WHEEL_STEP = 1.0012;
const PARTS: Readonly<Record<string, (area: string, region: string) => boolean>> = {
  head: (_, region) => region === "head",
  left_hand: (area, region) => region === "hand" && area.endsWith(".left"),
  right_hand: (area, region) => region === "hand" && area.endsWith(".right"),
  feet: (_, region) => region === "foot" || region === "ankle",
};

export class Body extends HTMLElement implements BodyElement {
  tool: (() => Tool) | null = null;
  #data!: BodyData;
  #say!: Say;
  #skin!: Skin;
  #scene!: BodyScene;
  #brush!: BodyBrush;
  #muscles!: BodyMuscles;
  #shape: Shape | null = null;
  #boxes = new Map<string, orbits.Box>();
  #layers: Layers = { drawing: EMPTY };
  #paint: Paint = new Uint8Array();
  #isPainting = false;
  #view = "front";
  #frame = 0;
  #aspect = 1;
  #eye = new BodyEye(() => this.#draw());
  #figure = new Choice(FIGURE);
  #stage = make("div", { class: "body3d__stage", tabindex: "0", role: "group" });
  #sides = ["start", "middle", "end"].map((place) => make("span", { class: `body3d__side body3d__side--${place}`, "aria-hidden": "true" }));
  #views = make("div", { class: "body3d__views", role: "group" });

  async open(data: BodyData, skin: Skin, file: Promise<ArrayBuffer>): Promise<void> {
    const { surface } = data;
    if (!surface) throw new Error("ff-body: no surface");
    this.#data = data;
    this.#say = sayer(data.strings);
    this.#skin = skin;
    this.#scene = new BodyScene();
    this.#brush = new BodyBrush(this.#stage, this.#scene);
    this.#muscles = new BodyMuscles(this.#stage, this.#scene, () => this.#draw());
    this.#muscles.wear(figureOf(surface)?.id ?? "");
    this.#wear(await file);
    this.#build(surface);
    this.#look("front", false);
    this.show(this.#layers);
    // Not before the first picture: what follows competes with it for the processor.
    requestAnimationFrame(() => {
      this.#prepare();
      atRest(() => void this.#fetchBorders(surface.borders));
    });
  }

  show(layers: Layers): void {
    const isNewZone = layers.zone && layers.zone !== this.#layers.zone;
    this.#layers = layers;
    if (!this.#shape) return;
    const count = this.#skin.area.length;
    const strokes = allStrokes(layers.drawing, this.#skin);
    this.#paint = paintOf(strokes, count);
    const { patterned, numb } = feelOf(strokes, count);
    const overlay = overlayOf(layers.zone ?? null, count);
    if (isNewZone) {
      const [x, , z] = this.#scene.facing(overlay);
      this.#eye.face(x, z);
    }
    if (layers.before) {
      const change = difference(paintOfDrawing(layers.before, this.#skin), this.#paint);
      this.#paint = change.paint;
      change.overlay.forEach((relief, place) => (overlay[place] = Math.max(overlay[place]!, relief)));
    }
    this.#scene.lay({ paint: this.#paint, overlay, feel: patterned, numb }, this.#brush.edges);
    this.#scene.sites = layers.sites ?? [];
    this.#draw();
  }

  showMuscles(sight: MuscleSight | null): void {
    this.#muscles.show(sight);
  }

  zoomBy(step: number): void {
    this.#eye.zoom(ZOOM_STEP ** -step);
  }

  disconnectedCallback(): void {
    cancelAnimationFrame(this.#frame);
  }

  #prepare(): void {
    atRest(() => this.#scene.grow(), () => this.#brush.prepare());
  }

  #wear(file: ArrayBuffer): void {
    const shape = readShape(file);
    this.#boxes.clear();
    if (shape.topology !== this.#skin.topology) throw new Error("body: a shape of another surface");
    this.#shape = shape;
    this.#brush.wear(shape);
    this.#scene.wear(shape);
  }

  async #fetchBorders(src: string): Promise<void> {
    const answer = await fetch(src);
    if (!answer.ok) return;
    this.#scene.border((await answer.json()) as Borders);
    this.#draw();
  }

  #build(surface: SurfaceSource): void {
    const say = this.#say;
    this.#stage.setAttribute("aria-label", say("The body. Arrow keys turn it, plus and minus zoom; to mark an area without a pointer, use the list."));
    this.#views.setAttribute("aria-label", say("Views of the body"));
    this.#scene.canvas.setAttribute("aria-hidden", "true");
    this.#stage.append(this.#scene.canvas, ...this.#sides);
    for (const [view, label] of orbits.VIEWS) {
      this.#views.append(button(say(label), { "data-view": view }, () => this.#look(view)));
    }
    const figure = make("select", { class: "select", "aria-label": say("Figure to paint on") });
    for (const { id, label } of surface.shapes) figure.append(make("option", { value: id, selected: id === this.#figure.value }, label));
    figure.addEventListener("change", () => void this.#chooseFigure(figure.value, surface));
    const chooser = make("label", { class: "body3d__figure" }, make("span", { class: "muted small" }, say("Figure")), figure);
    this.append(make("div", { class: "body3d__tools" }, this.#views, chooser), this.#stage);
    new BodyPointer(this.#stage, {
      begin: this.#begin,
      extend: this.#extend,
      end: this.#end,
      cancel: this.#cancel,
      takeBack: () => this.#tell("ff-body-take-back", null),
      turn: (right, down) => this.#eye.drag(right, down),
      pinch: (factor, right, down) => {
        this.#eye.zoom(factor);
        this.#eye.drag(right, down);
      },
      hover: (event) => {
        this.#tell("ff-body-hover", event && this.#placeUnder(event));
        this.#tell("ff-body-muscle", event ? this.#muscles.keyAt(event) : "");
      },
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
    const file = await fetchFigure(surface, figure).catch(() => null);
    // The old figure stays if the new one does not arrive, or another was chosen meanwhile.
    if (!file || this.#figure.value !== figure) return;
    this.#wear(file);
    this.#muscles.wear(figure);
    this.#look(this.#view, false);
    this.show(this.#layers);
    this.#prepare();
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#stage;
    if (!clientWidth || !clientHeight) return;
    // Kept: asked for while drawing, the browser would lay out the page for every frame.
    this.#aspect = clientWidth / clientHeight;
    this.#scene.resize(clientWidth, clientHeight);
    this.#draw();
  }

  #look(view: string, flies = true): void {
    this.#view = view;
    this.#eye.look(view, this.#boxOf(view), this.#boxOf("front"), this.#aspect, flies);
    for (const each of this.#views.children) each.setAttribute("aria-pressed", String(each.getAttribute("data-view") === view));
    const label = orbits.VIEWS.find(([name]) => name === view)?.[1];
    this.#tell("ff-body-view", label ? this.#say(label) : "");
  }

  #boxOf(view: string): orbits.Box {
    const isPart = PARTS[view];
    const name = isPart ? view : "whole";
    const known = this.#boxes.get(name);
    if (known) return known;
    const regions = new Map(this.#data.areas.map((area) => [area.id, area.region]));
    const isMeant = this.#skin.areas.map((key) => !isPart || isPart(key, regions.get(key.slice(0, key.lastIndexOf("."))) ?? ""));
    const box = orbits.boxAround(this.#shape!.positions, this.#skin.area, isMeant);
    this.#boxes.set(name, box);
    return box;
  }

  #draw(): void {
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#render);
  }

  #render = (now: number): void => {
    this.#frame = 0;
    this.#eye.tick(now);
    const { orbit } = this.#eye;
    const words = orbits.sideWords(orbit, this.#aspect);
    [words.start, words.middle, words.end].forEach((word, place) => {
      const side = this.#sides[place]!;
      const said = word && this.#say(word);
      if (side.textContent !== said) side.textContent = said;
    });
    this.#scene.draw(orbit);
    if (!this.hasAttribute("data-drawn")) this.setAttribute("data-drawn", "");
  };

  #begin = (event: PointerEvent): boolean => {
    if (!this.tool || this.#brush.vertexAt(event) === null) return false;
    this.#isPainting = true;
    this.#brush.begin(this.#paint);
    this.#extend([event]);
    return true;
  };

  #extend = (steps: readonly PointerEvent[]): void => {
    if (!this.#isPainting || !this.tool) return;
    this.#brush.extend(steps, this.tool(), this.#eye.closeness);
    this.#draw();
    this.#tell("ff-body-hover", this.#placeAt(this.#brush.lastVertex));
  };

  #end = (): void => {
    if (!this.#isPainting) return;
    this.#isPainting = false;
    this.#tell("ff-body-stroke", this.#brush.end());
  };

  #cancel = (): void => {
    this.#isPainting = false;
    this.#brush.cancel();
    this.#draw();
  };

  #placeUnder(event: PointerEvent): Place | null {
    return this.#placeAt(this.#brush.vertexAt(event));
  }

  #placeAt(vertex: number | null): Place | null {
    const key = vertex === null ? undefined : this.#skin.areas[this.#skin.area[vertex]!];
    const [area, side] = key?.split(".") ?? [];
    return area && isSide(side) ? { area, side } : null;
  }

  #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.#eye.zoom(WHEEL_STEP ** event.deltaY);
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
    if (turn) this.#eye.turn(...turn);
    else if (event.key === "+" || event.key === "=") this.zoomBy(1);
    else if (event.key === "-") this.zoomBy(-1);
    else return;
    event.preventDefault();
  };

  #tell<Name extends keyof BodyEvents>(name: Name, detail: BodyEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("ff-body", Body);
