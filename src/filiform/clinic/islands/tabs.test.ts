import { beforeEach, describe, expect, test } from "vitest";
import { Tabs } from "./tabs.ts";

let chosen: string[] = [];
let tabs: Tabs;

beforeEach(() => {
  chosen = [];
  const panel = document.createElement("div");
  tabs = new Tabs("Views", panel, (view) => {
    chosen.push(view);
    tabs.select(view);
  });
  for (const view of ["front", "back", "left"]) tabs.add(view, view.toUpperCase());
  tabs.select("front");
  document.body.replaceChildren(tabs.element, panel);
});

const all = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role="tab"]')];
const named = (name: string): HTMLElement => all().find((tab) => tab.textContent === name) as HTMLElement;
const focused = (): string | null | undefined => document.activeElement?.textContent;

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  document.activeElement?.dispatchEvent(event);
  return event;
}

describe("by keyboard", () => {
  test.each([
    ["FRONT", "ArrowRight", "BACK"],
    ["BACK", "ArrowLeft", "FRONT"],
    ["LEFT", "ArrowRight", "FRONT"],
    ["FRONT", "ArrowLeft", "LEFT"],
    ["FRONT", "End", "LEFT"],
    ["LEFT", "Home", "FRONT"],
  ])("from %s the key %s leads to %s, which is chosen and focused", (from, key, to) => {
    named(from).focus();

    const event = press(key);

    expect(focused()).toBe(to);
    expect(chosen).toEqual([to.toLowerCase()]);
    expect(named(to).getAttribute("aria-selected")).toBe("true");
    expect(event.defaultPrevented).toBe(true);
  });

  test("only the chosen tab is reached by Tab", () => {
    named("FRONT").focus();
    press("End");

    expect(all().map((tab) => tab.getAttribute("tabindex"))).toEqual(["-1", "-1", "0"]);
  });

  test.each([
    ["Enter", {}],
    ["ArrowDown", {}],
    ["ArrowLeft", { altKey: true }],
    ["Home", { ctrlKey: true }],
  ])("%s is left to the browser", (key, more) => {
    named("FRONT").focus();

    expect(press(key, more).defaultPrevented).toBe(false);
    expect(chosen).toEqual([]);
  });
});

describe("for a screen reader", () => {
  test("the panel is named by the chosen tab, which says what it controls", () => {
    named("BACK").click();

    const panel = document.querySelector('[role="tabpanel"]') as HTMLElement;
    expect(panel.getAttribute("aria-labelledby")).toBe(named("BACK").id);
    expect(all().map((tab) => tab.getAttribute("aria-controls"))).toEqual([panel.id, panel.id, panel.id]);
    expect(new Set(all().map((tab) => tab.id)).size).toBe(3);
    expect(document.querySelector('[role="tablist"]')?.getAttribute("aria-label")).toBe("Views");
  });

  test("two painters on a page share no id", () => {
    const other = document.createElement("div");
    new Tabs("Views", other, () => undefined);

    expect(other.id).not.toBe(document.querySelector('[role="tabpanel"]')?.id);
  });
});
