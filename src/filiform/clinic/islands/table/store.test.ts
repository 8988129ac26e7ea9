import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { clearTable } from "../sign-out.ts";
import { openDatabase } from "./database.ts";
import type { VisitDocument } from "./documents.ts";
import type { Entry } from "./entry.ts";
import { Store } from "./store.ts";
import type { Answer, Kept } from "./store.ts";

const VISIT = "11111111-1111-4111-8111-111111111111";
let factory: IDBFactory;
let store: Store;
let device: string;

const visitDocument = { visit: VISIT, user: { id: "ada", name: "Ada" }, signed: false, entries: [], cursor: 0 } as unknown as VisitDocument;
const answer = (more: Partial<Answer>): Answer => ({ acknowledged: [], refused: [], signing: null, signed: false, permitted: true, stopped: false, obstacles: [], judged: {}, entries: [], cursor: 0, ...more });
const twitch = (): Promise<Kept[]> => store.record(VISIT, device, "twitch", [{ needling: "n", field: "twitch", value: null }]);
const states = async (): Promise<string[]> => (await store.entries(VISIT)).map((each) => each.state);

beforeEach(async () => {
  factory = new IDBFactory();
  store = new Store(await openDatabase(factory));
  device = await store.device("ada");
  await store.keepVisit(visitDocument);
});

describe("the store", () => {
  it("takes from each answer whether a needle may still go in", async () => {
    await store.takeAnswer(VISIT, answer({ permitted: false, stopped: true }));

    expect((await store.visit(VISIT))?.document).toMatchObject({ permitted: false, stopped: true });
  });

  it("numbers the entries of a device in order, also when touches come at once", async () => {
    const made = (await Promise.all(Array.from({ length: 25 }, twitch))).flat();

    expect(made.map((each) => each.entry.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, place) => place + 1));
    expect(new Set(made.map((each) => each.entry.id)).size).toBe(25);
  });

  it("has everything after a restart, the device's id and the next number too", async () => {
    await twitch();
    store.close();

    store = new Store(await openDatabase(factory));

    expect(await store.device("ada")).toBe(device);
    expect((await store.entries(VISIT)).length).toBe(1);
    expect((await twitch())[0]?.entry.seq).toBe(2);
  });

  it("gives another person another device", async () => {
    expect(await store.device("ben")).not.toBe(device);
  });

  it("stores all entries of a touch or none", async () => {
    const unstorable = [{ needling: "n", field: "twitch" as const, value: null }, { needling: "n", field: "depth_mm" as const, value: () => 3 }];

    await expect(store.record(VISIT, device, "both", unstorable)).rejects.toThrow();

    expect(await store.entries(VISIT)).toEqual([]);
    expect((await twitch())[0]?.entry.seq).toBe(1);
  });

  it("keeps a refused entry with its reason, and one that has to wait as waiting", async () => {
    const [refused] = await twitch();
    const [waits] = await twitch();
    const kinds = [{ id: refused?.entry.id, kind: "malformed", reason: "3000 mm" }, { id: waits?.entry.id, kind: "wait", reason: "later" }];

    await store.takeAnswer(VISIT, answer({ refused: kinds }));

    const kept = new Map((await store.entries(VISIT)).map((each) => [each.entry.id, each]));
    expect(kept.get(refused?.entry.id ?? "")).toMatchObject({ state: "refused", reason: "3000 mm" });
    expect(kept.get(waits?.entry.id ?? "")).toMatchObject({ state: "waiting" });
  });

  it("takes an entry of its own that comes back from the server as sent, and keeps its touch", async () => {
    const [mine] = await twitch();
    const theirs: Entry = { ...(mine as Kept).entry, id: "other", device: "other" };

    await store.takeAnswer(VISIT, answer({ entries: [(mine as Kept).entry, theirs], cursor: 7 }));

    expect(await states()).toEqual(["sent", "sent"]);
    expect((await store.entries(VISIT)).find((each) => each.entry.id === mine?.entry.id)?.tap).toBe(mine?.tap);
    expect((await store.visit(VISIT))?.cursor).toBe(7);
  });

  it("does not forget a visit while anything of it is unsent", async () => {
    const [mine] = await twitch();

    expect(await store.forgetVisit(VISIT)).toBe(false);
    expect(await states()).toEqual(["waiting"]);

    await store.takeAnswer(VISIT, answer({ acknowledged: [mine?.entry.id ?? ""] }));

    expect(await store.forgetVisit(VISIT)).toBe(true);
    expect(await store.entries(VISIT)).toEqual([]);
    expect(await store.visit(VISIT)).toBeUndefined();
  });
});

describe("signing out", () => {
  it("erases everything when all is sent", async () => {
    store.close();

    expect(await clearTable(factory)).toBe(true);
    expect(await factory.databases()).toEqual([]);
  });

  it("erases nothing while an entry waits", async () => {
    await twitch();
    store.close();

    expect(await clearTable(factory)).toBe(false);
    store = new Store(await openDatabase(factory));
    expect(await states()).toEqual(["waiting"]);
  });

  it("makes no store where there was none", async () => {
    const untouched = new IDBFactory();

    expect(await clearTable(untouched)).toBe(true);
    expect(await untouched.databases()).toEqual([]);
  });
});
