// Tabs over one panel: Tab reaches the chosen one, arrows, Home and End choose among them.

import { button, make } from "./dom.ts";

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};
let panels = 0;

export class Tabs {
  readonly element: HTMLElement;
  #panel: HTMLElement;
  #choose: (view: string) => void;

  constructor(label: string, panel: HTMLElement, choose: (view: string) => void) {
    this.element = make("div", { class: "painter__views", role: "tablist", "aria-label": label });
    this.#panel = panel;
    this.#choose = choose;
    panel.id ||= `panel-${++panels}`;
    panel.setAttribute("role", "tabpanel");
    this.element.addEventListener("keydown", this.#press);
  }

  add(view: string, label: string): void {
    const id = `${this.#panel.id}-${view}`;
    const tab = { id, role: "tab", tabindex: "-1", "aria-selected": "false", "aria-controls": this.#panel.id, "data-view": view };
    this.element.append(button(label, tab, () => this.#choose(view)));
  }

  select(view: string): void {
    for (const tab of this.element.children) {
      const isChosen = tab.getAttribute("data-view") === view;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.setAttribute("tabindex", isChosen ? "0" : "-1");
      if (isChosen) this.#panel.setAttribute("aria-labelledby", tab.id);
    }
  }

  #press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const tabs = [...this.element.children] as HTMLElement[];
    const at = tabs.indexOf(event.target as HTMLElement);
    if (!step || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = tabs[step(at, tabs.length)];
    next?.focus();
    next?.click();
  };
}
