import { afterEach, describe, expect, test } from "vitest";
import type { Change } from "./drawing.ts";
import { MarkedList } from "./marked-list.ts";
import type { Mark, Marks } from "./marks.ts";
import { smallBody } from "./small-body.fixture.ts";
import { sayer } from "./words.ts";

const KNEE: Mark = { area: "knee", side: "left", intensity: 4, quality: ["sharp", "numb"] };
const NECK: Mark = { area: "neck", side: "midline", intensity: 10, quality: [] };

type Told = [string, Mark, Change?];

const byKey = (marks: readonly Mark[]): Marks => new Map(marks.map((mark) => [`${mark.area}.${mark.side}`, mark]));

function list(...marks: Mark[]): { element: HTMLElement; told: Told[]; show: (...marks: Mark[]) => void } {
  const told: Told[] = [];
  const made = new MarkedList(smallBody().areas, sayer(), {
    change: (mark, change) => told.push(["change", mark, change]),
    remove: (mark) => told.push(["remove", mark]),
  });
  document.body.append(made.element);
  made.show(byKey(marks));
  return { element: made.element, told, show: (...next) => made.show(byKey(next)) };
}

afterEach(() => document.body.replaceChildren());

test("an empty drawing says so and says what to do", () => {
  const { element } = list();

  expect(element.querySelector("p")?.textContent).toBe("Nothing is marked yet. Touch the body where it hurts.");
});

test("each mark has a row, in the order in which they were painted", () => {
  const { element } = list(NECK, KNEE);

  const rows = [...element.querySelectorAll("li")].map((row) => row.dataset["key"]);

  expect(rows).toEqual(["neck.midline", "knee.left"]);
});

test("a row says area, side, strength and qualities in words", () => {
  const { element } = list(KNEE);

  expect(element.querySelector(".list__main")?.textContent).toBe("Front of the knee");
  expect(element.querySelector(".side")?.textContent).toBe("left");
  expect(element.querySelector(".pain-dot")?.textContent).toBe("4");
  expect(element.querySelector(".pain-dot")?.getAttribute("data-intensity")).toBe("4");
  expect(element.querySelector(".muted")?.textContent).toBe("sharp, numb");
});

test("a mark in the midline has no side badge", () => {
  const { element } = list(NECK);

  expect(element.querySelector(".side")).toBeNull();
});

test("the strength of the mark is the one chosen, of ten", () => {
  const { element } = list(KNEE);

  // Read as attributes: happy-dom chooses another option than browsers do while options are added.
  const chosen = [...element.querySelectorAll("option[selected]")].map((option) => option.textContent);

  expect(chosen).toEqual(["4"]);
  expect(element.querySelectorAll("option")).toHaveLength(10);
});

test("its controls are named after the area and its side", () => {
  const { element } = list(KNEE);

  expect(element.querySelector("select")?.getAttribute("aria-label")).toBe("Strength of Front of the knee, left");
  expect(element.querySelector("button")?.getAttribute("aria-label")).toBe("Remove Front of the knee, left");
});

test("another strength is told as a number and leaves the qualities alone", () => {
  const { element, told } = list(KNEE);
  const select = element.querySelector("select") as HTMLSelectElement;

  select.value = "7";
  select.dispatchEvent(new Event("change"));

  expect(told).toEqual([["change", KNEE, { intensity: 7 }]]);
});

test("remove tells which mark", () => {
  const { element, told } = list(NECK, KNEE);

  element.querySelector<HTMLButtonElement>('[data-key="knee.left"] button')?.click();

  expect(told).toEqual([["remove", KNEE]]);
});

test("an area that nobody named is listed by its key", () => {
  const { element } = list({ ...NECK, area: "tail" });

  expect(element.querySelector(".list__main")?.textContent).toBe("tail");
});

test("depth and times are said after the qualities, in words", () => {
  const { element } = list({ ...KNEE, depth: "deep", when: ["comes_and_goes", "night"] });

  expect(element.querySelector(".muted")?.textContent).toBe("sharp, numb, deep, comes and goes, at night");
});

describe("depth and times of a mark", () => {
  const open = (element: HTMLElement): HTMLDetailsElement => {
    const details = element.querySelector("details") as HTMLDetailsElement;
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
    return details;
  };
  const press = (element: HTMLElement, value: string, checked = true): void => {
    const input = element.querySelector<HTMLInputElement>(`input[value="${value}"]`) as HTMLInputElement;
    input.checked = checked;
    input.dispatchEvent(new Event("change"));
  };

  test("are tucked away until somebody asks for them", () => {
    const { element } = list(KNEE);

    expect(element.querySelector("details")?.open).toBe(false);
    expect(element.querySelector("fieldset")).toBeNull();
    expect(element.querySelector("summary")?.getAttribute("aria-label")).toBe("Depth and times of Front of the knee, left");
  });

  test("show what was said, and nothing where nothing was", () => {
    const { element } = list({ ...KNEE, depth: "superficial", when: ["rest"] }, NECK);

    const ticked = [...open(element).querySelectorAll<HTMLInputElement>("input[checked]")].map((input) => input.value);

    expect(ticked).toEqual(["superficial", "rest"]);
  });

  test("are told one by one, also when they are taken back", () => {
    const { element, told } = list({ ...KNEE, when: ["rest"] });
    open(element);

    press(element, "deep");
    press(element, "");
    press(element, "night");
    press(element, "rest", false);
    press(element, "night", false);

    expect(told.map(([, , change]) => change)).toEqual([{ depth: "deep" }, { depth: null }, { when: ["rest", "night"] }, { when: ["night"] }, { when: [] }]);
  });

  test("stay open while the list is made anew", () => {
    const { element, show } = list(KNEE);
    open(element);

    show({ ...KNEE, depth: "deep" });

    expect(element.querySelector("details")?.open).toBe(true);
    expect(element.querySelector("fieldset")).not.toBeNull();
  });

  test("are not sent beside the drawing", () => {
    const { element } = list(KNEE);
    open(element);

    const named = [...element.querySelectorAll("input[name]")];

    expect(named.length).toBeGreaterThan(0);
    expect(named.every((input) => input.getAttribute("form") === "")).toBe(true);
  });
});

describe("the focus", () => {
  const focused = (): string | null | undefined => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent;
  const remove = (element: HTMLElement, key: string): HTMLElement => element.querySelector(`[data-key="${key}"] > button`) as HTMLElement;
  const THUMB: Mark = { ...KNEE, area: "thumb" };

  test("stays on the control that changed its mark", () => {
    const { element, show } = list(KNEE, NECK);
    element.querySelector<HTMLElement>('[data-key="neck.midline"] select')?.focus();

    show(KNEE, { ...NECK, intensity: 3 });

    expect(focused()).toBe("Strength of Back of the neck");
  });

  test("goes to the next mark's removal when a mark is removed", () => {
    const { element, show } = list(KNEE, NECK, THUMB);
    remove(element, "neck.midline").focus();

    show(KNEE, THUMB);

    expect(focused()).toBe("Remove Thumb, left");
  });

  test("goes to the one before when the last is removed", () => {
    const { element, show } = list(KNEE, NECK);
    remove(element, "neck.midline").focus();

    show(KNEE);

    expect(focused()).toBe("Remove Front of the knee, left");
  });

  test("goes to the heading when nothing is left", () => {
    const { element, show } = list(KNEE);
    remove(element, "knee.left").focus();

    show();

    expect(focused()).toBe("You marked");
  });

  test("is left alone when it is elsewhere", () => {
    const { element, show } = list(KNEE, NECK);
    remove(element, "knee.left").focus();
    (document.activeElement as HTMLElement).blur();

    show(NECK);

    expect(element.contains(document.activeElement)).toBe(false);
  });
});
