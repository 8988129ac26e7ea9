import { expect, test } from "vitest";
import { markedList } from "./marked-list.ts";
import type { Mark, Marks } from "./marks.ts";
import { smallBody } from "./small-body.fixture.ts";
import { sayer } from "./words.ts";

const KNEE: Mark = { area: "knee", side: "left", intensity: 4, quality: ["sharp", "numb"] };
const NECK: Mark = { area: "neck", side: "midline", intensity: 10, quality: [] };

function list(...marks: Mark[]): { element: HTMLElement; told: [string, Mark][] } {
  const told: [string, Mark][] = [];
  const byKey: Marks = new Map(marks.map((mark) => [`${mark.area}.${mark.side}`, mark]));
  const element = markedList(byKey, smallBody().areas, sayer(), {
    change: (mark) => told.push(["change", mark]),
    remove: (mark) => told.push(["remove", mark]),
  });
  return { element, told };
}

test("an empty drawing says so and says what to do", () => {
  const { element } = list();

  expect(element.textContent).toBe("Nothing is marked yet. Touch the body where it hurts.");
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

  expect(told).toEqual([["change", { ...KNEE, intensity: 7 }]]);
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
