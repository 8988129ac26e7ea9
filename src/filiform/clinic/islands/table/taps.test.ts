import { describe, expect, it } from "vitest";
import { clockText, dwells } from "./dwell.ts";
import { mayNeedle } from "./documents.ts";
import type { VisitDocument } from "./documents.ts";
import type { Draft, Entry } from "./entry.ts";
import { fold } from "./fold.ts";
import { fits, makePin, PIN_PATTERN, waitMs } from "./pin.ts";
import type { Kept } from "./store.ts";
import { beginSite, countOf, set, settle, undo, undoable, unbalanced } from "./taps.ts";

const NOWHERE = { needles_in: 0, needles_out: 0, sites: 0 };
const choice = { site: { muscle: "soleus", trigger_point: "soleus.trp1", side: "left" }, needle: { diameter_mm: 0.3, length_mm: 40 }, technique: "STATIC", path: { position: "prone", grip: "flat", direction: null } };

class Tablet {
  kept: Kept[] = [];
  #seq = 0;

  constructor(readonly name = "tablet") {}

  tap(label: string, drafts: readonly Draft[], more: Partial<Kept> = {}): Entry[] {
    const made = drafts.map((draft): Kept => {
      this.#seq += 1;
      const entry: Entry = { id: `${this.name}-${this.#seq}`, device: this.name, seq: this.#seq, made_at: `2026-03-04T15:00:${String(this.#seq).padStart(2, "0")}.000Z`, base: [], ...draft };
      return { entry, visit: "v", tap: `${this.name}-tap-${this.#seq}`, label, state: "sent", ...more };
    });
    const tap = made[0]?.tap ?? null;
    this.kept.push(...made.map((each) => ({ ...each, tap })));
    return made.map((each) => each.entry);
  }

  get record() {
    return fold(this.kept.map((each) => each.entry));
  }
}

describe("touches", () => {
  it("begin a site whole: place, needle, technique and the needle that is in", () => {
    const tablet = new Tablet();

    tablet.tap("needle in", beginSite("n", choice));

    expect(tablet.record.sites[0]).toMatchObject({ needles_in: 1, needles_out: 0, twitch_count: null, values: { technique: "STATIC", position: "prone", grip: "flat" } });
    expect(tablet.record.sites[0]?.values).not.toHaveProperty("direction");
  });

  it("are all taken back one by one, twenty deep and more, the last one first", () => {
    const tablet = new Tablet();
    tablet.tap("needle in", beginSite("n", choice));
    for (let count = 0; count < 30; count += 1) tablet.tap("twitch", [{ needling: "n", field: "twitch", value: null }]);

    for (let left = 30; left >= 0; left -= 1) {
      const last = undoable(tablet.kept, "tablet")[0];
      expect(last?.label).toBe(left ? "twitch" : "needle in");
      tablet.tap("undone", undo(last as never).drafts);
      expect(tablet.record.sites[0]?.twitch_count ?? null).toBe(left > 1 ? left - 1 : null);
    }

    expect(tablet.record.sites).toEqual([]);
    expect(undoable(tablet.kept, "tablet")).toEqual([]);
  });

  it("of another device, and a signature, are not taken back here", () => {
    const tablet = new Tablet();
    tablet.tap("signature", [{ needling: null, field: "sign", value: NOWHERE }]);

    expect(undoable(tablet.kept, "tablet")).toEqual([]);
    expect(undoable(tablet.kept, "another")).toEqual([]);
  });

  it("that the server refused are withdrawn here and never named to it", () => {
    const tablet = new Tablet();
    const [refused] = tablet.tap("depth", [{ needling: "n", field: "depth_mm", value: 3000 }], { state: "refused" });

    expect(undo(undoable(tablet.kept, "tablet")[0] as never)).toEqual({ drafts: [], withdrawn: [refused?.id] });
  });

  it("replace what is seen, and a conflict is settled by naming both", () => {
    const [here, there] = [new Tablet("here"), new Tablet("there")];
    here.tap("needle in", beginSite("n", choice));
    const site = here.record.sites[0] as never;
    here.tap("depth", [set(site, "depth_mm", 20)]);
    there.tap("depth", [set(site, "depth_mm", 25)]);
    here.kept.push(...there.kept);

    const [conflict] = here.record.conflicts;
    expect(conflict?.choices.map((each) => each.value)).toEqual([25, 20]);
    here.tap("decided", [settle(conflict as never, 25)]);

    expect(here.record.conflicts).toEqual([]);
    expect(here.record.sites[0]?.values.depth_mm).toBe(25);
  });

  it("count needles over the visit, those of the page included, and find what is unbalanced", () => {
    const tablet = new Tablet();
    tablet.tap("needle in", beginSite("n", choice));

    expect(countOf(tablet.record, { needles_in: 2, needles_out: 2, sites: 1 })).toEqual({ needles_in: 3, needles_out: 2, sites: 2 });
    expect(unbalanced(tablet.record).map((site) => site.id)).toEqual(["n"]);
  });
});

describe("a needle left in place", () => {
  const tablet = new Tablet();
  tablet.tap("needle in", beginSite("n", choice));
  tablet.tap("dwell", [{ needling: "n", field: "dwell_min", value: 10 }]);

  it("is due when its time is over", () => {
    expect(dwells(tablet.record.sites, new Date("2026-03-04T15:10:05.999Z"))).toMatchObject([{ leftMs: 1, due: false }]);
    expect(dwells(tablet.record.sites, new Date("2026-03-04T15:10:06.000Z"))).toMatchObject([{ leftMs: 0, due: true }]);
  });

  it("is not timed once it is out", () => {
    const out = new Tablet("other");
    out.kept.push(...tablet.kept);
    out.tap("needle out", [{ needling: "n", field: "needle_out", value: 1 }]);

    expect(dwells(out.record.sites, new Date("2026-03-04T16:00:00.000Z"))).toEqual([]);
  });

  it("shows minutes and seconds, with a plus once it is over", () => {
    expect([clockText(600_000), clockText(59_001), clockText(-61_000)]).toEqual(["10:00", "1:00", "+1:01"]);
  });
});

describe("whether a needle may go in", () => {
  const now = new Date("2026-03-04T15:00:00.000Z");
  const document = { permitted: true, consent: { given: true }, signed: false, permitted_until: "2026-03-04T15:00:00.000Z" } as unknown as VisitDocument;

  it("is no for everything that does not say yes", () => {
    expect(mayNeedle(document, now)).toBe(true);
    expect(mayNeedle(null, now)).toBe(false);
    expect(mayNeedle({ ...document, permitted: false }, now)).toBe(false);
    expect(mayNeedle({ ...document, permitted: undefined } as never, now)).toBe(false);
    expect(mayNeedle({ ...document, signed: true }, now)).toBe(false);
    expect(mayNeedle({ ...document, consent: { ...document.consent, given: false } }, now)).toBe(false);
    expect(mayNeedle({ ...document, consent: undefined } as never, now)).toBe(false);
    expect(mayNeedle({ ...document, permitted_until: undefined } as never, now)).toBe(false);
    expect(mayNeedle(document, new Date(now.getTime() + 1))).toBe(false);
  });
});

describe("the PIN", () => {
  it("fits itself and nothing else, and is not kept in the clear", async () => {
    const kept = await makePin("4711", 1000);

    expect(await fits("4711", kept)).toBe(true);
    expect(await fits("4712", kept)).toBe(false);
    expect(new TextDecoder().decode(kept.hash)).not.toContain("4711");
    expect((await makePin("4711", 1000)).hash).not.toEqual(kept.hash);
  });

  it("is four to eight digits, and guessing becomes slow", () => {
    expect(["123", "1234", "12345678", "123456789", "12a4"].map((pin) => PIN_PATTERN.test(pin))).toEqual([false, true, true, false, false]);
    expect([0, 4, 5, 6, 20].map(waitMs)).toEqual([0, 0, 5_000, 10_000, 300_000]);
  });
});
