// What stands against a site, as the server judged it, and the reason that is asked for.

import { make } from "../dom.ts";
import type { Desk } from "./desk.ts";
import type { Judged, ShownLimit, SiteConcern } from "./documents.ts";
import type { Needle, Site } from "./entry.ts";
import { needleOf, placeOf } from "./fold.ts";
import type { TableSite } from "./fold.ts";
import { opening, tapButton } from "./parts.ts";
import { cardsAt, guidanceAt, REFUSED, secondSide, sitesAt, spoken } from "./sites.ts";
import { explain, reasonsOf } from "./taps.ts";

const CONFIRMED = "reason and second confirmation";
const NEVER = "never";
const PROPOSAL = "proposal, not yet signed off by a clinician";

/** Whether a needle is refused here as far as this device knows; without a judgement it is not said. */
export function isRefused(desk: Desk, site: Site, needle: Needle): boolean {
  const cards = cardsAt(desk.document, desk.catalogue, site, needle);
  return cards.some((card) => card.standing === REFUSED) || against(desk, site).length > 0;
}

const against = (desk: Desk, site: Site): SiteConcern[] => secondSide(desk.document, desk.catalogue, desk.record, site);

/** The guidance of a chosen place: what speaks against it, how deep at most, what lies beside it. */
export function guidance(desk: Desk, site: Site, needle: Needle): HTMLElement[] {
  const cards = cardsAt(desk.document, desk.catalogue, site, needle);
  if (cards.length === 0) return [make("p", { class: "alert alert--info" }, "No judgement of this site on this device.")];
  const refused = isRefused(desk, site, needle);
  const concerns = once([...against(desk, site), ...cards.flatMap((card) => card.concerns)]);
  const limits = [...new Set(cards.map((card) => limitText(card.limit)))];
  const title = refused ? "Refused. " : concerns.length ? "With concerns. " : "";
  return [
    make(
      "div",
      { class: `alert alert--${refused ? "stop" : "caution"}`, ...(refused ? { role: "alert" } : {}) },
      ...(concerns.length ? [make("p", {}, make("strong", {}, title), concerns.map((each) => `${each.code} ${each.title}`).join("; "), ".")] : []),
      ...limits.map((text) => make("p", {}, text)),
      make("p", {}, `Beside it: ${[...new Set(cards.flatMap((card) => card.guidance.hazards))].join(", ")}.`),
    ),
    opening(desk, "guidance", "How, why, from where", () => explained(desk, site, concerns)),
  ];
}

/** The verdict on a site as it was recorded, once the clinic has seen it; until then its guidance. */
export function verdictOn(desk: Desk, site: TableSite): HTMLElement[] {
  const [place, needle] = [placeOf(site), needleOf(site)];
  const judged = judgedOf(desk, site);
  if (!place || !needle) return [];
  if (!judged || waits(desk, site)) return guidance(desk, place, needle);
  const concerns = [...judged.asked, ...judged.concerns];
  return [
    make(
      "div",
      { class: `alert alert--${judged.asked.length ? "stop" : "caution"}` },
      ...(concerns.length ? [make("p", {}, make("strong", {}, judged.asked.length ? "Against the rule. " : "With concerns. "), concerns.map((each) => `${each.code} ${each.title}`).join("; "), ".")] : []),
      make("p", {}, limitText(judged.limit)),
      make("p", {}, `Beside it: ${hazardsAt(desk, place).join(", ")}.`),
    ),
    opening(desk, "guidance", "How, why, from where", () => explained(desk, place, concerns)),
  ];
}

/** Concerns that want a reason before the visit is signed, each with what was said to it. */
export function askedFor(desk: Desk, site: TableSite): HTMLElement[] {
  return wanted(desk, site).map((concern) => reason(desk, site, concern));
}

function wanted(desk: Desk, site: TableSite): SiteConcern[] {
  const [place, needle] = [placeOf(site), needleOf(site)];
  const judged = judgedOf(desk, site);
  const ahead = place && needle && (!judged || waits(desk, site)) ? cardsAt(desk.document, desk.catalogue, place, needle).flatMap((card) => card.concerns.filter((each) => each.asked)) : [];
  return once([...(judged?.asked ?? []), ...ahead]);
}

function reason(desk: Desk, site: TableSite, concern: SiteConcern): HTMLElement {
  const { code } = concern;
  const key = `${site.id}-${code}`;
  const given = reasonsOf(site)[code];
  const isOpen = !given || (concern.lift === CONFIRMED && !given.confirmed) || desk.opened.has(`why-${key}`);
  const head = make("p", {}, make("strong", {}, `${code} ${concern.title}. `), concernText(concern));
  if (given && !isOpen) {
    const change = tapButton(`change-${key}`, "Change", () => (desk.opened.add(`why-${key}`), desk.typed.set(key, given.reason), desk.redraw()), { "aria-label": `Change the reason for ${code}` });
    return make("div", { class: "alert alert--info" }, head, make("p", {}, `${concern.lift === NEVER ? "Deviation reported" : "Reason given"}: “${given.reason}”`), change);
  }
  const asked = concern.lift === NEVER ? "No reason permits it. If it was done, what happened?" : "Why was it done?";
  const field = make("input", { class: "input tap-text", id: `why-${key}`, "data-key": `why-${code}`, maxlength: "300", autocomplete: "off" });
  field.value = desk.typed.get(key) ?? given?.reason ?? "";
  field.addEventListener("input", () => void desk.typed.set(key, field.value));
  const said = make("p", { role: "alert" });
  const confirm = make("input", { type: "checkbox", "data-key": `confirm-${code}`, checked: desk.typed.has(`${key}-confirmed`) });
  confirm.addEventListener("change", () => void (confirm.checked ? desk.typed.set(`${key}-confirmed`, "yes") : desk.typed.delete(`${key}-confirmed`)));
  const save = (): void => {
    const text = field.value.trim();
    if (!text) {
      said.textContent = "Write a reason first.";
      field.focus();
      return;
    }
    if (concern.lift === CONFIRMED && !confirm.checked) {
      said.textContent = "Confirm it a second time.";
      confirm.focus();
      return;
    }
    desk.typed.delete(key);
    desk.typed.delete(`${key}-confirmed`);
    desk.opened.delete(`why-${key}`);
    void desk.tap(`reason for ${code}`, [explain(site, code, { reason: text, confirmed: confirm.checked })]);
  };
  return make(
    "div",
    { class: "alert alert--stop reason" },
    head,
    make("label", { for: `why-${key}` }, asked),
    field,
    ...(concern.lift === CONFIRMED ? [make("label", { class: "tap tap-check" }, confirm, " I have read which limit is passed, and my reason covers it.")] : []),
    said,
    tapButton(`save-${code}`, concern.lift === NEVER ? "Report the deviation" : "Save the reason", save),
  );
}

function explained(desk: Desk, site: Site, concerns: readonly SiteConcern[]): HTMLElement[] {
  const how = sitesAt(desk.catalogue, site).flatMap((id) => desk.catalogue.sites[id] ?? []);
  return [
    ...concerns.map((each) => make("p", {}, make("strong", {}, `${each.code} ${each.title}. `), concernText(each))),
    ...how.flatMap((each) => [
      ...(each.part ? [make("h3", {}, `Part: ${each.part}`)] : []),
      ...(each.landmark ? [make("p", {}, `Where: ${each.landmark}.`)] : []),
      ...(each.direction_words ? [make("p", {}, `Direction: ${each.direction_words}${each.refused_directions.length ? `. Never: ${each.refused_directions.map(spoken).join(", ")}` : ""}. [${each.marks["direction"]}]`)] : []),
      ...(each.positions.length ? [make("p", {}, `Position: ${each.positions.map(spoken).join(" or ")}. Grip: ${each.grips.map(spoken).join(" or ")}. [${each.marks["position"]}]`)] : []),
      ...(each.remark ? [make("p", {}, each.remark)] : []),
      make("p", { class: "muted" }, `Sources: ${each.sources.join(", ") || "no source found yet"}.`),
    ]),
  ];
}

const hazardsAt = (desk: Desk, site: Site): readonly string[] => guidanceAt(desk.catalogue, site)?.hazards ?? [];
const judgedOf = (desk: Desk, site: TableSite): Judged | undefined => desk.document.judged[site.id];
const waits = (desk: Desk, site: TableSite): boolean => desk.kept.some((each) => each.state === "waiting" && (each.entry.needling === site.id || each.entry.field === "undo"));
const once = (concerns: readonly SiteConcern[]): SiteConcern[] => [...new Map(concerns.map((each) => [each.code, each])).values()];

function limitText(limit: ShownLimit): string {
  const depth = limit.mm === null ? `Limit: ${limit.words || "none known"}.` : `Not deeper than ${limit.mm} mm: ${limit.words}.`;
  return `${depth} [${limit.mark}] ${limit.basis}${limit.mark === "P" ? ` · ${PROPOSAL}` : ""}`;
}

function concernText(concern: SiteConcern): string {
  return `${concern.reason} [${concern.mark}] ${concern.sources.join(", ") || "no source found yet"}${concern.note ? ` · ${concern.note}` : ""}`;
}
