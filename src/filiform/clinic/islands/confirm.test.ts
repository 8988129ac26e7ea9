import { afterEach, describe, expect, test } from "vitest";
import { ask } from "./confirm.ts";
import { settled } from "./small-body.fixture.ts";

afterEach(() => document.body.replaceChildren());

const dialog = (): HTMLDialogElement | null => document.querySelector("dialog");

function press(label: string): void {
  const found = [...document.querySelectorAll("dialog button")].find((button) => button.textContent === label);
  if (!found) throw new Error(`no button ${label}`);
  (found as HTMLButtonElement).click();
}

describe("asking", () => {
  test("yes is true and no is false", async () => {
    const first = ask("Remove the site?");
    press("Yes, go on");
    const second = ask("Remove the site?");
    press("Cancel");

    expect([await first, await second]).toEqual([true, false]);
  });

  test("Escape is no", async () => {
    const answered = ask("Remove the site?");

    dialog()?.dispatchEvent(new Event("cancel", { cancelable: true }));

    expect(await answered).toBe(false);
    expect(dialog()).toBeNull();
  });

  test("the question is open as a dialog, word for word and never as markup", () => {
    void ask("Stop <b>Ada</b>?", "Stop her");

    expect(dialog()?.open).toBe(true);
    expect(dialog()?.querySelector("p")?.textContent).toBe("Stop <b>Ada</b>?");
    expect([...document.querySelectorAll("dialog button")].map((button) => button.textContent)).toEqual(["Stop her", "Cancel"]);
  });

  test("the dialog goes away and the focus returns to where it was", async () => {
    document.body.innerHTML = "<button id='before'>Remove</button>";
    const before = document.querySelector<HTMLElement>("#before");
    before?.focus();

    const answered = ask("Remove the site?");
    document.querySelector<HTMLElement>("dialog button")?.focus();
    press("Cancel");
    await answered;

    expect(dialog()).toBeNull();
    expect(document.activeElement).toBe(before);
  });
});

describe("forms that ask first", () => {
  function form(question: string | null): { element: HTMLFormElement; sent: (string | null)[] } {
    document.body.innerHTML = '<form><button name="act" value="remove">Remove</button><button id="plain">Save</button></form>';
    const element = document.querySelector("form") as HTMLFormElement;
    if (question !== null) element.dataset["confirm"] = question;
    const sent: (string | null)[] = [];
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      sent.push(event.submitter?.getAttribute("value") ?? null);
    });
    return { element, sent };
  }

  test("a form with a question is neither sent nor seen by others before the answer", () => {
    const { element, sent } = form("Remove the site?");
    const send = new SubmitEvent("submit", { bubbles: true, cancelable: true });

    element.dispatchEvent(send);

    expect(send.defaultPrevented).toBe(true);
    expect(sent).toEqual([]);
    expect(dialog()?.querySelector("p")?.textContent).toBe("Remove the site?");
  });

  test("yes sends it once", async () => {
    const { element, sent } = form("Remove the site?");

    element.requestSubmit();
    press("Yes, go on");
    await settled();

    expect(sent).toHaveLength(1);
    expect(dialog()).toBeNull();
  });

  test("the button that was pressed goes with it", async () => {
    const { element, sent } = form("Remove the site?");

    element.querySelector("button")?.click();
    press("Yes, go on");
    await settled();

    expect(sent).toEqual(["remove"]);
  });

  test("no leaves it unsent", async () => {
    const { element, sent } = form("Remove the site?");

    element.requestSubmit();
    press("Cancel");
    await settled();

    expect(sent).toEqual([]);
  });

  test("a form that was sent asks again the next time", async () => {
    const { element, sent } = form("Remove the site?");
    element.requestSubmit();
    press("Yes, go on");
    await settled();

    element.requestSubmit();

    expect(dialog()).not.toBeNull();
    expect(sent).toHaveLength(1);
  });

  test.each([null, ""])("a form with the question %j is sent at once", (question) => {
    const { element, sent } = form(question);

    element.requestSubmit();

    expect(sent).toHaveLength(1);
    expect(dialog()).toBeNull();
  });
});
