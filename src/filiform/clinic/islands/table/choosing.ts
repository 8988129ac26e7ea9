// Where the next needle goes: last visit's sites first, then any point, by region. No typing.

import { make } from "../dom.ts";
import type { Desk } from "./desk.ts";
import { needleText, siteName } from "./documents.ts";
import type { Muscle, Suggestion } from "./documents.ts";
import { placeOf } from "./fold.ts";
import type { Site } from "./entry.ts";
import { opening, sideSign, tapButton } from "./parts.ts";
import { pathAsGuided } from "./sites.ts";
import { chosen } from "./taps.ts";

export function sitesScreen(desk: Desk): HTMLElement[] {
  return [notices(desk), recorded(desk), ...nextSite(desk)];
}

/** What can come next; it follows a finished site at once, so that no touch is spent on the way. */
export function nextSite(desk: Desk): HTMLElement[] {
  if (desk.permitted) return [make("div", { class: "table-next" }, another(desk, "Any other point"), suggested(desk))];
  return desk.visit.signed ? [] : [make("div", { class: "table-next" }, another(desk, "A needle is in already: record it"))];
}

function recorded(desk: Desk): HTMLElement {
  const { sites } = desk.record;
  const rows = sites.map((site) => {
    const place = placeOf(site);
    const stillIn = site.needles_in - site.needles_out;
    const row = tapButton(`site-${site.id}`, "", () => desk.go({ name: "site", needling: site.id }), { class: `tap--row ${stillIn ? "tap--open" : ""}` });
    row.append(
      place ? sideSign(place.side) : "",
      make("span", { class: "tap__name" }, place ? siteName(desk.catalogue, place) : "Site"),
      make("span", { class: "tap__more" }, `${site.needles_in} in, ${site.needles_out} out${site.twitch_count === null ? "" : ` · ${site.twitch_count} twitches`}`),
      make("time", { class: "tap__dwell", "data-dwell": site.id }),
    );
    return row;
  });
  const { elsewhere } = desk.document;
  const other = elsewhere.sites ? [make("p", { class: "muted" }, `${elsewhere.sites} more on the visit's page: ${elsewhere.needles_in} in, ${elsewhere.needles_out} out. They are changed there.`)] : [];
  return make("section", { class: "table-block", "aria-label": "Sites of this visit" }, make("h2", { tabindex: "-1" }, "Sites"), ...(rows.length ? rows : [make("p", { class: "muted" }, "No site yet.")]), ...other);
}

function suggested(desk: Desk): HTMLElement {
  const taken = new Set(desk.record.sites.map((site) => `${placeOf(site)?.trigger_point}|${placeOf(site)?.side}`));
  const free = desk.document.suggestions.filter((each) => !taken.has(`${each.trigger_point}|${each.side}`));
  return make(
    "section",
    { class: "table-block", "aria-label": "Again, or ranked" },
    make("h2", {}, "Again, or ranked"),
    ...(free.length ? free.map((each) => suggestion(desk, each)) : [make("p", { class: "muted" }, "Nothing to repeat.")]),
  );
}

function suggestion(desk: Desk, from: Suggestion): HTMLElement {
  const row = tapButton(`again-${from.trigger_point}-${from.side}`, "", () => desk.go({ name: "choice", choice: chosen(from, pathAsGuided(desk.catalogue, desk.record, from)) }), { class: "tap--row" });
  row.append(sideSign(from.side), make("span", { class: "tap__name" }, siteName(desk.catalogue, from)), make("span", { class: "tap__more" }, `${from.because} · ${needleText(from)}`));
  return row;
}

const another = (desk: Desk, label: string): HTMLElement => make("p", {}, tapButton(desk.permitted ? "another" : "done-already", label, () => desk.go({ name: "pick", region: null }), { class: "tap--wide" }));

export function pickScreen(desk: Desk, region: string | null): HTMLElement[] {
  const back = tapButton("back", "Back", () => desk.go(region ? { name: "pick", region: null } : { name: "sites" }), { class: "tap--quiet" });
  if (!region) {
    const regions = desk.catalogue.regions.map(({ id, label }) => tapButton(`region-${id}`, label, () => desk.go({ name: "pick", region: id })));
    return [make("section", { class: "table-block" }, make("h2", { tabindex: "-1" }, "Which region?"), make("div", { class: "tap-grid" }, ...regions), back)];
  }
  const label = desk.catalogue.regions.find((each) => each.id === region)?.label ?? region;
  const muscles = desk.catalogue.muscles.filter((muscle) => muscle.region === region);
  const refused = muscles.filter((muscle) => !muscle.offered);
  const rest = refused.length ? [opening(desk, "not-offered", "Not offered for needling: record only what was done", () => refused.map((muscle) => pointsOf(desk, muscle)))] : [];
  return [make("section", { class: "table-block" }, make("h2", { tabindex: "-1" }, `${label}: which point, which side?`), ...muscles.filter((muscle) => muscle.offered).map((muscle) => pointsOf(desk, muscle)), ...rest, back)];
}

function pointsOf(desk: Desk, muscle: Muscle): HTMLElement {
  const rows = muscle.points.map((point) =>
    make(
      "div",
      { class: "point-row" },
      make("span", { class: "point-row__name" }, `${muscle.name} ${point.number}`, make("small", {}, point.location)),
      ...(muscle.midline ? ["midline"] : ["left", "right"]).map((side) => {
        const site: Site = { muscle: muscle.id, trigger_point: point.id, side };
        const choice = { site, needle: muscle.usual, technique: lastTechnique(desk), path: pathAsGuided(desk.catalogue, desk.record, site) };
        return tapButton(`pick-${point.id}-${side}`, side.toUpperCase(), () => desk.go({ name: "choice", choice }), { class: `tap--side tap--${side}`, "aria-label": `${muscle.name} ${point.number}, ${side}` });
      }),
    ),
  );
  return make("div", { class: "points" }, ...rows);
}

const lastTechnique = (desk: Desk): string => (desk.record.sites.at(-1)?.values.technique as string | undefined) ?? desk.document.defaults.technique;

/** What the screening says, to read and not to change here. */
function notices(desk: Desk): HTMLElement {
  const { document } = desk;
  const said: HTMLElement[] = [];
  if (document.signed || desk.visit.signed) said.push(alert("info", "This visit is signed. What is missing is added as an amendment on the visit's page."));
  else if (!desk.permitted) said.push(alert("stop", refusal(desk)));
  if (!document.consent?.given) for (const reason of document.consent?.reasons ?? []) said.push(alert("stop", reason));
  else said.push(alert("info", `Consent covers: ${document.consent.covers.join("; ")}.`));
  for (const concern of document.blocked_by) said.push(alert("stop", `${concern.code} ${concern.title} (answered ${concern.because}). [${concern.mark}]`));
  for (const concern of document.concerns) said.push(alert("caution", `${concern.code} ${concern.title}: ${concern.advice || concern.action}${concern.regions ? ` Where: ${concern.regions}.` : ""} ${concern.acknowledged ? "Acknowledged." : "To be acknowledged on the visit's page."} [${concern.mark}]`));
  return make("section", { class: "table-block", "aria-label": "Screening and consent" }, ...said);
}

function refusal({ document }: Desk): string {
  if (document.stopped) return "The visit is stopped in an emergency: no needle goes in. Those that are in can be counted out.";
  if (!document.consent?.given) return "No needle goes in without consent. Ask for it on the visit's page, then reload. What was done can still be recorded here.";
  if (!document.permitted) return "No needle goes in: the screening does not permit it, or is not complete. Complete it on the visit's page.";
  return "No needle goes in: the screening on this device is too old. Reach the clinic's network and reload.";
}

const alert = (kind: string, text: string): HTMLElement => make("p", { class: `alert alert--${kind}` }, text);
