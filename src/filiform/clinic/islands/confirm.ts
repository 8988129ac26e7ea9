// Forms with data-confirm ask before they are sent, plain ones and those that htmx sends.

import { button, make } from "./dom.ts";

const confirmed = new WeakSet<HTMLFormElement>();

/** Ask a question in a dialog; true only if the answer is yes. */
export function ask(question: string, yes = "Yes, go on"): Promise<boolean> {
  return new Promise((resolve) => {
    const before = document.activeElement as HTMLElement | null;
    const done = (answer: boolean): void => {
      dialog.close();
      dialog.remove();
      before?.focus();
      resolve(answer);
    };
    const dialog = make(
      "dialog",
      { class: "dialog", "aria-label": "Please confirm" },
      make("p", {}, question),
      make(
        "div",
        { class: "row" },
        button(yes, { class: "button button--primary" }, () => done(true)),
        button("Cancel", { class: "button button--secondary" }, () => done(false)),
      ),
    );
    dialog.addEventListener("cancel", () => done(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    const question = form.dataset["confirm"];
    if (!question || confirmed.has(form)) return;
    const pressed = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    void ask(question).then((yes) => {
      if (!yes) return;
      confirmed.add(form);
      form.requestSubmit(pressed);
      confirmed.delete(form);
    });
  },
  { capture: true },
);
