// One site while it is needled: side and point read back, needle in, twitches, needle out.

import { make } from "../dom.ts";
import { nextSite } from "./choosing.ts";
import { askedFor, guidance, isRefused, verdictOn } from "./judging.ts";
import type { Desk } from "./desk.ts";
import { siteName } from "./documents.ts";
import type { Needle, Path, Register, Site } from "./entry.ts";
import { needleOf, placeOf } from "./fold.ts";
import type { TableSite } from "./fold.ts";
import { choiceButton, opening, sideSign, stepper, tapButton } from "./parts.ts";
import { guidanceAt, sitesAt, spoken } from "./sites.ts";
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
  const refused = !desk.permitted || Boolean(ruledOut) || Boolean(lacking) || isRefused(desk, choice.site, choice.needle);
  const begin = (): void => void desk.begin(choice);
  return [
    make(
      "section",
      { class: "table-block" },
      ...readBack(desk, choice.site),
      ...(desk.permitted ? [] : [make("p", { class: "alert alert--stop", role: "alert" }, desk.document.stopped ? "The visit is stopped in an emergency: no needle goes in." : "No needle goes in: the screening or the consent does not permit it, or is not complete.")]),
      ...(ruledOut ? [make("p", { class: "alert alert--stop", role: "alert" }, `This technique is ruled out today: ${ruledOut}. Choose another.`)] : []),
      ...(lacking ? [make("p", { class: "alert alert--stop", role: "alert" }, `No consent covers this site: ${lacking}. Ask for it on the visit's page.`)] : []),
      ...guidance(desk, choice.site, choice.needle),
      tapButton("needle-in", `Needle in: ${choice.site.side.toUpperCase()}`, begin, { class: "tap--primary tap--huge", disabled: refused }),
      ...(refused ? [tapButton("done", "It was done already: record it, with a reason", begin, { class: "tap--wide" })] : []),
      ...how(desk, choice.site, choice.path, (path) => change({ path })),
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
      ...askedFor(desk, site),
      make(
        "div",
        { class: "tap-pair" },
        counting("needle-in", "Needle in", site.needles_in, () => void desk.tap("needle in", [{ needling: site.id, field: "needle_in", value: 1 }]), !desk.permitted),
        counting("needle-out", "Needle out", site.needles_out, () => void desk.tap("needle out", [{ needling: site.id, field: "needle_out", value: 1 }]), false, !isOut),
      ),
      ...(desk.permitted ? [] : [tapButton("needle-in-already", "Another needle is in already: count it", () => void desk.tap("needle in", [{ needling: site.id, field: "needle_in", value: 1 }]), { class: "tap--quiet" })]),
      twitchPad(desk, site),
      make("p", { class: "tap__dwell tap__dwell--large", "data-dwell": site.id, role: "timer" }),
      ...verdictOn(desk, site),
      ...(isOut ? nextSite(desk) : []),
    ),
    make(
      "section",
      { class: "table-block" },
      ...techniques(desk, technique, (to) => put("technique", to, "technique")),
      ...(isElectrical ? ELECTRICAL.flatMap(([field, label, unit]) => numbered(field, label, unit)) : []),
      ...(place ? how(desk, place, pathOf(site), (path, field) => put(field, path[field], field)) : []),
      depth(desk, number("depth_mm"), needle, (mm) => put("depth_mm", mm, `depth ${mm} mm`), () => numbered("depth_mm", "Depth", "mm", [1, 5])),
      ...(place && sitesAt(desk.catalogue, place).some((id) => desk.catalogue.sites[id]?.beside_spine) ? numbered("lateral_mm", "Entry beside the spinous line", "mm", [1, 5]) : []),
      opening(desk, "ultrasound", ultrasoundText(number("measured_mm")), () => [...numbered("measured_mm", "Skin to the structure at risk", "mm", [1, 10]), ...numbered("border_mm", "Skin to the deep border of the muscle", "mm", [1, 10])]),
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
  ];
}

const pathOf = (site: TableSite): Path => ({
  position: (site.values.position as string | null | undefined) ?? null,
  grip: (site.values.grip as string | null | undefined) ?? null,
  direction: (site.values.direction as string | null | undefined) ?? null,
});

/** How the person lies, what the other hand does, where the needle points: read back, and changed by taps. */
function how(desk: Desk, site: Site, path: Path, change: (path: Path, field: keyof Path) => void): HTMLElement[] {
  const guided = guidanceAt(desk.catalogue, site);
  const directions = [...new Set([...(guided?.directions ?? []), ...(guided?.refused_directions ?? []), "other"])];
  const group = (field: keyof Path, label: string, words: readonly string[], never: readonly string[] = []): HTMLElement[] => {
    const buttons = words.map((word) => choiceButton(`${field}-${word}`, never.includes(word) ? `${spoken(word)} (never here)` : spoken(word), path[field] === word, () => change({ ...path, [field]: word }, field)));
    return [make("h3", {}, label), make("div", { class: "tap-grid", role: "group", "aria-label": label }, ...buttons)];
  };
  const summary = [path.position, path.grip === null ? null : `${path.grip} grip`, path.direction].map((word) => (word === null ? "not recorded" : spoken(word))).join(" · ");
  return [opening(desk, "how", summary, () => [...group("position", "Position", desk.catalogue.positions), ...group("grip", "Grip", desk.catalogue.grips), ...group("direction", "Direction", directions, guided?.refused_directions)])];
}

const DEPTH_STEP_MM = 5;

/** The depth in one tap once it is open: every fifth millimetre that the needle reaches, then by one. */
function depth(desk: Desk, mm: number | null, needle: Needle | undefined, set: (mm: number) => void, fine: () => HTMLElement[]): HTMLElement {
  const steps = Array.from({ length: Math.floor((needle?.length_mm ?? 0) / DEPTH_STEP_MM) }, (_, place) => (place + 1) * DEPTH_STEP_MM);
  const numbers = steps.map((step) => choiceButton(`depth-${step}`, String(step), mm === step, () => set(step), { class: "tap--number", "aria-label": `Depth ${step} mm` }));
  return opening(desk, "depth", mm === null ? "Depth: not recorded" : `Depth ${mm} mm`, () => [make("div", { class: "tap-numbers", role: "group", "aria-label": "Depth of the tip, mm" }, ...numbers), ...fine()]);
}

const ultrasoundText = (mm: number | null): string => (mm === null ? "Ultrasound: not measured" : `Ultrasound: ${mm} mm to the structure at risk`);

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
  const choices = (): HTMLElement[] => [make("h3", {}, "Diameter, mm"), sizes("diameter_mm", desk.catalogue.diameters_mm, 2), make("h3", {}, "Length, mm"), sizes("length_mm", desk.catalogue.lengths_mm, 0)];
  return opening(desk, "needle", `Needle ${needle.diameter_mm.toFixed(2)} × ${needle.length_mm} mm`, choices);
}
