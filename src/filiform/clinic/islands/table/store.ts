// What rests on this device: the visit, its entries, and whether each is sent. Nothing is shown as
// recorded before it is on disk, and nothing leaves before the server has acknowledged it.

import { DATABASE, result, transact } from "./database.ts";
import type { Stores } from "./database.ts";
import type { Catalogue, Judged, Obstacle, VisitDocument } from "./documents.ts";
import type { Draft, Entry } from "./entry.ts";

export type State = "waiting" | "sent" | "refused" | "withdrawn";

export interface Kept {
  readonly entry: Entry;
  readonly visit: string;
  /** What one touch made; one undo takes all of it back. Entries of other devices have none. */
  readonly tap: string | null;
  readonly label: string;
  readonly state: State;
  readonly kind?: string;
  readonly reason?: string;
}

export interface KeptVisit {
  readonly visit: string;
  readonly document: VisitDocument;
  readonly cursor: number;
  readonly clockConfirmed: boolean;
  /** Reasons against a signature that was asked for; null while none has been refused. */
  readonly signing: readonly string[] | null;
  readonly signed: boolean;
}

export interface Answer {
  readonly acknowledged: readonly string[];
  readonly refused: readonly { readonly id: unknown; readonly kind: string; readonly reason: string }[];
  readonly signing: readonly string[] | null;
  readonly signed: boolean;
  readonly permitted: boolean;
  readonly stopped: boolean;
  readonly obstacles: readonly Obstacle[];
  readonly judged: Readonly<Record<string, Judged>>;
  readonly entries: readonly Entry[];
  readonly cursor: number;
}

export class Store {
  #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  /** The device's id for one person: made once, and forgotten at sign-out. */
  device(user: string): Promise<string> {
    return this.#write(async ({ kept }) => {
      const key = `device:${user}`;
      const known = (await result(kept.get(key))) as string | undefined;
      const device = known ?? crypto.randomUUID();
      if (!known) await result(kept.put(device, key));
      return device;
    });
  }

  keepCatalogue(catalogue: Catalogue): Promise<void> {
    return this.keep("catalogue", catalogue);
  }

  keep(key: string, value: unknown): Promise<void> {
    return this.#write(async ({ kept }) => void (await result(kept.put(value, key))));
  }

  kept<Value>(key: string): Promise<Value | undefined> {
    return this.#read(({ kept }) => result(kept.get(key)) as Promise<Value | undefined>);
  }

  /** Take a fresh document from the server, and the entries that came with it. */
  keepVisit(document: VisitDocument): Promise<void> {
    return this.#write(async (stores) => {
      const known = (await result(stores.visits.get(document.visit))) as KeptVisit | undefined;
      const visit: KeptVisit = {
        visit: document.visit,
        document: { ...document, entries: [] },
        cursor: document.cursor,
        clockConfirmed: known?.clockConfirmed ?? false,
        signing: known?.signing ?? null,
        signed: document.signed,
      };
      await result(stores.visits.put(visit));
      await takeArrived(stores, document.visit, document.entries);
    });
  }

  visit(visit: string): Promise<KeptVisit | undefined> {
    return this.#read(({ visits }) => result(visits.get(visit)) as Promise<KeptVisit | undefined>);
  }

  changeVisit(visit: string, change: Partial<KeptVisit>): Promise<void> {
    return this.#write(async ({ visits }) => {
      const known = (await result(visits.get(visit))) as KeptVisit | undefined;
      if (known) await result(visits.put({ ...known, ...change }));
    });
  }

  entries(visit: string): Promise<Kept[]> {
    return this.#read(({ entries }) => result(entries.index("visit").getAll(visit)) as Promise<Kept[]>);
  }

  /** Record what one touch says; resolves when it is on disk, rejects if the device cannot. */
  record(visit: string, device: string, label: string, drafts: readonly Draft[], now = new Date()): Promise<Kept[]> {
    return this.#write(async ({ kept, entries }) => {
      const key = `seq:${device}`;
      let seq = ((await result(kept.get(key))) as number | undefined) ?? 0;
      const tap = crypto.randomUUID();
      const made = drafts.map((draft): Kept => {
        seq += 1;
        const entry: Entry = { id: crypto.randomUUID(), device, seq, made_at: now.toISOString(), needling: draft.needling, field: draft.field, value: draft.value, base: [...(draft.base ?? [])].sort() };
        return { entry, visit, tap, label, state: "waiting" };
      });
      for (const each of made) await result(entries.add(each));
      await result(kept.put(seq, key));
      return made;
    });
  }

  /** Keep what the server said about a batch, in one step. */
  takeAnswer(visit: string, answer: Answer): Promise<void> {
    return this.#write(async (stores) => {
      for (const id of answer.acknowledged) await change(stores, id, { state: "sent" });
      for (const refused of answer.refused) {
        if (refused.kind === "wait" || typeof refused.id !== "string") continue;
        await change(stores, refused.id, { state: "refused", kind: refused.kind, reason: refused.reason });
      }
      await takeArrived(stores, visit, answer.entries);
      const known = (await result(stores.visits.get(visit))) as KeptVisit | undefined;
      if (!known) return;
      const signing = answer.signing ?? known.signing;
      const { permitted, stopped } = answer;
      const document = { ...known.document, permitted, stopped, obstacles: answer.obstacles, judged: answer.judged };
      await result(stores.visits.put({ ...known, document, cursor: answer.cursor, signed: answer.signed, signing }));
    });
  }

  /** Try refused entries again, or take them back before they were ever taken. */
  setState(ids: readonly string[], state: State): Promise<void> {
    return this.#write(async (stores) => {
      for (const id of ids) await change(stores, id, { state });
    });
  }

  /** Everything on this device that the server has not acknowledged, of any visit. */
  unsent(): Promise<Kept[]> {
    return this.#read(async ({ entries }) => {
      const all = (await result(entries.getAll())) as Kept[];
      return all.filter((each) => each.state === "waiting" || each.state === "refused");
    });
  }

  /** Take a visit off this device; refused while anything of it is unsent. */
  forgetVisit(visit: string): Promise<boolean> {
    return this.#write(async ({ visits, entries }) => {
      const own = (await result(entries.index("visit").getAll(visit))) as Kept[];
      if (own.some((each) => each.state === "waiting" || each.state === "refused")) return false;
      for (const each of own) await result(entries.delete(each.entry.id));
      await result(visits.delete(visit));
      return true;
    });
  }

  close(): void {
    this.#database.close();
  }

  #read<Value>(work: (stores: Stores) => Promise<Value>): Promise<Value> {
    return transact(this.#database, "readonly", work);
  }

  #write<Value>(work: (stores: Stores) => Promise<Value>): Promise<Value> {
    return transact(this.#database, "readwrite", work);
  }
}

export function eraseEverything(factory: IDBFactory = indexedDB): Promise<void> {
  return new Promise((resolve, reject) => {
    const erasing = factory.deleteDatabase(DATABASE);
    erasing.onsuccess = () => resolve();
    erasing.onerror = () => reject(erasing.error);
  });
}

async function change({ entries }: Stores, id: string, to: Partial<Kept>): Promise<void> {
  const known = (await result(entries.get(id))) as Kept | undefined;
  if (known) await result(entries.put({ ...known, ...to }));
}

/** What arrived from the server is stored there, so one of ours among it is sent. */
async function takeArrived({ entries }: Stores, visit: string, arrived: readonly Entry[]): Promise<void> {
  for (const entry of arrived) {
    const known = (await result(entries.get(entry.id))) as Kept | undefined;
    if (known?.state === "sent") continue;
    const fresh: Kept = { entry, visit, tap: null, label: "", state: "sent" };
    await result(entries.put(known ? { ...known, state: "sent" } : fresh));
  }
}
