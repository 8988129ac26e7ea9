import { describe, expect, test } from "vitest";
import "./ff-counter.ts";

interface Shown {
  readonly input: HTMLInputElement;
  readonly changes: string[];
  press(step: string): void;
}

function counter(value: string, limits = 'min="0" max="50"'): Shown {
  document.body.innerHTML = `
    <form><ff-counter>
      <button type="button" data-step="-1"><span>−</span></button>
      <input type="number" ${limits} value="${value}">
      <button type="button" data-step="1"><span>+</span></button>
      <button type="button" data-step="5">+5</button>
      <button type="button" id="other">?</button>
    </ff-counter></form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  const input = document.querySelector("input") as HTMLInputElement;
  const changes: string[] = [];
  form.addEventListener("change", () => changes.push(input.value));
  return {
    input,
    changes,
    press: (step) => document.querySelector<HTMLElement>(`[data-step="${step}"]`)?.click(),
  };
}

describe("counting", () => {
  test.each([
    ["1", "5"],
    ["-1", "3"],
    ["5", "9"],
  ])("a press of %s on four makes %s, and the form hears of it once", (step, expected) => {
    const shown = counter("4");

    shown.press(step);

    expect(shown.input.value).toBe(expected);
    expect(shown.changes).toEqual([expected]);
  });

  test("a press on the sign inside a button counts", () => {
    const shown = counter("4");

    document.querySelector<HTMLElement>('[data-step="1"] span')?.click();

    expect(shown.input.value).toBe("5");
  });

  test("a press beside the two buttons counts nothing", () => {
    const shown = counter("4");

    document.querySelector<HTMLElement>("#other")?.click();
    shown.input.click();

    expect(shown.input.value).toBe("4");
    expect(shown.changes).toEqual([]);
  });

  test("a counter that is moved on the page still counts once a press", () => {
    const shown = counter("4");

    document.body.append(document.querySelector("ff-counter") as Element);
    shown.press("1");

    expect(shown.input.value).toBe("5");
  });
});

describe("limits", () => {
  test.each([
    ["0", "-1"],
    ["50", "1"],
  ])("at %s a press of %s changes nothing and sends nothing", (value, step) => {
    const shown = counter(value);

    shown.press(step);

    expect(shown.input.value).toBe(value);
    expect(shown.changes).toEqual([]);
  });

  test("a large step ends at the limit", () => {
    const shown = counter("48");

    shown.press("5");

    expect(shown.input.value).toBe("50");
  });

  test("a number typed beyond the limit is brought back to it", () => {
    const shown = counter("99");

    shown.press("1");

    expect(shown.input.value).toBe("50");
    expect(shown.changes).toEqual(["50"]);
  });

  test.each([
    ["-1", "-1"],
    ["1", "1"],
  ])("without limits a press of %s on nought makes %s", (step, expected) => {
    const shown = counter("0", "");

    shown.press(step);

    expect(shown.input.value).toBe(expected);
  });
});

describe("an empty field means that nobody looked", () => {
  test("it stays empty until it is pressed", () => {
    const shown = counter("");

    expect(shown.input.value).toBe("");
    expect(shown.changes).toEqual([]);
  });

  test("the first plus makes it one", () => {
    const shown = counter("");

    shown.press("1");

    expect(shown.input.value).toBe("1");
  });

  test.each(['min="0"', ""])("the first minus makes it none: looked for and not seen (%s)", (limits) => {
    const shown = counter("", limits);

    shown.press("-1");

    expect(shown.input.value).toBe("0");
    expect(shown.changes).toEqual(["0"]);
  });

  test.each(["1", "-1"])("where one is the least, a first press of %s makes it one", (step) => {
    const shown = counter("", 'min="1" max="50"');

    shown.press(step);

    expect(shown.input.value).toBe("1");
  });

  test("none that was looked for does not become unknown again", () => {
    const shown = counter("1");

    shown.press("-1");
    shown.press("-1");

    expect(shown.input.value).toBe("0");
  });
});
