// What a device records, word for word as the server stores it (care/journal.py).

export type Register =
  | "site"
  | "needle"
  | "technique"
  | "position"
  | "grip"
  | "direction"
  | "depth_mm"
  | "lateral_mm"
  | "measured_mm"
  | "border_mm"
  | "pain_during"
  | "frequency_hz"
  | "pulse_us"
  | "intensity"
  | "stimulation_min"
  | "dwell_min"
  | "looked_for"
  | "removed"
  | "reasons";
export type Happening = "twitch" | "needle_in" | "needle_out";
export type Field = Register | Happening | "undo" | "sign";

export interface Site {
  readonly muscle: string;
  readonly trigger_point: string | null;
  readonly side: string;
}

export interface Needle {
  readonly diameter_mm: number;
  readonly length_mm: number;
}

/** How a needle went in; null where it is not recorded. */
export interface Path {
  readonly position: string | null;
  readonly grip: string | null;
  readonly direction: string | null;
}

export interface Reason {
  readonly reason: string;
  readonly confirmed: boolean;
}

export interface Counted {
  readonly needles_in: number;
  readonly needles_out: number;
  readonly sites: number;
}

export interface Entry {
  readonly id: string;
  readonly device: string;
  readonly seq: number;
  readonly made_at: string;
  readonly needling: string | null;
  readonly field: Field;
  readonly value: unknown;
  readonly base: readonly string[];
}

/** An entry before the store has given it its id, its number and its time. */
export type Draft = Pick<Entry, "needling" | "field" | "value"> & { readonly base?: readonly string[] };
