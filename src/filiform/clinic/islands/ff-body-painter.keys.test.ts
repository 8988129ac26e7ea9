// The painter without a pointer: arrows on the chart, the list of areas, and what is marked.

import { beforeEach, describe, expect, test } from "vitest";
import { areasOf, keyOfElement } from "./charts.ts";
import {
  area,
  button,
  caption,
  choose,
  EMPTY,
  field,
  keys,
  list,
  listed,
  mark,
  onAFreshPage,
  painter,
  stroke,
  text,
  told,
  type,
} from "./painter-page.fixture.ts";

onAFreshPage();

describe("by keyboard", () => {
  beforeEach(async () => {
    await painter();
    const corners: Record<string, [number, number]> = {
      "breastbone.midline": [50, 10],
      "shoulder.right": [10, 10],
      "shoulder.left": [90, 10],
      "knee.right": [30, 90],
      "knee.left": [70, 90],
    };
    for (const [key, [x, y]] of Object.entries(corners)) area(key).getBoundingClientRect = () => new DOMRect(x, y, 0, 0);
  });

  const reachable = (): string[] => areasOf(document.body).filter((one) => one.getAttribute("tabindex") === "0").map(keyOfElement);

  test("one area of a chart is reached by Tab, the others by arrows", () => {
    expect(reachable()).toEqual(["breastbone.midline"]);
  });

  test("arrows lead to the neighbour, name it and take Tab along", () => {
    area("breastbone.midline").focus();

    const event = type(area("breastbone.midline"), "ArrowRight");

    expect(document.activeElement).toBe(area("shoulder.left"));
    expect(caption()).toBe("Front of the shoulder, left");
    expect(reachable()).toEqual(["shoulder.left"]);
    expect(event.defaultPrevented).toBe(true);
  });

  test("at the edge of the body an arrow leaves the focus where it is", () => {
    area("shoulder.left").focus();

    type(area("shoulder.left"), "ArrowRight");

    expect(document.activeElement).toBe(area("shoulder.left"));
  });

  test("arrows paint nothing", () => {
    type(area("breastbone.midline"), "ArrowDown");

    expect(told).toEqual([]);
  });

  test.each(["Enter", " "])("the key %j paints the area and paints it away again", (key) => {
    const first = type(area("knee.left"), key);
    const painted = keys();
    const pressed = area("knee.left").getAttribute("aria-pressed");
    type(area("knee.left"), key);

    expect(painted).toEqual(["knee.left"]);
    expect(pressed).toBe("true");
    expect(area("knee.left").getAttribute("aria-pressed")).toBe("false");
    expect(field()).toBe(EMPTY);
    expect(first.defaultPrevented).toBe(true);
  });

  test("areas are buttons, pressed or not, on their own side", () => {
    type(area("knee.left"), "Enter");

    expect(area("knee.left").getAttribute("role")).toBe("button");
    expect(area("knee.right").getAttribute("aria-pressed")).toBe("false");
  });

  test("other keys are left to the browser", () => {
    expect(type(area("knee.left"), "Tab").defaultPrevented).toBe(false);
    expect(type(button("Undo"), "Enter").defaultPrevented).toBe(false);
    expect(told).toEqual([]);
  });
});

describe("by list", () => {
  test("the list is closed and not sent, for the hidden field speaks for it", async () => {
    await painter();

    list("knee.left", "8");

    const sent = new FormData(document.querySelector("form") as HTMLFormElement);
    expect([...sent.keys()].filter((name) => name.startsWith("list."))).toEqual([]);
    expect(sent.get("marks")).toBe(text(mark("knee", "left", 8)));
    expect(document.querySelector<HTMLDetailsElement>(".painter__list")?.open).toBe(false);
  });

  test("a strength chosen in the list marks the area with the qualities of the brush", async () => {
    await painter();
    choose("burning");

    list("knee.right", "8");

    expect(field()).toBe(text(mark("knee", "right", 8, ["burning"])));
    expect(area("knee.right").getAttribute("data-intensity")).toBe("8");
  });

  test("an area that no open chart shows is marked all the same", async () => {
    await painter();

    list("neck.midline", "3");

    expect(keys()).toEqual(["neck.midline"]);
  });

  test("no strength takes the mark away, and undo brings it back", async () => {
    await painter(text(mark("knee", "left", 7)));

    list("knee.left", "");
    const emptied = field();
    button("Undo").click();

    expect(emptied).toBe(EMPTY);
    expect(field()).toBe(text(mark("knee", "left", 7)));
    expect(listed()).toEqual(["7", "", ""]);
  });

  test("the list follows what is painted on the chart", async () => {
    await painter();

    stroke("knee.left");

    expect(listed()).toEqual(["5", "", ""]);
  });

  test("another field in the list is no mark", async () => {
    await painter();

    document.querySelector("#unit")?.dispatchEvent(new Event("change", { bubbles: true }));

    expect(told).toEqual([]);
  });
});

describe("you marked", () => {
  const strength = (): HTMLSelectElement => document.querySelector(".painter__strength") as HTMLSelectElement;

  function strengthen(value: string): void {
    strength().value = value;
    strength().dispatchEvent(new Event("change"));
  }

  test("another strength keeps the qualities, whatever the brush is", async () => {
    await painter(text(mark("knee", "left", 4, ["sharp"])));

    strengthen("9");

    expect(field()).toBe(text(mark("knee", "left", 9, ["sharp"])));
  });

  test("remove takes one mark away and leaves the others", async () => {
    await painter(text(mark("knee", "left"), mark("neck", "midline")));

    document.querySelector<HTMLElement>('[data-key="knee.left"] button')?.click();

    expect(keys()).toEqual(["neck.midline"]);
  });

  test("the focus stays on the strength that is being changed", async () => {
    await painter(text(mark("neck", "midline"), mark("knee", "left")));
    const second = document.querySelectorAll<HTMLSelectElement>(".painter__strength")[1] as HTMLSelectElement;
    second.focus();

    second.value = "9";
    second.dispatchEvent(new Event("change"));

    expect(document.activeElement?.getAttribute("aria-label")).toBe("Strength of Front of the knee, left");
    expect(document.activeElement?.isConnected).toBe(true);
  });

  test("a stroke on the chart takes the focus from nowhere else", async () => {
    await painter(text(mark("knee", "left")));
    button("Zoom in").focus();

    stroke("knee.right");

    expect(document.activeElement).toBe(button("Zoom in"));
  });
});
