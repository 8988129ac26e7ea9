import { beforeEach, expect, test } from "vitest";
import { Draft, dropStored } from "./drafts.ts";

beforeEach(() => sessionStorage.clear());

function pageOf(...stored: string[]): HTMLElement {
  const page = document.createElement("main");
  page.innerHTML = stored.map((id) => `<p data-stored-drawing="${id}"></p>`).join("");
  return page;
}

test("a draft is kept under its own name", () => {
  new Draft("one").keep("drawn");

  expect(new Draft("one").text).toBe("drawn");
  expect(new Draft("two").text).toBeNull();
});

test("a page that names the sent drawing ends its draft and leaves nothing behind", () => {
  const draft = new Draft("one");
  draft.keep("drawn");
  draft.sent("a");

  dropStored(pageOf("b", "a"));

  expect(draft.text).toBeNull();
  expect(sessionStorage.length).toBe(0);
});

test.each([["no drawing", []], ["another drawing", ["b"]], ["a drawing without a name", [""]]])("a page with %s leaves the draft alone", (_, stored) => {
  const draft = new Draft("one");
  draft.keep("drawn");
  draft.sent("a");

  dropStored(pageOf(...stored));

  expect(draft.text).toBe("drawn");
});

test("a drawing that was not sent from this tab ends no draft", () => {
  new Draft("one").keep("drawn");

  dropStored(pageOf("a"));

  expect(new Draft("one").text).toBe("drawn");
});
