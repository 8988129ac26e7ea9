import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "./ff-drawing-film.ts";

const FRAMES = ["3 Mar", "10 Mar", "17 Mar"];
let still = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: still }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  still = false;
});

function film(labels = FRAMES, strings?: Readonly<Record<string, string>>): HTMLElement {
  const items = labels.map(
    (label) => `<li data-frame data-label="${label}"><h3>${label}</h3><div class="views" id="v"><i>${label}</i></div></li>`,
  );
  const data = strings ? `<script type="application/json" id="film-data">${JSON.stringify({ strings })}</script>` : "";
  document.body.innerHTML = `<ol id="row">${items.join("")}</ol>${data}<ff-drawing-film frames="row"${strings ? ' data="film-data"' : ""}></ff-drawing-film>`;
  return document.querySelector("ff-drawing-film") as HTMLElement;
}

const shown = (): string => document.querySelector(".film__stage i")?.textContent ?? "";
const slider = (): HTMLInputElement => document.querySelector("ff-drawing-film input") as HTMLInputElement;
const named = (name: string): HTMLButtonElement | undefined =>
  [...document.querySelectorAll<HTMLButtonElement>("ff-drawing-film button")].find((b) => b.textContent === name);

function press(key: string, on: Element = slider()): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  on.dispatchEvent(event);
  return event;
}

describe("in another language", () => {
  test("it says what the page sent, and in English what the page lacks", () => {
    const made = film(FRAMES, { Play: "Abspielen", "{label}, drawing {number} of {count}": "{label}, Zeichnung {number} von {count}" });

    expect(named("Abspielen")).toBeDefined();
    expect(named("Later")).toBeDefined();
    expect(made.textContent).toContain("3 Mar, Zeichnung 1 von 3");
  });
});

describe("showing", () => {
  test("it begins with the first drawing, says which, and leaves the row as it was", () => {
    const made = film();

    expect(shown()).toBe("3 Mar");
    expect(made.textContent).toContain("3 Mar, drawing 1 of 3");
    expect(document.querySelectorAll("#row .views")).toHaveLength(3);
  });

  test.each([[[]], [["3 Mar"]]])("of %j there is no film", (labels) => {
    expect(film(labels).children).toHaveLength(0);
  });

  test("moved on the page it is not built twice", () => {
    const made = film();

    document.body.append(made);

    expect(made.querySelectorAll("input")).toHaveLength(1);
  });
});

describe("stepping", () => {
  test.each([
    [["ArrowRight"], "10 Mar"],
    [["ArrowRight", "ArrowRight", "ArrowRight"], "17 Mar"],
    [["End"], "17 Mar"],
    [["End", "ArrowLeft"], "10 Mar"],
    [["End", "Home"], "3 Mar"],
    [["ArrowLeft"], "3 Mar"],
  ])("the keys %j lead to %s", (keys, expected) => {
    film();

    for (const key of keys) press(key);

    expect(shown()).toBe(expected);
    expect(slider().getAttribute("aria-valuetext")).toBe(expected);
  });

  test("other keys are left to the page", () => {
    film();

    expect(press("Tab").defaultPrevented).toBe(false);
    expect(press("ArrowRight").defaultPrevented).toBe(true);
  });

  test("slider and buttons step, and each step is told", () => {
    const told: unknown[] = [];
    const made = film();
    made.addEventListener("ff-film-frame", (event) => told.push((event as CustomEvent).detail));

    slider().value = "2";
    slider().dispatchEvent(new Event("input"));
    named("Earlier")?.click();
    named("Later")?.click();

    expect(told).toEqual([
      { index: 2, label: "17 Mar" },
      { index: 1, label: "10 Mar" },
      { index: 2, label: "17 Mar" },
    ]);
  });
});

describe("playing", () => {
  test("it plays to the end and stops there; played again it begins anew", () => {
    film();

    named("Play")?.click();
    expect(named("Pause")).toBeDefined();
    vi.advanceTimersByTime(2400);
    expect(shown()).toBe("17 Mar");
    expect(named("Play")).toBeDefined();
    named("Play")?.click();

    expect(shown()).toBe("3 Mar");
  });

  test("the space bar plays and pauses, but on a button presses the button", () => {
    film();

    press(" ");
    expect(named("Pause")).toBeDefined();
    press(" ");
    expect(named("Play")).toBeDefined();

    expect(press(" ", named("Later")).defaultPrevented).toBe(false);
    expect(named("Play")).toBeDefined();
  });

  test("a step pauses it, and taken off the page it stops", () => {
    const made = film();
    press(" ");
    press("ArrowRight");
    vi.advanceTimersByTime(5000);
    expect(shown()).toBe("10 Mar");

    press(" ");
    made.remove();

    expect(vi.getTimerCount()).toBe(0);
  });

  test("where less motion is asked for nothing plays, and the steps stay", () => {
    still = true;
    film();

    press(" ");
    vi.advanceTimersByTime(5000);

    expect(named("Play")).toBeUndefined();
    expect(shown()).toBe("3 Mar");
    named("Later")?.click();
    expect(shown()).toBe("10 Mar");
  });
});
