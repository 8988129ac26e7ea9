import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "./database.ts";
import type { VisitDocument } from "./documents.ts";
import type { Entry } from "./entry.ts";
import { Outbox } from "./outbox.ts";
import type { Line } from "./outbox.ts";
import { Store } from "./store.ts";

const VISIT = "11111111-1111-4111-8111-111111111111";
const visitDocument = { visit: VISIT, user: { id: "ada", name: "Ada" }, signed: false, entries: [], cursor: 0 } as unknown as VisitDocument;

interface Body {
  readonly since: number;
  readonly entries: readonly Entry[];
}

/** A server that stores by id, and a line to it that can be cut on the way there or back. */
class Clinic implements Line {
  stored = new Map<string, Entry>();
  order: Entry[] = [];
  status = 200;
  cutThere = false;
  cutBack = false;
  refuse = (_: Entry): string | null => null;
  asked = 0;

  async post(_path: string, body: unknown): Promise<{ status: number; answer: unknown }> {
    this.asked += 1;
    const { entries, since } = body as Body;
    if (this.cutThere) throw new TypeError("no network");
    if (this.status !== 200) return { status: this.status, answer: null };
    const refused = entries.flatMap((entry) => {
      const kind = this.refuse(entry);
      if (kind) return [{ id: entry.id, kind, reason: "because" }];
      if (!this.stored.has(entry.id)) this.order.push(entry);
      this.stored.set(entry.id, entry);
      return [];
    });
    if (this.cutBack) throw new TypeError("no answer");
    const acknowledged = entries.map((entry) => entry.id).filter((id) => this.stored.has(id));
    return { status: 200, answer: { acknowledged, refused, signing: null, signed: false, permitted: true, stopped: false, obstacles: [], judged: {}, entries: this.order.slice(since), cursor: this.order.length } };
  }
}

let store: Store;
let clinic: Clinic;
let outbox: Outbox;
let device: string;

const twitches = async (count: number): Promise<void> => {
  for (let number = 0; number < count; number += 1) await store.record(VISIT, device, "twitch", [{ needling: "n", field: "twitch", value: null }]);
};
const waiting = async (): Promise<number> => (await store.entries(VISIT)).filter((each) => each.state === "waiting").length;

beforeEach(async () => {
  store = new Store(await openDatabase(new IDBFactory()));
  device = await store.device("ada");
  await store.keepVisit(visitDocument);
  clinic = new Clinic();
  outbox = new Outbox(store, clinic, VISIT, device, () => undefined);
});

describe("the outbox", () => {
  it("sends everything, in batches, each entry once", async () => {
    await twitches(230);

    await outbox.send();

    expect(clinic.stored.size).toBe(230);
    expect(clinic.asked).toBe(3);
    expect(await waiting()).toBe(0);
    expect(outbox.reach).toBe("reached");
  });

  it("sends again what was stored without an answer, and it is there once", async () => {
    await twitches(3);
    clinic.cutBack = true;
    await outbox.send();
    expect(await waiting()).toBe(3);

    clinic.cutBack = false;
    await outbox.send();

    expect(clinic.order.length).toBe(3);
    expect(await waiting()).toBe(0);
  });

  it("tries again by itself, later each time", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const waits = vi.spyOn(globalThis, "setTimeout");
    clinic.cutThere = true;

    for (let round = 0; round < 8; round += 1) await outbox.send();

    const ours = waits.mock.calls.map(([, ms]) => ms).filter((ms) => ms !== undefined && ms >= 1_000);
    expect(ours).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    outbox.stop();
    vi.useRealTimers();
  });

  it.each([
    [403, "signed-out"],
    [404, "not-here"],
    [500, "failing"],
    [400, "failing"],
  ])("keeps everything at status %i and says %s", async (status, reach) => {
    await twitches(2);
    clinic.status = status;

    await outbox.send();

    expect(outbox.reach).toBe(reach);
    expect(await waiting()).toBe(2);
    outbox.stop();
  });

  it("leaves what has to wait, without asking without end", async () => {
    await twitches(2);
    clinic.refuse = () => "wait";

    await outbox.send();

    expect(clinic.asked).toBe(1);
    expect(await waiting()).toBe(2);
  });

  it("keeps what is refused and sends the rest", async () => {
    await twitches(3);
    clinic.refuse = (entry) => (entry.seq === 2 ? "malformed" : null);

    await outbox.send();

    expect((await store.entries(VISIT)).map((each) => each.state).sort()).toEqual(["refused", "sent", "sent"]);
  });

  it("does not send the entries of another person's device", async () => {
    const other = await store.device("ben");
    await store.record(VISIT, other, "twitch", [{ needling: "n", field: "twitch", value: null }]);

    await outbox.send();

    expect(clinic.stored.size).toBe(0);
    expect(await waiting()).toBe(1);
  });

  it("takes a touch that came while it was sending along", async () => {
    await twitches(1);
    const first = outbox.send();
    await twitches(1);
    await outbox.send();

    await first;
    await outbox.send();

    expect(clinic.stored.size).toBe(2);
  });
});
