// How a site is needled and how it stands, looked up in what the server sent; nothing is judged here.

import type { Catalogue, Guidance, ShownLimit, SiteConcern, VisitDocument } from "./documents.ts";
import type { Needle, Path, Site } from "./entry.ts";
import { placeOf } from "./fold.ts";
import type { TableRecord } from "./fold.ts";

/** One site that a point can mean, as it stands for this person and needle. */
export interface Card {
  readonly guidance: Guidance;
  readonly limit: ShownLimit;
  readonly standing: string;
  readonly concerns: readonly SiteConcern[];
}

export const REFUSED = "refused";

export function sitesAt(catalogue: Catalogue, site: Site): readonly string[] {
  const muscle = catalogue.muscles.find((each) => each.id === site.muscle);
  const point = muscle?.points.find((each) => each.id === site.trigger_point);
  return point?.sites ?? muscle?.sites ?? [];
}

export function guidanceAt(catalogue: Catalogue, site: Site): Guidance | undefined {
  const first = sitesAt(catalogue, site)[0];
  return first === undefined ? undefined : catalogue.sites[first];
}

/** The cards of a place; empty if this device has none. An unlisted length counts as the next longer one. */
export function cardsAt(document: VisitDocument, catalogue: Catalogue, site: Site, needle: Needle): Card[] {
  const cards = document.site_cards;
  if (!cards) return [];
  const found = catalogue.lengths_mm.findIndex((mm) => mm >= needle.length_mm);
  const length = found < 0 ? catalogue.lengths_mm.length - 1 : found;
  return sitesAt(catalogue, site).flatMap((id) => {
    const card = cards.cards[`${id}|${site.muscle}`];
    const guidance = catalogue.sites[id];
    const limit = card && cards.limits[card.limit];
    const verdict = card && cards.verdicts[card.verdicts[length] ?? -1];
    if (!guidance || !limit || !verdict) return [];
    return [{ guidance, limit, standing: verdict.standing, concerns: verdict.concerns.flatMap((number) => cards.concerns[number] ?? []) }];
  });
}

/** What the server says of a second side, where the first is recorded already. */
export function secondSide(document: VisitDocument, catalogue: Catalogue, record: TableRecord, site: Site): SiteConcern[] {
  if (!document.site_cards) return [];
  const { concern, sites } = document.site_cards.one_side;
  const isOf = (place: Site): boolean => sitesAt(catalogue, place).some((id) => sites.includes(id));
  if (!isOf(site)) return [];
  const other = record.sites.some((each) => {
    const place = placeOf(each);
    return place !== undefined && each.needles_in > 0 && place.side !== site.side && isOf(place);
  });
  return other ? [concern] : [];
}

/** What a new site starts with: its guidance, in the position the person lies in if it allows it. */
export function pathAsGuided(catalogue: Catalogue, record: TableRecord, site: Site): Path {
  const guidance = guidanceAt(catalogue, site);
  const lies = record.sites.at(-1)?.values.position as string | undefined;
  const positions = guidance?.positions ?? [];
  return {
    position: lies !== undefined && positions.includes(lies) ? lies : (positions[0] ?? null),
    grip: guidance?.grips[0] ?? null,
    direction: guidance?.directions[0] ?? null,
  };
}

export const spoken = (word: string): string => word.replaceAll("_", " ");
