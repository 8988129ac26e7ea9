// "You marked": each area with its strength and quality, to change or to remove.

import type { AreaName } from "./charts.ts";
import { nameOf } from "./charts.ts";
import { button, make, sideBadge } from "./dom.ts";
import type { Mark, Marks } from "./marks.ts";
import type { Say } from "./words.ts";

export interface MarkedListener {
  change(mark: Mark): void;
  remove(mark: Mark): void;
}

export function markedList(marks: Marks, areas: readonly AreaName[], say: Say, listener: MarkedListener): HTMLElement {
  if (marks.size === 0) {
    return make("p", { class: "muted" }, say("Nothing is marked yet. Touch the body where it hurts."));
  }
  const list = make("ul", { class: "painter__marked" });
  for (const mark of marks.values()) list.append(row(mark, areas, say, listener));
  return list;
}

function row(mark: Mark, areas: readonly AreaName[], say: Say, listener: MarkedListener): HTMLElement {
  const label = areas.find((area) => area.id === mark.area)?.label ?? mark.area;
  const name = nameOf(areas, mark, say);
  const intensity = make("select", { class: "select painter__strength", "aria-label": say("Strength of {name}", { name }) });
  for (let value = 1; value <= 10; value += 1) {
    intensity.append(make("option", { value: String(value), selected: value === mark.intensity }, String(value)));
  }
  intensity.addEventListener("change", () => listener.change({ ...mark, intensity: Number(intensity.value) }));
  return make(
    "li",
    { "data-key": `${mark.area}.${mark.side}` },
    make("span", { class: "pain-dot", "data-intensity": String(mark.intensity), "aria-hidden": "true" }, String(mark.intensity)),
    make("span", { class: "list__main" }, label),
    ...(mark.side === "midline" ? [] : [sideBadge(mark.side, say(mark.side))]),
    make("span", { class: "muted small" }, mark.quality.map((quality) => say(quality)).join(", ")),
    intensity,
    button(say("Remove"), { class: "button button--quiet button--small", "aria-label": say("Remove {name}", { name }) }, () => listener.remove(mark)),
  );
}
