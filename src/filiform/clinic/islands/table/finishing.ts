// The end of the visit: what does not agree, what was refused, and the signature.

import { make } from "../dom.ts";
import type { Desk } from "./desk.ts";
import { needleText, siteName } from "./documents.ts";
import type { Needle, Site } from "./entry.ts";
import { placeOf } from "./fold.ts";
import type { Conflict } from "./fold.ts";
import { tapButton } from "./parts.ts";
import { countOf, settle, unbalanced } from "./taps.ts";

const COUNTED_HERE = new Set(["needle_count", "no_needling"]);

export function finishScreen(desk: Desk): HTMLElement[] {
  const back = tapButton("back", "Back to the sites", () => desk.go({ name: "sites" }), { class: "tap--quiet tap--wide" });
  return [...conflicts(desk), ...refusals(desk), signing(desk), make("p", {}, back)];
}

/** Values of two devices beside each other; the clinician chooses, no clock does. */
export function conflicts(desk: Desk): HTMLElement[] {
  if (desk.record.conflicts.length === 0) return [];
  const rows = desk.record.conflicts.map((conflict) =>
    make(
      "div",
      { class: "alert alert--stop", role: "group", "aria-label": "Two devices disagree" },
      make("p", {}, make("strong", {}, `Two devices disagree: ${conflict.field.replaceAll("_", " ")}, ${where(desk, conflict)}`)),
      make("div", { class: "tap-grid" }, ...conflict.choices.map((choice, number) => tapButton(`settle-${conflict.needling}-${conflict.field}-${number}`, valueText(desk, choice.value), () => void desk.tap("conflict decided", [settle(conflict, choice.value)])))),
    ),
  );
  return [make("section", { class: "table-block", "aria-label": "Conflicts" }, make("h2", {}, "To decide"), ...rows)];
}

function where(desk: Desk, conflict: Conflict): string {
  const site = desk.record.sites.find((each) => each.id === conflict.needling);
  const place = site && placeOf(site);
  return place ? `${siteName(desk.catalogue, place)} ${place.side.toUpperCase()}` : "a site";
}

function valueText(desk: Desk, value: unknown): string {
  if (value === null) return "not recorded";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return desk.catalogue.techniques.find((each) => each.id === value)?.label ?? String(value);
  if ("diameter_mm" in value) return needleText(value as Needle);
  const site = value as Site;
  return `${siteName(desk.catalogue, site)} ${site.side.toUpperCase()}`;
}

function refusals(desk: Desk): HTMLElement[] {
  const refused = desk.kept.filter((each) => each.state === "refused");
  if (refused.length === 0) return [];
  const clock = refused.some((each) => each.kind === "clock");
  return [
    make(
      "section",
      { class: "table-block", "aria-label": "Refused by the clinic" },
      make("h2", {}, `Refused by the clinic: ${refused.length}`),
      make("p", {}, "They stay on this device until they are taken or taken back with Undo."),
      make("ul", {}, ...refused.map((each) => make("li", {}, `${each.label || each.entry.field}: ${each.reason ?? ""}`))),
      make("div", { class: "tap-pair" }, tapButton("retry", "Send again", () => void desk.retry()), ...(clock ? [tapButton("confirm-clock", "The times are right: send", () => void desk.confirmClock())] : [])),
    ),
  ];
}

/** What the clinic saw in the way of the signature when it was reached last; counts are shown as they are here. */
function obstacles(desk: Desk): HTMLElement[] {
  const seen = desk.document.obstacles.filter((each) => !COUNTED_HERE.has(each.kind));
  if (seen.length === 0) return [];
  const rows = seen.map((each) => {
    const { needling } = each;
    const isHere = desk.record.sites.some((site) => site.id === needling);
    return isHere && needling ? tapButton(`obstacle-${needling}-${each.concern}`, each.message, () => desk.go({ name: "site", needling }), { class: "tap--row tap--open" }) : make("p", { class: "alert alert--stop" }, each.message);
  });
  return [make("h3", {}, "Before the signature, as the clinic saw it last"), ...rows];
}

function signing(desk: Desk): HTMLElement {
  const open = unbalanced(desk.record);
  const { elsewhere } = desk.document;
  const count = countOf(desk.record, elsewhere);
  const hindered = open.length > 0 || elsewhere.needles_in !== elsewhere.needles_out || desk.record.conflicts.length > 0 || count.sites === 0;
  const asked = desk.kept.some((each) => each.entry.field === "sign" && each.state === "waiting");
  return make(
    "section",
    { class: "table-block", "aria-label": "Signature" },
    make("h2", { tabindex: "-1" }, "Sign the visit"),
    make("p", { class: "count-line" }, `${number(count.needles_in, "needle")} in, ${count.needles_out} out, at ${number(count.sites, "site")}.`),
    ...open.map((site) => {
      const place = placeOf(site);
      return tapButton(`open-${site.id}`, `${place ? `${siteName(desk.catalogue, place)} ${place.side.toUpperCase()}` : "Site"}: ${site.needles_in} in, ${site.needles_out} out. Count again.`, () => desk.go({ name: "site", needling: site.id }), { class: "tap--row tap--open" });
    }),
    ...(count.sites === 0 ? [make("p", {}, "No needling is recorded. A visit without one is ended on the visit's page.")] : []),
    ...(elsewhere.needles_in === elsewhere.needles_out ? [] : [make("p", { class: "alert alert--stop" }, "A site on the visit's page has a needle in; count it out there.")]),
    ...obstacles(desk),
    ...(desk.visit.signing ?? []).filter((reason) => !desk.document.obstacles.some((each) => each.message === reason)).map((reason) => make("p", { class: "alert alert--stop", role: "alert" }, `Not signed. ${reason}`)),
    ...(asked ? [make("p", { class: "alert alert--info", role: "status" }, "The signature waits on this device. It is carried out when the clinic is reached.")] : []),
    tapButton("sign", "Sign", () => void desk.tap("signature", [{ needling: null, field: "sign", value: count }]), { class: "tap--primary tap--huge", disabled: hindered || asked || desk.visit.signed }),
  );
}

const number = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
