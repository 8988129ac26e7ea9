import { expect, test } from "vitest";
import { button, make, sideBadge } from "./dom.ts";

test("text never becomes markup", () => {
  const made = make("p", { title: "<i>" }, "<img src=x onerror=alert(1)>");

  expect(made.children).toHaveLength(0);
  expect(made.textContent).toBe("<img src=x onerror=alert(1)>");
  expect(made.title).toBe("<i>");
});

test("true sets an empty attribute; false and undefined leave it out", () => {
  const made = make("input", { checked: true, disabled: false, name: undefined });

  expect(made.getAttributeNames()).toEqual(["checked"]);
  expect(made.getAttribute("checked")).toBe("");
});

test("children keep their order", () => {
  const made = make("p", {}, "one ", make("b", {}, "two"), " three");

  expect(made.innerHTML).toBe("one <b>two</b> three");
});

test("a button does what it was made for and does not send the form around it", () => {
  const told: string[] = [];
  const form = make("form", {}, button("Undo", { class: "button" }, () => told.push("pressed")));
  form.addEventListener("submit", () => told.push("sent"));
  document.body.append(form);

  form.querySelector("button")?.click();

  expect(told).toEqual(["pressed"]);
});

test("a side badge says the side in words and not by colour alone", () => {
  const badge = sideBadge("left", "links");

  expect(badge.textContent).toBe("links");
  expect(badge.className).toBe("side side--left");
});
