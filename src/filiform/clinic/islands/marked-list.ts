// "You marked": each area with its strength, quality, depth and times, to change or to remove.

import type { AreaName } from "./charts.ts";
import { nameOf } from "./charts.ts";
import { button, make, sideBadge } from "./dom.ts";
import type { Change } from "./drawing.ts";
import { feelingControls, spoken } from "./feeling.ts";
import { keyOf, type Mark, type Marks } from "./marks.ts";
import type { Say } from "./words.ts";

export interface MarkedListener {
  change(mark: Mark, change: Change): void;
  remove(mark: Mark): void;
}

export class MarkedList {
  readonly element: HTMLElement;
  #areas: readonly AreaName[];
  #say: Say;
  #listener: MarkedListener;
  #heading: HTMLElement;
  #rows = make("div");
  #opened = new Set<string>();

  constructor(areas: readonly AreaName[], say: Say, listener: MarkedListener) {
    this.#areas = areas;
    this.#say = say;
    this.#listener = listener;
    this.#heading = make("h2", { tabindex: "-1" }, say("You marked"));
    this.element = make("section", { class: "painter__summary card" }, this.#heading, this.#rows);
  }

  /** Make the list anew; whoever steers by keyboard stays in it. */
  show(marks: Marks): void {
    const focused = this.#rows.contains(document.activeElement) ? document.activeElement : null;
    const control = focused?.getAttribute("data-control");
    const place = focused ? this.#items.findIndex((item) => item.contains(focused)) : -1;
    const list = make("ul", { class: "painter__marked" });
    for (const mark of marks.values()) list.append(this.#row(mark));
    const nothing = make("p", { class: "muted" }, this.#say("Nothing is marked yet. Touch the body where it hurts."));
    this.#rows.replaceChildren(marks.size ? list : nothing);
    if (focused) this.#focus(control ?? "", place);
  }

  get #items(): HTMLElement[] {
    return [...this.#rows.querySelectorAll<HTMLElement>("li")];
  }

  /** The same control; or, where its row is gone, the removal of the row in its place; or the heading. */
  #focus(control: string, place: number): void {
    const same = [...this.#rows.querySelectorAll<HTMLElement>("[data-control]")].find((each) => each.dataset["control"] === control);
    const nearest = this.#items[Math.min(place, this.#items.length - 1)];
    (same ?? nearest?.querySelector<HTMLElement>(":scope > button") ?? this.#heading).focus();
  }

  #row(mark: Mark): HTMLElement {
    const say = this.#say;
    const key = keyOf(mark.area, mark.side);
    const label = this.#areas.find((area) => area.id === mark.area)?.label ?? mark.area;
    const name = nameOf(this.#areas, mark, say);
    const said = [...mark.quality.map((quality) => say(quality)), ...spoken(mark, say)];
    return make(
      "li",
      { "data-key": key },
      make("span", { class: "pain-dot", "data-intensity": String(mark.intensity), "aria-hidden": "true" }, String(mark.intensity)),
      make("span", { class: "list__main" }, label),
      ...(mark.side === "midline" ? [] : [sideBadge(mark.side, say(mark.side))]),
      make("span", { class: "muted small" }, said.join(", ")),
      this.#strength(mark, key, name),
      button(say("Remove"), { class: "button button--quiet button--small", "aria-label": say("Remove {name}", { name }), "data-control": `${key}-remove` }, () => this.#listener.remove(mark)),
      this.#feeling(mark, key, name),
    );
  }

  #strength(mark: Mark, key: string, name: string): HTMLElement {
    const select = make("select", { class: "select painter__strength", "aria-label": this.#say("Strength of {name}", { name }), "data-control": `${key}-strength` });
    for (let value = 1; value <= 10; value += 1) {
      select.append(make("option", { value: String(value), selected: value === mark.intensity }, String(value)));
    }
    select.addEventListener("change", () => this.#listener.change(mark, { intensity: Number(select.value) }));
    return select;
  }

  #feeling(mark: Mark, key: string, name: string): HTMLElement {
    const summary = make("summary", { "data-control": `${key}-feeling`, "aria-label": this.#say("Depth and times of {name}", { name }) }, this.#say("Depth and times"));
    const questions = (): HTMLElement[] => feelingControls(key, mark, this.#say, (change) => this.#listener.change(mark, change));
    const isOpen = this.#opened.has(key);
    const details = make("details", { class: "painter__feeling", open: isOpen }, summary, ...(isOpen ? questions() : []));
    details.addEventListener("toggle", () => {
      if (!details.open) this.#opened.delete(key);
      else if (!this.#opened.has(key)) details.append(...questions());
      if (details.open) this.#opened.add(key);
    });
    return details;
  }
}
