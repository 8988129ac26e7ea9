// A drawing in the making: what is painted now, what was before, and the areas that it makes painful.

import type { Tool } from "./body-element.ts";
import type { BodyData } from "./charts.ts";
import * as drawn from "./drawing.ts";
import * as past from "./history.ts";
import type { Marks } from "./marks.ts";
import { project } from "./project.ts";
import { loadSkin, type Skin } from "./skin.ts";
import type { Touched } from "./strokes.ts";

export class Painting {
  #data: BodyData;
  #history = past.begin(drawn.EMPTY);
  #skin: Skin | null = null;
  #projected: { readonly drawing: drawn.Drawing; readonly areas: Marks } | null = null;
  #lastStroke: drawn.Drawing | null = null;

  constructor(data: BodyData) {
    this.#data = data;
  }

  get now(): drawn.Drawing {
    return this.#history.now;
  }

  get skin(): Skin | null {
    return this.#skin;
  }

  /** The text of the form field. */
  get text(): string {
    return this.#written(this.now);
  }

  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }

  get areas(): Marks {
    return this.areasOf(this.now);
  }

  /** Asked for again and again while nothing changes, so the last answer is kept. */
  areasOf(drawing: drawn.Drawing): Marks {
    const { surface } = this.#data;
    if (!surface || drawing.strokes.length === 0) return drawing.marks;
    if (this.#projected?.drawing !== drawing) {
      this.#projected = { drawing, areas: project(drawing, this.#skin, surface.painful) };
    }
    return this.#projected.areas;
  }

  /** Fetch what is known of every vertex; strokes need it. */
  async needSkin(): Promise<Skin> {
    const src = this.#data.surface?.skin;
    if (!src) throw new Error("painting: no surface");
    this.#skin ??= await loadSkin(src);
    return this.#skin;
  }

  /** Begin with the text of a field or a draft; returns how many marks could not be read. */
  async read(text: string): Promise<number> {
    if (drawn.hasStrokes(text)) await this.needSkin().catch(() => null);
    const { drawing, unknown } = drawn.read(text, (area, side) => this.#isKnown(area, side), this.#skin);
    this.#history = past.begin(drawing);
    return unknown;
  }

  /** Return the drawing after a stroke on the skin, without keeping it. */
  after(touched: Touched, tool: Tool): drawn.Drawing {
    if (!this.#skin) return this.now;
    return tool.erases ? drawn.rubbed(this.now, touched, this.#skin) : drawn.withStroke(this.now, touched, tool, this.#skin);
  }

  /** Make a step; true if anything changed. */
  change(next: drawn.Drawing): boolean {
    const before = this.now;
    this.#history = past.commit(this.#history, next, this.#written);
    this.#lastStroke = null;
    return this.now !== before;
  }

  /** The same for what a pointer has painted, which may turn out to be a palm. */
  stroke(next: drawn.Drawing): boolean {
    const isChanged = this.change(next);
    if (isChanged) this.#lastStroke = this.now;
    return isChanged;
  }

  /** The last stroke was none; true if it had changed anything. */
  takeBack(): boolean {
    if (this.#lastStroke !== this.now) return false;
    this.#history = past.takenBack(this.#history);
    this.#lastStroke = null;
    return true;
  }

  undo(): void {
    this.#history = past.undone(this.#history);
  }

  redo(): void {
    this.#history = past.redone(this.#history);
  }

  #written = (drawing: drawn.Drawing): string => drawn.written(drawing, this.#skin?.topology ?? "");

  #isKnown(area: string, side: string): boolean {
    const known = this.#data.areas.find((entry) => entry.id === area);
    return known !== undefined && known.midline === (side === "midline");
  }
}
