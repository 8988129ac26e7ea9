// Sends what waits, batch after batch, until the server has acknowledged or refused all of it.

import type { Answer, Kept, Store } from "./store.ts";

export type Reach = "unknown" | "reached" | "offline" | "signed-out" | "not-here" | "failing";

const BATCH = 100;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export interface Line {
  /** Post JSON; the status and the parsed answer, or a rejection if nobody answers. */
  post(path: string, body: unknown): Promise<{ status: number; answer: unknown }>;
}

export class Outbox {
  reach: Reach = "unknown";
  #store: Store;
  #line: Line;
  #visit: string;
  #device: string;
  #changed: () => void;
  #sending = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT_MS;
  #stopped = false;

  constructor(store: Store, line: Line, visit: string, device: string, changed: () => void) {
    this.#store = store;
    this.#line = line;
    this.#visit = visit;
    this.#device = device;
    this.#changed = changed;
  }

  /** Send now; a call while sending makes it look once more. */
  async send(): Promise<void> {
    if (this.#stopped) return;
    if (this.#sending) {
      this.#again = true;
      return;
    }
    this.#sending = true;
    clearTimeout(this.#timer);
    try {
      do {
        this.#again = false;
        await this.#sendAll();
      } while (this.#again);
      this.#wait = FIRST_WAIT_MS;
    } catch {
      if (this.reach === "offline" || this.reach === "failing") this.#later();
    } finally {
      this.#sending = false;
      this.#changed();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Wait a little longer each time, so that a returning server is not run over. */
  #later(): void {
    this.#timer = setTimeout(() => void this.send(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const waiting = await this.#waiting();
      const batch = waiting.slice(0, BATCH);
      const answer = await this.#post(batch);
      await this.#store.takeAnswer(this.#visit, answer);
      this.#changed();
      const left = await this.#waiting();
      // What waits for another device's entry would come back at once; the next round asks again.
      if (left.length === 0 || left.length >= waiting.length) return;
    }
  }

  async #waiting(): Promise<Kept[]> {
    const all = await this.#store.entries(this.#visit);
    return all.filter((each) => each.state === "waiting" && each.entry.device === this.#device).sort((a, b) => a.entry.seq - b.entry.seq);
  }

  async #post(batch: readonly Kept[]): Promise<Answer> {
    const visit = await this.#store.visit(this.#visit);
    const body = {
      device: this.#device,
      sent_at: new Date().toISOString(),
      since: visit?.cursor ?? 0,
      clock_confirmed: visit?.clockConfirmed ?? false,
      entries: batch.map((each) => each.entry),
    };
    let came: { status: number; answer: unknown };
    try {
      came = await this.#line.post(`/visits/${this.#visit}/journal/`, body);
    } catch (error) {
      this.reach = "offline";
      throw error;
    }
    this.reach = came.status === 200 ? "reached" : came.status === 403 ? "signed-out" : came.status === 404 ? "not-here" : "failing";
    if (came.status !== 200) throw new Error(`journal: status ${came.status}`);
    return came.answer as Answer;
  }
}
