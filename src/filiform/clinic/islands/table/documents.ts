// The two documents that the server gives to a tablet (needling/table_document.py).

import type { Entry, Needle, Site } from "./entry.ts";

export interface Limit {
  readonly low: number;
  readonly high: number;
  readonly start: number | null;
  readonly step: number;
}

export interface Point {
  readonly id: string;
  readonly number: number;
  readonly location: string;
  readonly sites: readonly string[];
}

export interface Muscle {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly midline: boolean;
  /** False where the product offers no needling; what was done is recorded all the same. */
  readonly offered: boolean;
  /** The needle that a new site starts with. */
  readonly usual: Needle;
  readonly sites: readonly string[];
  readonly points: readonly Point[];
}

export interface Technique {
  readonly id: string;
  readonly label: string;
  readonly electrical: boolean;
}

export interface Catalogue {
  readonly regions: readonly { readonly id: string; readonly label: string }[];
  readonly muscles: readonly Muscle[];
  readonly sites: Readonly<Record<string, Guidance>>;
  readonly positions: readonly string[];
  readonly grips: readonly string[];
  readonly diameters_mm: readonly number[];
  readonly lengths_mm: readonly number[];
  readonly techniques: readonly Technique[];
  readonly limits: Readonly<Record<string, Limit>>;
}

export interface Concern {
  readonly code: string;
  readonly title: string;
  readonly because: string;
  readonly action: string;
  readonly advice: string;
  readonly regions: string;
  readonly mark: string;
  readonly sources: readonly string[];
  readonly acknowledged?: string;
}

export type Suggestion = Site & Needle & { readonly because: string; readonly technique: string };

/** How a site is needled, true of anybody. */
export interface Guidance {
  readonly part: string;
  readonly landmark: string;
  readonly positions: readonly string[];
  readonly grips: readonly string[];
  readonly directions: readonly string[];
  readonly refused_directions: readonly string[];
  readonly direction_words: string;
  readonly hazards: readonly string[];
  readonly beside_spine: boolean;
  readonly blocked: boolean;
  readonly advanced: boolean;
  readonly marks: Readonly<Record<string, string>>;
  readonly remark: string;
  readonly sources: readonly string[];
}

export interface SiteConcern {
  readonly code: string;
  readonly title: string;
  readonly reason: string;
  readonly lift: string;
  readonly mark: string;
  readonly sources: readonly string[];
  readonly note: string;
  readonly asked?: boolean;
}

export interface ShownLimit {
  readonly mm: number | null;
  readonly words: string;
  readonly basis: string;
  readonly mark: string;
}

/** The judgement of every site for this person, by the place of a length in the catalogue. */
export interface SiteCards {
  readonly concerns: readonly SiteConcern[];
  readonly limits: readonly ShownLimit[];
  readonly verdicts: readonly { readonly standing: string; readonly concerns: readonly number[] }[];
  readonly cards: Readonly<Record<string, { readonly limit: number; readonly verdicts: readonly number[] }>>;
  /** Sites of which only one side is needled in a visit, and what is said on the second. */
  readonly one_side: { readonly concern: SiteConcern; readonly sites: readonly string[] };
}

/** The verdict on a site as it was recorded. */
export interface Judged {
  readonly standing: string;
  readonly limit: ShownLimit;
  readonly concerns: readonly SiteConcern[];
  readonly asked: readonly SiteConcern[];
}

export interface Obstacle {
  readonly kind: string;
  readonly message: string;
  readonly needling: string | null;
  readonly concern: string | null;
}

/** What the patient has agreed to; a muscle that is not named in `lacking` is covered. */
export interface Consented {
  readonly given: boolean;
  readonly reasons: readonly string[];
  readonly covers: readonly string[];
  readonly lacking: Readonly<Record<string, string>>;
}

export interface VisitDocument {
  readonly visit: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly patient: { readonly name: string; readonly born: string; readonly born_iso: string };
  readonly complaint: string;
  readonly signed: boolean;
  readonly permitted: boolean;
  /** Whether the visit is stopped in an emergency. */
  readonly stopped: boolean;
  readonly permitted_until: string;
  readonly consent: Consented;
  readonly blocked_by: readonly Concern[];
  readonly concerns: readonly Concern[];
  readonly ruled_out: Readonly<Record<string, string>>;
  readonly suggestions: readonly Suggestion[];
  readonly defaults: Needle & { readonly technique: string };
  readonly elsewhere: { readonly needles_in: number; readonly needles_out: number; readonly sites: number };
  readonly site_cards: SiteCards | null;
  readonly obstacles: readonly Obstacle[];
  readonly judged: Readonly<Record<string, Judged>>;
  readonly emergency: string | null;
  readonly entries: readonly Entry[];
  readonly cursor: number;
}

/** Whether a needle may go in: only what says yes, and is fresh enough to say it, permits. */
export function mayNeedle(document: VisitDocument | null, now: Date): boolean {
  return document?.permitted === true && document.consent?.given === true && !document.signed && now.toISOString() <= document.permitted_until;
}

export function siteName(catalogue: Catalogue, site: Site): string {
  const muscle = catalogue.muscles.find((each) => each.id === site.muscle);
  const point = muscle?.points.find((each) => each.id === site.trigger_point);
  if (!muscle || (site.trigger_point && !point)) return site.trigger_point ?? site.muscle;
  return point ? `${muscle.name} ${point.number}` : muscle.name;
}

export const needleText = (needle: Needle): string => `${needle.diameter_mm.toFixed(2)} × ${needle.length_mm} mm`;
