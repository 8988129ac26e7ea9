// The lock over everything: the draft stays as it is beneath it, and the count stays in sight.

import { make } from "../dom.ts";
import { tapButton } from "./parts.ts";
import { PIN_PATTERN } from "./pin.ts";

interface Pad {
  readonly title: string;
  readonly hint: string;
  readonly action: string;
  /** Judge what was entered; a text says why it was not taken. */
  submit(pin: string): Promise<string | null>;
  cancel?: () => void;
}

export function pinPad({ title, hint, action, submit, cancel }: Pad): HTMLElement {
  let entered = "";
  const shown = make("output", { class: "pin__shown", "aria-label": "Digits entered" }, "–");
  const said = make("p", { role: "alert", class: "pin__said" });
  const show = (): void => void (shown.textContent = entered ? "•".repeat(entered.length) : "–");
  const add = (digit: string): void => {
    if (entered.length < 8) entered += digit;
    show();
  };
  const go = async (): Promise<void> => {
    const pin = entered;
    entered = "";
    show();
    said.textContent = PIN_PATTERN.test(pin) ? ((await submit(pin)) ?? "") : "A PIN has 4 to 8 digits.";
  };
  const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"].map((digit) => tapButton(`pin-${digit}`, digit, () => add(digit), { class: "tap--number" }));
  const pad = make(
    "section",
    { class: "pin", "aria-label": title },
    make("h1", { tabindex: "-1" }, title),
    make("p", {}, hint),
    shown,
    make("div", { class: "pin__digits" }, ...digits, tapButton("pin-clear", "C", () => ((entered = ""), show()), { class: "tap--number", "aria-label": "Clear" })),
    tapButton("pin-go", action, () => void go(), { class: "tap--primary tap--wide" }),
    said,
    ...(cancel ? [tapButton("pin-cancel", "Not now", cancel, { class: "tap--quiet" })] : []),
  );
  pad.addEventListener("keydown", (event) => {
    if (/^\d$/.test(event.key)) add(event.key);
    else if (event.key === "Backspace") ((entered = entered.slice(0, -1)), show());
  });
  return pad;
}
