import { expect, test } from "vitest";
import "./islands.ts";

test.each(["ff-body-painter", "ff-body-view", "ff-counter", "ff-drawing-film"])("the browser learns %s", (name) => {
  expect(customElements.get(name)).toBeDefined();
});

test("forms ask and questions are answered on every page", () => {
  document.body.innerHTML = `
    <form data-confirm="Sure?">
      <details class="screening-group"><fieldset class="question"><input type="radio" name="C01" value="no"></fieldset>
      <button type="button" data-answer-rest="no">Rest</button></details>
    </form>`;

  document.querySelector("button")?.click();
  document.querySelector("form")?.requestSubmit();

  expect(document.querySelector("input")?.checked).toBe(true);
  expect(document.querySelector("dialog p")?.textContent).toBe("Sure?");
});
