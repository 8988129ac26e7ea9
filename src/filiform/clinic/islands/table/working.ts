// One site while it is needled: side and point read back, needle in, twitches, needle out.

import { make } from "../dom.ts";
import { nextSite } from "./choosing.ts";
import type { Desk } from "./desk.ts";
import { siteName } from "./documents.ts";
import type { Needle, Register, Site } from "./entry.ts";
import { needleOf, placeOf } from "./fold.ts";
import type { TableSite } from "./fold.ts";
import { choiceButton, sideSign, stepper, tapButton } from "./parts.ts";
import { set } from "./taps.ts";
import type { Choice } from "./taps.ts";

const ELECTRICAL: readonly [Register, string, string][] = [
  ["frequency_hz", "Frequency", "Hz"],
  ["pulse_us", "Pulse width", "µs"],
  ["intensity", "Intensity felt", "of 10"],
  ["stimulation_min", "Stimulation", "min"],
];

export function choiceScreen(desk: Desk, choice: Choice): HTMLElement[] {
  const change = (to: Partial<Choice>): void => desk.go({ name: "choice", choice: { ...choice, ...to } });
  const ruledOut = desk.document.ruled_out[choice.technique];
  const lacking = desk.document.consent?.lacking[choice.site.muscle];
  return [
    make(
      "section",
      { class: "table-block" },
      ...readBack(desk, choice.site),
      ...(ruledOut ? [make("p", { class: "alert alert--stop", role: "alert" }, `This technique is ruled out today: ${ruledOut}. Choose another.`)] : []),
      ...(lacking ? [make("p", { class: "alert alert--stop", role: "alert" }, `No consent covers this site: ${lacking}. Ask for it on the visit's page.`)] : []),
      tapButton("needle-in", `Needle in: ${choice.site.side.toUpperCase()}`, () => void desk.begin(choice), { class: "tap--primary tap--huge", disabled: !desk.permitted || Boolean(ruledOut) || Boolean(lacking) || Boolean(cardOf(desk, choice.site)?.refused) }),
      ...techniques(desk, choice.technique, (technique) => change({ technique })),
      needles(desk, choice.needle, (needle) => change({ needle })),
      tapButton("back", "Back", () => desk.go({ name: "sites" }), { class: "tap--quiet" }),
    ),
  ];
}

export function siteScreen(desk: Desk, site: TableSite): HTMLElement[] {
  const place = placeOf(site);
  const needle = needleOf(site);
  const put = (field: Register, value: unknown, label: string): void => void desk.tap(label, [set(site, field, value)]);
  const technique = site.values.technique as string | undefined;
  const isElectrical = desk.catalogue.techniques.find((each) => each.id === technique)?.electrical ?? false;
  const isOut = site.needles_in === site.needles_out;
  const limits = desk.catalogue.limits;
  const number = (field: Register): number | null => (site.values[field] as number | null | undefined) ?? null;
  const numbered = (field: Register, label: string, unit: string, steps?: readonly number[]): HTMLElement[] => {
    const limit = limits[field];
    if (!limit) return [];
    const high = field === "depth_mm" && needle ? Math.min(limit.high, needle.length_mm) : limit.high;
    return [stepper({ key: field, label, unit, value: number(field), limit: { ...limit, high }, ...(steps ? { steps } : {}), set: (value) => put(field, value, `${label} ${value} ${unit}`) })];
  };
  return [
    make(
      "section",
      { class: "table-block", "data-needling": site.id },
      ...(place ? readBack(desk, place) : []),
      make(
        "div",
        { class: "tap-pair" },
        counting("needle-in", "Needle in", site.needles_in, () => void desk.tap("needle in", [{ needling: site.id, field: "needle_in", value: 1 }]), !desk.permitted),
        counting("needle-out", "Needle out", site.needles_out, () => void desk.tap("needle out", [{ needling: site.id, field: "needle_out", value: 1 }]), false, !isOut),
      ),
      twitchPad(desk, site),
      make("p", { class: "tap__dwell tap__dwell--large", "data-dwell": site.id, role: "timer" }),
      ...(isOut ? nextSite(desk) : []),
    ),
    make(
      "section",
      { class: "table-block" },
      ...techniques(desk, technique, (to) => put("technique", to, "technique")),
      ...(isElectrical ? ELECTRICAL.flatMap(([field, label, unit]) => numbered(field, label, unit)) : []),
      ...numbered("depth_mm", "Depth", "mm", [1, 5]),
      painDuring(site, put),
      ...numbered("dwell_min", "Left in place for", "min"),
      ...(needle ? [needles(desk, needle, (to) => put("needle", to, "needle size"))] : []),
      make(
        "div",
        { class: "tap-pair" },
        tapButton("sites", "All sites", () => desk.go({ name: "sites" }), { class: "tap--quiet" }),
        tapButton("mistake", "Entered by mistake", () => void desk.tap("entered by mistake", [set(site, "removed", true)], { name: "sites" }), { class: "tap--quiet", disabled: !isOut }),
      ),
    ),
  ];
}

function readBack(desk: Desk, site: Site): HTMLElement[] {
  const muscle = desk.catalogue.muscles.find((each) => each.id === site.muscle);
  const point = muscle?.points.find((each) => each.id === site.trigger_point);
  return [
    make("div", { class: "read-back" }, sideSign(site.side), make("h2", { tabindex: "-1" }, siteName(desk.catalogue, site))),
    ...(point ? [make("p", { class: "muted" }, point.location)] : []),
    judgement(desk, site),
  ];
}

const cardOf = (desk: Desk, site: Site) => desk.document.site_cards?.[site.trigger_point ?? site.muscle];

/** The server's judgement of this site as it came, or that there is none. */
function judgement(desk: Desk, site: Site): HTMLElement {
  const card = cardOf(desk, site);
  if (!card) return make("p", { class: "alert alert--info" }, "No judgement of this site on this device.");
  if (card.refused) return make("p", { class: "alert alert--stop", role: "alert" }, `Refused: ${card.refused} [${card.mark}]`);
  return make("p", { class: "alert alert--caution" }, `${card.limit_mm === null ? "No depth limit is known." : `Not deeper than ${card.limit_mm} mm.`} ${card.hazards.join("; ")} [${card.mark}]`);
}

function counting(key: string, label: string, count: number, press: () => void, disabled: boolean, isPrimary = false): HTMLElement {
  const made = tapButton(key, label, press, { class: `tap--huge ${isPrimary ? "tap--primary" : ""}`, disabled });
  made.append(make("span", { class: "tap__figure" }, String(count)));
  return made;
}

function twitchPad(desk: Desk, site: TableSite): HTMLElement {
  const count = site.twitch_count;
  const press = (): void => {
    navigator.vibrate?.(20);
    void desk.tap("twitch", [{ needling: site.id, field: "twitch", value: null }]);
  };
  const pad = tapButton("twitch", "Twitch", press, { class: "tap--pad", "aria-label": `Twitch, ${count ?? "none"} counted` });
  pad.append(make("span", { class: "tap__figure tap__figure--pad" }, count === null ? "–" : String(count)));
  const last = site.twitches.at(-1);
  const none = tapButton("none-seen", "None seen", () => void desk.tap("no twitch seen", [set(site, "looked_for", true)]), { class: "tap--quiet", disabled: count !== null });
  return make("div", { class: "twitches" }, pad, make("p", { class: "muted" }, last ? `last at ${new Date(last).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" })}` : "a dash: not looked for"), none);
}

function techniques(desk: Desk, current: string | undefined, choose: (technique: string) => void): HTMLElement[] {
  const buttons = desk.catalogue.techniques.map(({ id, label }) => {
    const against = desk.document.ruled_out[id];
    return choiceButton(`technique-${id}`, against ? `${label} – ruled out: ${against}` : label, id === current, () => choose(id), { disabled: Boolean(against) });
  });
  return [make("h3", {}, "Technique"), make("div", { class: "tap-grid" }, ...buttons)];
}

function painDuring(site: TableSite, put: (field: Register, value: unknown, label: string) => void): HTMLElement {
  const now = site.values.pain_during;
  const numbers = Array.from({ length: 11 }, (_, pain) => choiceButton(`pain-${pain}`, String(pain), now === pain, () => put("pain_during", pain, `pain ${pain}`), { class: "tap--number" }));
  return make("div", { role: "group", "aria-label": "Pain during, 0 none to 10 worst" }, make("h3", {}, "Pain during"), make("div", { class: "tap-numbers" }, ...numbers));
}

function needles(desk: Desk, needle: Needle, choose: (needle: Needle) => void): HTMLElement {
  const sizes = (name: "diameter_mm" | "length_mm", all: readonly number[], digits: number): HTMLElement =>
    make("div", { class: "tap-numbers" }, ...all.map((mm) => choiceButton(`${name}-${mm}`, mm.toFixed(digits), needle[name] === mm, () => choose({ ...needle, [name]: mm }), { class: "tap--number", "aria-label": `${name === "diameter_mm" ? "Diameter" : "Length"} ${mm} mm` })));
  const isOpen = desk.opened.has("needle");
  // Two dozen buttons that are seldom wanted are made when they are: each tap draws the screen anew.
  const choices = (): HTMLElement[] => [make("h3", {}, "Diameter, mm"), sizes("diameter_mm", desk.catalogue.diameters_mm, 2), make("h3", {}, "Length, mm"), sizes("length_mm", desk.catalogue.lengths_mm, 0)];
  const details = make(
    "details",
    { class: "needle-sizes", open: isOpen },
    make("summary", { class: "tap", "data-key": "needle-sizes" }, `Needle ${needle.diameter_mm.toFixed(2)} × ${needle.length_mm} mm`),
    ...(isOpen ? choices() : []),
  );
  details.addEventListener("toggle", () => {
    if (details.open === desk.opened.has("needle")) return;
    if (details.open) desk.opened.add("needle");
    else desk.opened.delete("needle");
    desk.redraw();
  });
  return details;
}
