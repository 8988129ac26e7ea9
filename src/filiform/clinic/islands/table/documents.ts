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
}

export interface Muscle {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly midline: boolean;
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

/** The judgement of one site, once the server makes it; shown as it comes. */
export interface SiteCard {
  readonly refused: string | null;
  readonly limit_mm: number | null;
  readonly mark: string;
  readonly hazards: readonly string[];
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
  readonly permitted_until: string;
  readonly consent: Consented;
  readonly blocked_by: readonly Concern[];
  readonly concerns: readonly Concern[];
  readonly ruled_out: Readonly<Record<string, string>>;
  readonly suggestions: readonly Suggestion[];
  readonly defaults: Needle & { readonly technique: string };
  readonly elsewhere: { readonly needles_in: number; readonly needles_out: number; readonly sites: number };
  readonly site_cards: Readonly<Record<string, SiteCard>> | null;
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
