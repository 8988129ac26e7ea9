import { beforeEach, describe, expect, test, vi } from "vitest";

class Orientation extends Event {
  constructor(
    readonly beta: number | null,
    readonly gamma: number | null,
  ) {
    super("deviceorientation");
  }
}
vi.stubGlobal("DeviceOrientationEvent", Orientation);
const { Inclinometer } = await import("./ff-inclinometer.ts");

let clock = 0;
vi.stubGlobal("performance", { now: () => clock });

function hold(beta: number, gamma = 0): void {
  // Long enough for everything before to be forgotten.
  clock += 600;
  for (let step = 0; step < 5; step += 1) {
    clock += 20;
    window.dispatchEvent(new Orientation(beta, gamma));
  }
}

function shown() {
  document.body.innerHTML = `
    <form><fieldset data-row="r4">
      <input name="r4-t1"><input name="r4-t2"><input name="r4-t3"><input name="r4-device">
      <ff-inclinometer hidden>
        <button type="button" data-zero>Zero</button><output>–</output>
        <button type="button" data-take>Take</button><span data-said></span>
      </ff-inclinometer>
    </fieldset></form>`;
  const island = document.querySelector("ff-inclinometer") as InstanceType<typeof Inclinometer>;
  return {
    island,
    values: () => [...document.querySelectorAll("input")].map((input) => input.value),
    zero: async () => {
      island.querySelector<HTMLElement>("[data-zero]")?.click();
      await Promise.resolve();
    },
    take: () => island.querySelector<HTMLElement>("[data-take]")?.click(),
    said: () => island.querySelector("[data-said]")?.textContent,
    output: () => island.querySelector("output")?.textContent,
  };
}

beforeEach(() => {
  document.body.innerHTML = "";
});

describe("measuring with the phone", () => {
  test("without a sensor it stays out of sight", () => {
    const page = shown();
    window.dispatchEvent(new Orientation(null, null));

    expect(page.island.hidden).toBe(true);
  });

  test("three trials fill three fields, and the device is named", async () => {
    const page = shown();
    hold(10);
    await page.zero();
    for (const beta of [70, 72, 71]) {
      hold(beta);
      page.take();
    }

    expect(page.island.hidden).toBe(false);
    expect(page.values()).toEqual(["60", "62", "61", "phone inclinometer"]);
    expect(page.output()).toBe("61°");
  });

  test("a fourth trial replaces nothing", async () => {
    const page = shown();
    hold(0);
    await page.zero();
    hold(50);
    for (let trial = 0; trial < 4; trial += 1) page.take();

    expect(page.values().slice(0, 3)).toEqual(["50", "50", "50"]);
    expect(page.said()).toContain("All trials are taken");
  });

  test("nothing is taken before it was zeroed", () => {
    const page = shown();
    hold(50);
    page.take();

    expect(page.values()[0]).toBe("");
    expect(page.said()).toBe("Zero first.");
  });

  test("a field that is filled tells the form", async () => {
    const page = shown();
    const changed: string[] = [];
    document.querySelector("form")?.addEventListener("change", (event) => {
      changed.push((event.target as HTMLInputElement).name);
    });
    hold(0);
    await page.zero();
    hold(30);
    page.take();

    expect(changed).toEqual(["r4-t1"]);
  });
});
