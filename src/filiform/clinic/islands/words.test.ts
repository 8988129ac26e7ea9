import { describe, expect, test } from "vitest";
import { sayer, TEXTS, type Strings } from "./words.ts";

describe("a voice", () => {
  test("says what the page's strings say", () => {
    const say = sayer({ Undo: "Rückgängig" });

    expect(say("Undo")).toBe("Rückgängig");
  });

  test("falls back to English where the strings have nothing", () => {
    const say = sayer({ Undo: "" });

    expect(say("Undo")).toBe("Undo");
    expect(say("Redo")).toBe("Redo");
  });

  test("puts fields in, in the order of its language", () => {
    const say = sayer({ "Strength of {name}": "{name}: Stärke" });

    expect(say("Strength of {name}", { name: "Nase" })).toBe("Nase: Stärke");
  });

  test("leaves a field alone that nobody gives, and fields inside what is put in", () => {
    const say = sayer();

    expect(say("Remove {name}")).toBe("Remove {name}");
    expect(say("Remove {name}", { name: "{count}" })).toBe("Remove {count}");
  });

  test("has each text once", () => {
    expect(new Set(TEXTS).size).toBe(TEXTS.length);
  });

  test("takes strings of the page as plain JSON", () => {
    const strings = JSON.parse('{"LEFT": "LINKS"}') as Strings;

    expect(sayer(strings)("LEFT")).toBe("LINKS");
  });
});
