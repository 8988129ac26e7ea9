// How deep it feels and when it hurts: two questions that nobody has to answer.

import { make } from "./dom.ts";
import { DEPTHS, feelingOf, TIMINGS, type Depth, type Feeling, type Timing } from "./marks.ts";
import type { Say, Text } from "./words.ts";

const DEPTH_TEXTS: Readonly<Record<Depth, Text>> = { superficial: "superficial", deep: "deep" };
const TIMING_TEXTS: Readonly<Record<Timing, Text>> = {
  constant: "all the time",
  comes_and_goes: "comes and goes",
  movement: "when moving",
  rest: "at rest",
  night: "at night",
};

/** What was said, in the words of the page. */
export const spoken = ({ depth, when }: Feeling, say: Say): string[] => [
  ...(depth ? [say(DEPTH_TEXTS[depth])] : []),
  ...(when ?? []).map((timing) => say(TIMING_TEXTS[timing])),
];

export interface FeelingChange {
  readonly depth?: Depth | null;
  readonly when?: readonly Timing[];
}

/** Make the two questions; `name` tells those of one mark from those of another. They are not sent:
 * the hidden field speaks for them. */
export function feelingControls(name: string, feeling: Feeling, say: Say, change: (change: FeelingChange) => void): HTMLElement[] {
  return [depthChoice(name, feeling, say, change), timingChoice(name, feeling, say, change)];
}

function depthChoice(name: string, { depth }: Feeling, say: Say, change: (change: FeelingChange) => void): HTMLElement {
  const row = make("div", { class: "segments segments--plain" });
  for (const value of [null, ...DEPTHS]) {
    const input = make("input", { type: "radio", name: `${name}-depth`, value: value ?? "", checked: value === (depth ?? null), "data-control": `${name}-depth-${value ?? ""}`, form: "" });
    input.addEventListener("change", () => change({ depth: value }));
    row.append(make("label", {}, input, make("span", {}, say(value ? DEPTH_TEXTS[value] : "not said"))));
  }
  return make("fieldset", { class: "stack stack--s" }, make("legend", { class: "label" }, say("How deep does it feel?")), row);
}

function timingChoice(name: string, { when }: Feeling, say: Say, change: (change: FeelingChange) => void): HTMLElement {
  const chosen = new Set(when);
  const row = make("div", { class: "segments segments--plain" });
  for (const timing of TIMINGS) {
    const input = make("input", { type: "checkbox", value: timing, checked: chosen.has(timing), "data-control": `${name}-when-${timing}` });
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(timing);
      else chosen.delete(timing);
      change({ when: feelingOf({ when: [...chosen] }).when ?? [] });
    });
    row.append(make("label", {}, input, make("span", {}, say(TIMING_TEXTS[timing]))));
  }
  return make("fieldset", { class: "stack stack--s" }, make("legend", { class: "label" }, say("When does it hurt?")), row);
}
