// What every part of the screen is given: the state as it is on disk, and what a touch can do.

import type { Catalogue, VisitDocument } from "./documents.ts";
import type { Draft } from "./entry.ts";
import type { TableRecord } from "./fold.ts";
import type { Reach } from "./outbox.ts";
import type { Kept, KeptVisit } from "./store.ts";
import type { Choice, Tap } from "./taps.ts";

export type View =
  | { readonly name: "sites" }
  | { readonly name: "pick"; readonly region: string | null }
  | { readonly name: "choice"; readonly choice: Choice }
  | { readonly name: "site"; readonly needling: string }
  | { readonly name: "finish" };

export interface Desk {
  readonly document: VisitDocument;
  readonly catalogue: Catalogue;
  readonly visit: KeptVisit;
  readonly record: TableRecord;
  readonly kept: readonly Kept[];
  readonly device: string;
  readonly reach: Reach;
  /** Whether a needle may go in. */
  readonly permitted: boolean;
  readonly undoable: readonly Tap[];
  readonly opened: Set<string>;
  /** What is being written and not saved yet; a screen drawn anew keeps it. */
  readonly typed: Map<string, string>;
  readonly now: Date;
  tap(label: string, drafts: readonly Draft[], then?: View): Promise<void>;
  undo(): Promise<void>;
  go(view: View): void;
  retry(): Promise<void>;
  confirmClock(): Promise<void>;
  begin(choice: Choice): Promise<void>;
  redraw(): void;
}
