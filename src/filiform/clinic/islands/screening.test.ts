import { beforeEach, expect, test } from "vitest";
import { answerRest } from "./screening.ts";

const question = (code: string, given = "", choices = ["no", "yes", "unsure"]): string =>
  `<fieldset class="question"><legend>${code}</legend>${choices
    .map((value) => `<input type="radio" name="${code}" value="${value}"${value === given ? " checked" : ""}>`)
    .join("")}</fieldset>`;

let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = `
    <form>
      <details>${question("C01", "yes")}${question("C02")}</details>
      <details>${question("C03", "unsure")}${question("C04")}</details>
      <fieldset><input type="radio" name="side" value="no"></fieldset>
      <button type="button" data-answer-rest="no"><b>Answer every open question with no</b></button>
      <button type="button" id="other">Other</button>
    </form>
    <form id="beside">${question("C05")}</form>`;
  form = document.querySelector("form") as HTMLFormElement;
});

const answers = (): Record<string, string> =>
  Object.fromEntries(
    [...document.querySelectorAll<HTMLInputElement>("input:checked")].map((input) => [input.name, input.value]),
  );

test("open questions are filled in and answered ones are left alone", () => {
  const filled = answerRest(form, "no");

  expect(answers()).toEqual({ C01: "yes", C02: "no", C03: "unsure", C04: "no" });
  expect(filled).toBe(2);
});

test("a question that does not offer the answer stays open", () => {
  form.insertAdjacentHTML("afterbegin", question("C06", "", ["mild", "severe"]));

  const filled = answerRest(form, "no");

  expect(answers()["C06"]).toBeUndefined();
  expect(filled).toBe(2);
});

test("pressing the button answers its own form and no other", () => {
  document.querySelector<HTMLElement>("[data-answer-rest] b")?.click();

  expect(answers()).toEqual({ C01: "yes", C02: "no", C03: "unsure", C04: "no" });
});

test("pressing it opens every group, so that a person sees what was filled in", () => {
  document.querySelector<HTMLElement>("[data-answer-rest]")?.click();

  expect([...form.querySelectorAll("details")].map((group) => group.open)).toEqual([true, true]);
});

test("pressing it sends nothing", () => {
  let sent = 0;
  form.addEventListener("submit", () => (sent += 1));

  document.querySelector<HTMLElement>("[data-answer-rest]")?.click();

  expect(sent).toBe(0);
});

test("pressing anything else answers nothing", () => {
  document.querySelector<HTMLElement>("#other")?.click();

  expect(answers()).toEqual({ C01: "yes", C03: "unsure" });
  expect(form.querySelector("details")?.open).toBe(false);
});

test("a button outside every form does nothing", () => {
  document.body.insertAdjacentHTML("beforeend", '<button id="stray" data-answer-rest="no"></button>');

  document.querySelector<HTMLElement>("#stray")?.click();

  expect(answers()).toEqual({ C01: "yes", C03: "unsure" });
});
