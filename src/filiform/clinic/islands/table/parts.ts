// Things to touch with a gloved thumb. Each carries a key, by which focus finds it again.

import { button, make } from "../dom.ts";
import type { Limit } from "./documents.ts";

type Attributes = Record<string, string | boolean | undefined>;

export function tapButton(key: string, label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return button(label, { "data-key": key, ...attributes, class: `tap ${attributes["class"] ?? ""}`.trim() }, press);
}

export function choiceButton(key: string, label: string, isChosen: boolean, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return tapButton(key, label, press, { "aria-pressed": String(isChosen), ...attributes });
}

export const sideSign = (side: string): HTMLElement => make("strong", { class: `side-sign side-sign--${side}` }, side.toUpperCase());

/** A part that opens; what is in it is made when it is, as each tap draws the screen anew. */
export function opening(desk: { readonly opened: Set<string>; redraw(): void }, key: string, summary: string, content: () => HTMLElement[]): HTMLElement {
  const isOpen = desk.opened.has(key);
  const details = make("details", { class: "tap-opening", open: isOpen }, make("summary", { class: "tap", "data-key": `open-${key}` }, summary), ...(isOpen ? content() : []));
  details.addEventListener("toggle", () => {
    if (details.open === desk.opened.has(key)) return;
    if (details.open) desk.opened.add(key);
    else desk.opened.delete(key);
    desk.redraw();
  });
  return details;
}

interface Stepping {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number | null;
  readonly limit: Limit;
  /** Steps to offer, the smallest first; the limit's own if omitted. */
  readonly steps?: readonly number[];
  set(value: number): void;
}

/** A number with large minus and plus; a first plus starts where the limit says. */
export function stepper({ key, label, unit, value, limit, steps = [limit.step], set }: Stepping): HTMLElement {
  const to = (step: number): void => {
    const next = value === null ? (limit.start ?? Math.max(limit.low, step)) : value + step;
    const held = Math.min(limit.high, Math.max(limit.low, next));
    if (held !== value) set(held);
  };
  const press = (step: number): HTMLElement =>
    tapButton(`${key}${step}`, `${step > 0 ? "+" : "−"}${steps.length > 1 ? Math.abs(step) : ""}`, () => to(step), {
      class: "tap--step",
      "aria-label": `${label}: ${Math.abs(step)} ${unit} ${step > 0 ? "more" : "less"}`.replace("  ", " "),
    });
  return make(
    "div",
    { class: "stepper", role: "group", "aria-label": label },
    make("span", { class: "stepper__label" }, label),
    ...[...steps].reverse().map((step) => press(-step)),
    make("output", { class: "stepper__value" }, value === null ? "–" : `${value}`, make("small", {}, ` ${unit}`)),
    ...steps.map(press),
  );
}
