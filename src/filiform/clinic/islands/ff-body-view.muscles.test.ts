// The viewer with lines of muscles: on charts, beside what a trigger point explains.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "./ff-body-view.ts";
import { answer, serveCharts, settled, smallBody } from "./small-body.fixture.ts";

const LINES = {
  note: "schematic, not this patient, never a depth",
  muscles: { trapezius: "Trapezius", infraspinatus: "Infraspinatus" },
  charts: { back: { "infraspinatus.right": [[100, 200, 50, 0]], "trapezius.left": [[0, 0, 9, 9]], "trapezius.right": [[5, 5, 9, 9]] } },
};
const ZONE = { zone: { vertices: "", weights: "" }, sites: [], charts: { back: { felt: "M1 1z", core: "M2 2z", site: [30, 40] } } };

let place = 0;
let fails = false;
let fetched: string[] = [];

beforeEach(() => {
  localStorage.clear();
  fails = false;
  place += 1;
  fetched = serveCharts((name) => {
    if (name.startsWith("lines")) return Promise.resolve({ ...answer("", fails ? 500 : 200), json: async () => LINES } as Response);
    return name.startsWith("zone") ? Promise.resolve({ ...answer(""), json: async () => ZONE } as Response) : null;
  });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

async function view(attributes = "", muscles: object | null = { charts: `/lines${place}.json`, shapes: {} }): Promise<HTMLElement> {
  document.body.innerHTML = `
    <script type="application/json" id="viewer-data">${JSON.stringify({ ...smallBody(), ...(muscles && { muscles }) })}</script>
    <script type="application/json" id="viewer-marks">{"marks": []}</script>
    <ff-body-view data="viewer-data" marks="viewer-marks" ${attributes}></ff-body-view>
    <p id="row" tabindex="0" data-explains="[]" data-muscle="infraspinatus.right" data-zone="/zone${place}">row</p>
    <p id="silent" tabindex="0" data-explains="[]" data-muscle="digastric.left">row</p>
    <p id="beside">beside</p>`;
  await settled();
  return document.querySelector("ff-body-view") as HTMLElement;
}

async function point(selector: string, name = "pointerover"): Promise<void> {
  document.querySelector(selector)?.dispatchEvent(new Event(name, { bubbles: true }));
  await settled();
}

const shown = (): (string | null)[] => [...document.querySelectorAll(".muscle-line")].map((line) => line.getAttribute("data-muscle"));
const words = (): string => document.querySelector(".muscles [role=status]")?.textContent ?? "";
const theSwitch = (): HTMLInputElement => document.querySelector(".painter__hand input") as HTMLInputElement;
const muscleButton = (name: string): HTMLButtonElement =>
  [...document.querySelectorAll<HTMLButtonElement>(".muscles__chip")].find((each) => each.textContent === name)!;
const linesAsked = (): string[] => fetched.filter((src) => src.includes("lines"));

describe("the switch", () => {
  test("is not there where the page has no lines", async () => {
    await view("lines", null);

    expect(theSwitch()).toBeNull();
  });

  test("is off at first, and nothing is fetched", async () => {
    await view();
    await point("#row");

    expect([theSwitch().checked, linesAsked(), shown()]).toEqual([false, [], []]);
    expect(document.querySelector<HTMLElement>(".muscles__shown")?.hidden).toBe(true);
  });

  test("fetches the lines, says what they are, and is remembered in this browser", async () => {
    await view();
    theSwitch().click();
    await settled();

    expect(linesAsked()).toHaveLength(1);
    expect(document.querySelector<HTMLElement>(".muscles__shown")?.hidden).toBe(false);
    expect(document.querySelector(".muscles__note")?.textContent).toBe("Schematic, not this patient, never a depth");
    await view();
    expect(theSwitch().checked).toBe(true);
  });

  test("is on where the page asks for it, until somebody switches it off", async () => {
    await view("lines");
    expect(theSwitch().checked).toBe(true);
    theSwitch().click();

    await view("lines");
    expect(theSwitch().checked).toBe(false);
  });

  test("takes the lines away again", async () => {
    await view("lines");
    await point("#row");
    expect(shown()).toEqual(["infraspinatus.right"]);

    theSwitch().click();
    await settled();

    expect(shown()).toEqual([]);
  });

  test("says so when the lines do not arrive", async () => {
    fails = true;
    await view("lines");

    expect(words()).toContain("could not be loaded");
  });
});

describe("a row that has a muscle", () => {
  test.each(["pointerover", "focusin"])("shows its line, by name, with zone and site, on %s", async (name) => {
    await view("lines");

    await point("#row", name);

    expect(shown()).toEqual(["infraspinatus.right"]);
    expect(words()).toBe("Infraspinatus, right");
    expect(document.querySelector(".chart-zone__felt")?.getAttribute("d")).toBe("M1 1z");
    expect(document.querySelector(".chart-site__ring")?.getAttribute("cx")).toBe("30");
  });

  test("and beside it everything is gone", async () => {
    await view("lines");
    await point("#row");

    await point("#beside");

    expect([shown(), words(), document.querySelector(".chart-zone")]).toEqual([[], "", null]);
  });

  test("says so if its muscle has no lines", async () => {
    await view("lines");

    await point("#silent");

    expect(words()).toBe("No lines are drawn for this muscle.");
  });

  test("shows zone and site without the lines as well", async () => {
    await view();

    await point("#row");

    expect(document.querySelectorAll(".chart-zone")).toHaveLength(1);
  });
});

describe("the list", () => {
  test("names every muscle in order, and finds one", async () => {
    await view("lines");
    const field = document.querySelector("input[type=search]") as HTMLInputElement;

    field.value = "TRAP";
    field.dispatchEvent(new Event("input"));

    const entries = [...document.querySelectorAll<HTMLElement>(".muscles__list li")];
    expect(entries.map((entry) => [entry.textContent, entry.hidden])).toEqual([["Infraspinatus", true], ["Trapezius", false]]);
  });

  test("keeps a muscle that was pressed, of both sides, until it is pressed again", async () => {
    await view("lines");

    muscleButton("Trapezius").click();
    expect([shown(), muscleButton("Trapezius").getAttribute("aria-pressed")]).toEqual([["trapezius.left", "trapezius.right"], "true"]);
    await point("#row");
    expect(words()).toBe("Trapezius; Infraspinatus, right");
    muscleButton("Trapezius").click();

    expect(shown()).toEqual(["infraspinatus.right"]);
  });

  test("shows the muscle that has the focus, as long as it has it", async () => {
    await view("lines");

    muscleButton("Trapezius").dispatchEvent(new FocusEvent("focus"));
    expect(words()).toBe("Trapezius");
    muscleButton("Trapezius").dispatchEvent(new FocusEvent("blur"));

    expect([shown(), words()]).toEqual([[], ""]);
  });
});

test("the pointer that leaves one muscle of the list does not take away the one with the focus", async () => {
  await view("lines");
  muscleButton("Infraspinatus").dispatchEvent(new Event("pointerenter"));
  muscleButton("Trapezius").dispatchEvent(new FocusEvent("focus"));

  muscleButton("Infraspinatus").dispatchEvent(new Event("pointerleave"));

  expect(words()).toBe("Trapezius");
});

test("a line of the 3D body under the pointer is named", async () => {
  const viewer = await view("lines");

  viewer.dispatchEvent(new CustomEvent("ff-body-muscle", { detail: "trapezius.left" }));
  expect(words()).toBe("Trapezius, left");
  viewer.dispatchEvent(new CustomEvent("ff-body-muscle", { detail: "" }));

  expect(words()).toBe("");
});
