import { expect, test } from "vitest";
import { BrushControls } from "./brush.ts";
import { sayer } from "./words.ts";

function choose(controls: BrushControls, value: string, checked = true): void {
  const input = controls.element.querySelector<HTMLInputElement>(`input[value="${value}"]`);
  if (!input) throw new Error(`no choice ${value}`);
  input.checked = checked;
  input.dispatchEvent(new Event("change"));
}

const words = (controls: BrushControls): string | null | undefined =>
  controls.element.querySelector("legend strong")?.textContent;

test("the first brush is a moderate ache that paints", () => {
  const controls = new BrushControls("marks", sayer());

  expect(controls.brush).toEqual({ intensity: 5, quality: [] });
  expect(controls.isErasing).toBe(false);
  expect(words(controls)).toBe("5 · moderate");
});

test("what is ticked at first is what the brush paints", () => {
  const controls = new BrushControls("marks", sayer());

  const ticked = [...controls.element.querySelectorAll<HTMLInputElement>("input:checked")];

  expect(ticked.map((input) => input.value)).toEqual(["5", "", "paint", "medium"]);
});

test("choosing a strength changes the brush and the words beside it", () => {
  const controls = new BrushControls("marks", sayer());

  choose(controls, "8");

  expect(controls.brush.intensity).toBe(8);
  expect(words(controls)).toBe("8 · severe");
});

test.each([
  ["1", "mild"],
  ["3", "mild"],
  ["4", "moderate"],
  ["6", "moderate"],
  ["7", "severe"],
  ["9", "severe"],
  ["10", "worst imaginable"],
])("strength %s is called %s, aloud as well", (value, word) => {
  const controls = new BrushControls("marks", sayer());

  choose(controls, value);

  expect(words(controls)).toBe(`${value} · ${word}`);
  expect(controls.element.querySelector(`input[value="${value}"]`)?.getAttribute("aria-label")).toBe(`${value}, ${word}`);
});

test("strengths run from one to ten; there is no brush for no pain", () => {
  const controls = new BrushControls("marks", sayer());

  const scale = [...controls.element.querySelectorAll<HTMLInputElement>('input[name="marks-intensity"]')];

  expect(scale.map((input) => Number(input.value))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("qualities come in one order, whatever the order of the ticks", () => {
  const controls = new BrushControls("marks", sayer());

  choose(controls, "numb");
  choose(controls, "sharp");

  expect(controls.brush.quality).toEqual(["sharp", "numb"]);
});

test("the last quality can be taken off", () => {
  const controls = new BrushControls("marks", sayer());

  choose(controls, "aching", false);

  expect(controls.brush.quality).toEqual([]);
});

test("a brush taken earlier stays as it was", () => {
  const controls = new BrushControls("marks", sayer());
  const earlier = controls.brush;

  choose(controls, "numb");
  choose(controls, "9");

  expect(earlier).toEqual({ intensity: 5, quality: [] });
});

test("the eraser is taken and put back", () => {
  const controls = new BrushControls("marks", sayer());

  choose(controls, "erase");
  const taken = controls.isErasing;
  choose(controls, "paint");

  expect(taken).toBe(true);
  expect(controls.isErasing).toBe(false);
});

test("two brushes on one page do not share their choices", () => {
  const today = new BrushControls("today", sayer());
  const usually = new BrushControls("usually", sayer());

  choose(today, "9");

  const groups = (controls: BrushControls): Set<string> =>
    new Set([...controls.element.querySelectorAll<HTMLInputElement>("input[type=radio]")].map((input) => input.name));
  expect(usually.brush.intensity).toBe(5);
  expect(groups(today)).toEqual(new Set(["today-intensity", "today-depth", "today-tool", "today-width"]));
  expect(groups(usually)).toEqual(new Set(["usually-intensity", "usually-depth", "usually-tool", "usually-width"]));
});

test("depth and times belong to the brush once they are said, in one order", () => {
  const controls = new BrushControls("marks", sayer());

  choose(controls, "night");
  choose(controls, "movement");
  choose(controls, "deep");

  expect(controls.brush).toEqual({ intensity: 5, quality: [], depth: "deep", when: ["movement", "night"] });
});

test("what was said of depth and times can be taken back", () => {
  const controls = new BrushControls("marks", sayer());
  choose(controls, "night");
  choose(controls, "deep");

  choose(controls, "night", false);
  choose(controls, "");

  expect(controls.brush).toEqual({ intensity: 5, quality: [] });
});

test("depth and times are tucked away and cost nothing on a busy day", () => {
  const controls = new BrushControls("marks", sayer());

  expect(controls.element.querySelector("details")?.open).toBe(false);
});

test("a broad brush is wider than a medium one, a fine one narrower", () => {
  const controls = new BrushControls("marks", sayer());
  const widths = ["fine", "medium", "broad"].map((word) => {
    choose(controls, word);
    return controls.tool.width;
  });

  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(widths[1]).toBe(1);
  expect(new Set(widths).size).toBe(3);
});

test("the tool is the brush with what the hand does to it", () => {
  const controls = new BrushControls("marks", sayer());

  choose(controls, "erase");
  choose(controls, "7");

  expect(controls.tool).toEqual({ intensity: 7, quality: [], erases: true, width: 1 });
});
