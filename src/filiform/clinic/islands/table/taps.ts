// What one touch records: entries, made from the state that the person sees.

import type { Suggestion } from "./documents.ts";
import type { Counted, Draft, Needle, Path, Reason, Register, Site } from "./entry.ts";
import type { Conflict, TableRecord, TableSite } from "./fold.ts";
import type { Kept } from "./store.ts";

const PATH = ["position", "grip", "direction"] as const;

/** A site that is chosen and read back, before its needle goes in. */
export interface Choice {
  readonly site: Site;
  readonly needle: Needle;
  readonly technique: string;
  readonly path: Path;
}

export const chosen = (from: Suggestion, path: Path): Choice => ({
  site: { muscle: from.muscle, trigger_point: from.trigger_point, side: from.side },
  needle: { diameter_mm: from.diameter_mm, length_mm: from.length_mm },
  technique: from.technique,
  path,
});

/** The first needle at a new site: where, with what, how, and that it is in. */
export function beginSite(needling: string, choice: Choice): Draft[] {
  return [
    { needling, field: "site", value: choice.site },
    { needling, field: "needle", value: choice.needle },
    { needling, field: "technique", value: choice.technique },
    ...PATH.filter((field) => choice.path[field] !== null).map((field): Draft => ({ needling, field, value: choice.path[field] })),
    { needling, field: "needle_in", value: 1 },
  ];
}

/** Set a register; it replaces what is seen, so a value of another device stays beside it. */
export function set(site: TableSite, field: Register, value: unknown): Draft {
  return { needling: site.id, field, value, base: site.heads[field] ?? [] };
}

/** Say why it was done although a rule spoke against it, beside the reasons that were given. */
export function explain(site: TableSite, code: string, given: Reason): Draft {
  return set(site, "reasons", { ...reasonsOf(site), [code]: given });
}

export const reasonsOf = (site: TableSite): Readonly<Record<string, Reason>> => (site.values.reasons as Record<string, Reason> | undefined) ?? {};

export const settle = (conflict: Conflict, value: unknown): Draft => ({
  needling: conflict.needling,
  field: conflict.field,
  value,
  base: conflict.choices.flatMap((choice) => choice.entries),
});

export interface Tap {
  readonly tap: string;
  readonly label: string;
  readonly kept: readonly Kept[];
}

/** The touches of this device that can be taken back, the last one first. */
export function undoable(all: readonly Kept[], device: string): Tap[] {
  const undone = new Set(all.flatMap(({ entry }) => (entry.field === "undo" ? (entry.value as { entries: string[] }).entries : [])));
  const taps = new Map<string, Kept[]>();
  for (const each of [...all].sort((a, b) => b.entry.seq - a.entry.seq)) {
    const { entry, tap, state } = each;
    if (!tap || entry.device !== device || entry.field === "undo" || entry.field === "sign") continue;
    if (undone.has(entry.id) || state === "withdrawn") continue;
    taps.set(tap, [...(taps.get(tap) ?? []), each]);
  }
  return [...taps].map(([tap, kept]) => ({ tap, label: kept[0]?.label ?? "", kept }));
}

/** What an undo records; entries that the server refused are withdrawn here and never named. */
export function undo(tap: Tap): { drafts: Draft[]; withdrawn: string[] } {
  const refused = tap.kept.filter((each) => each.state === "refused").map((each) => each.entry.id);
  const named = tap.kept.map((each) => each.entry.id).filter((id) => !refused.includes(id));
  return { drafts: named.length ? [{ needling: null, field: "undo", value: { entries: named } }] : [], withdrawn: refused };
}

/** The count over the visit, the sites entered on the visit's page included. */
export function countOf(record: TableRecord, elsewhere: Counted): Counted {
  return {
    needles_in: record.needles_in + elsewhere.needles_in,
    needles_out: record.needles_out + elsewhere.needles_out,
    sites: record.sites.filter((site) => site.needles_in > 0).length + elsewhere.sites,
  };
}

/** The sites at which in and out do not agree. */
export const unbalanced = (record: TableRecord): TableSite[] => record.sites.filter((site) => site.needles_in !== site.needles_out);
