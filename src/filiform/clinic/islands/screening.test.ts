import { beforeEach, expect, test } from "vitest";
import { answerRest } from "./screening.ts";

const question = (code: string, given = "", choices = ["no", "yes", "unsure"]): string =>
  `<fieldset class="question"><legend>${code}</legend>${choices
    .map((value) => `<input type="radio" name="${code}" value="${value}"${value === given ? " checked" : ""}>`)
    .join("")}</fieldset>`;

const group = (id: string, questions: string, open = ""): string =>
  `<details class="screening-group" id="${id}" ${open}><summary>${id}</summary>${questions}
   <button type="button" data-answer-rest="no"><b>No to all</b></button></details>`;

beforeEach(() => {
  document.body.innerHTML = `
    <form>
      ${group("first", question("C01", "yes") + question("C02"), "open")}
      ${group("answered", question("C07", "no"))}
      ${group("last", question("C03", "unsure") + question("C04"))}
      <button data-save>Save</button>
      <button type="button" id="other">Other</button>
    </form>
    <form id="beside">${question("C05")}</form>`;
});

const press = (selector: string): void => document.querySelector<HTMLElement>(selector)?.click();

const answers = (): Record<string, string> =>
  Object.fromEntries(
    [...document.querySelectorAll<HTMLInputElement>("input:checked")].map((input) => [input.name, input.value]),
  );

const openGroups = (): string[] => [...document.querySelectorAll("details[open]")].map((details) => details.id);

test("open questions of a group are filled in and answered ones are left alone", () => {
  const filled = answerRest(document.getElementById("first") as Element, "no");

  expect(answers()).toEqual({ C01: "yes", C02: "no", C07: "no", C03: "unsure" });
  expect(filled).toBe(1);
});

test("a question that does not offer the answer stays open", () => {
  const first = document.getElementById("first") as Element;
  first.insertAdjacentHTML("afterbegin", question("C06", "", ["mild", "severe"]));

  const filled = answerRest(first, "no");

  expect(answers()["C06"]).toBeUndefined();
  expect(filled).toBe(1);
});

test("pressing the button answers its own group and no other", () => {
  press("#first [data-answer-rest] b");

  expect(answers()).toEqual({ C01: "yes", C02: "no", C07: "no", C03: "unsure" });
});

test("the next group with an open question opens, and the one that is done closes", () => {
  press("#first [data-answer-rest]");

  expect(openGroups()).toEqual(["last"]);
  expect(document.activeElement).toBe(document.querySelector("#last summary"));
});

test("after the last group the focus is on saving", () => {
  press("#first [data-answer-rest]");
  press("#last [data-answer-rest]");

  expect(openGroups()).toEqual([]);
  expect(document.activeElement).toBe(document.querySelector("[data-save]"));
});

test("pressing it sends nothing", () => {
  let sent = 0;
  document.querySelector("form")?.addEventListener("submit", () => (sent += 1));

  press("#first [data-answer-rest]");
  press("#last [data-answer-rest]");

  expect(sent).toBe(0);
});

test("pressing anything else answers nothing", () => {
  press("#other");

  expect(answers()).toEqual({ C01: "yes", C07: "no", C03: "unsure" });
});

test("a button outside every group does nothing", () => {
  document.body.insertAdjacentHTML("beforeend", '<button id="stray" data-answer-rest="no"></button>');

  press("#stray");

  expect(answers()).toEqual({ C01: "yes", C07: "no", C03: "unsure" });
});
