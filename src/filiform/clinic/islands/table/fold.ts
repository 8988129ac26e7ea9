// The state that a set of entries gives, in any order: the twin of merge() in care/journal.py.

import type { Entry, Field, Needle, Register, Site } from "./entry.ts";

export interface Counting {
  readonly at: string;
  readonly needles: number;
}

export interface TableSite {
  readonly id: string;
  readonly values: Partial<Record<Register, unknown>>;
  readonly heads: Partial<Record<Register, readonly string[]>>;
  readonly twitches: readonly string[];
  readonly ins: readonly Counting[];
  readonly outs: readonly Counting[];
  readonly twitch_count: number | null;
  readonly needles_in: number;
  readonly needles_out: number;
}

export interface Conflict {
  readonly needling: string;
  readonly field: Register;
  readonly choices: readonly { readonly value: unknown; readonly entries: readonly string[] }[];
}

export interface TableRecord {
  readonly needles_in: number;
  readonly needles_out: number;
  readonly sites: readonly TableSite[];
  readonly conflicts: readonly Conflict[];
}

const NOT_REGISTERS = new Set<Field>(["twitch", "needle_in", "needle_out", "undo", "sign"]);

export function fold(entries: Iterable<Entry>): TableRecord {
  const known = [...new Map([...entries].map((entry) => [entry.id, entry])).values()].sort(byTime);
  const undone = new Set(known.flatMap((entry) => (entry.field === "undo" ? (entry.value as { entries: string[] }).entries : [])));
  const byNeedling = new Map<string, Entry[]>();
  for (const entry of known) {
    if (entry.needling === null || undone.has(entry.id)) continue;
    const own = byNeedling.get(entry.needling) ?? [];
    own.push(entry);
    byNeedling.set(entry.needling, own);
  }
  const sites: TableSite[] = [];
  const conflicts: Conflict[] = [];
  for (const [needling, own] of byNeedling) {
    const heads = headsOf(own);
    const open = [...heads].map(([field, candidates]) => conflictOf(needling, field, candidates)).filter((found) => found !== null);
    const site = siteOf(needling, own, heads);
    const mistaken = site.values.removed === true && !open.some((conflict) => conflict.field === "removed");
    if (mistaken && site.needles_in === site.needles_out) continue;
    sites.push(site);
    conflicts.push(...open);
  }
  return { needles_in: total(sites, "needles_in"), needles_out: total(sites, "needles_out"), sites, conflicts };
}

/** Whether two values say the same, whatever the order of their keys. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

export const placeOf = (site: TableSite): Site | undefined => site.values.site as Site | undefined;
export const needleOf = (site: TableSite): Needle | undefined => site.values.needle as Needle | undefined;

function headsOf(entries: readonly Entry[]): Map<Register, Entry[]> {
  const registers = entries.filter((entry) => !NOT_REGISTERS.has(entry.field));
  const replaced = new Set(registers.flatMap((entry) => entry.base));
  const heads = new Map<Register, Entry[]>();
  for (const entry of registers) {
    if (replaced.has(entry.id)) continue;
    const field = entry.field as Register;
    heads.set(field, [...(heads.get(field) ?? []), entry]);
  }
  return heads;
}

function conflictOf(needling: string, field: Register, heads: readonly Entry[]): Conflict | null {
  const choices: { value: unknown; entries: string[] }[] = [];
  for (const entry of heads) {
    const choice = choices.find((found) => same(found.value, entry.value));
    if (choice) choice.entries.push(entry.id);
    else choices.push({ value: entry.value, entries: [entry.id] });
  }
  return choices.length > 1 ? { needling, field, choices } : null;
}

function siteOf(id: string, entries: readonly Entry[], heads: ReadonlyMap<Register, readonly Entry[]>): TableSite {
  const events = (field: Field): Entry[] => entries.filter((entry) => entry.field === field);
  const counted = (field: Field): Counting[] => events(field).map((entry) => ({ at: entry.made_at, needles: entry.value as number }));
  const [ins, outs, twitches] = [counted("needle_in"), counted("needle_out"), events("twitch").map((entry) => entry.made_at)];
  const values: Partial<Record<Register, unknown>> = {};
  const headIds: Partial<Record<Register, readonly string[]>> = {};
  for (const [field, candidates] of heads) {
    values[field] = candidates[0]?.value;
    headIds[field] = candidates.map((entry) => entry.id).sort();
  }
  return {
    id,
    values,
    heads: headIds,
    twitches,
    ins,
    outs,
    twitch_count: twitches.length || (values.looked_for === true ? 0 : null),
    needles_in: ins.reduce((sum, each) => sum + each.needles, 0),
    needles_out: outs.reduce((sum, each) => sum + each.needles, 0),
  };
}

function byTime(a: Entry, b: Entry): number {
  return compare(a.made_at, b.made_at) || compare(a.device, b.device) || a.seq - b.seq || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const total = (sites: readonly TableSite[], way: "needles_in" | "needles_out"): number => sites.reduce((sum, site) => sum + site[way], 0);
