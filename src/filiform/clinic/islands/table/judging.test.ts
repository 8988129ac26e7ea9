import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Desk } from "./desk.ts";
import type { SiteConcern } from "./documents.ts";
import { fold } from "./fold.ts";
import type { TableSite } from "./fold.ts";
import { askedFor, guidance, isRefused } from "./judging.ts";
import { beginSite } from "./taps.ts";
import type { Reason } from "./entry.ts";

const concern = (code: string, lift: string, asked = true): SiteConcern => ({ code, title: `title ${code}`, reason: `reason ${code}`, lift, mark: "P", sources: [], note: "proposal, not yet signed off by a clinician", asked });
const place = { muscle: "soleus", trigger_point: null, side: "left" };
const needle = { diameter_mm: 0.25, length_mm: 25 };
let taps: [string, unknown][];
let desk: Desk;

const site = (reasons: Record<string, Reason> = {}): TableSite => {
  const drafts = [...beginSite("n", { site: place, needle, technique: "STATIC", path: { position: null, grip: null, direction: null } }), { needling: "n", field: "reasons" as const, value: reasons }];
  return fold(drafts.map((draft, at) => ({ id: `e${at}`, device: "d", seq: at + 1, made_at: "2026-03-04T15:00:00.000Z", base: [], ...draft }))).sites[0] as TableSite;
};

function makeDesk(concerns: SiteConcern[], standing: string, judged: object = {}): Desk {
  const site_cards = { concerns, limits: [{ mm: 15, words: "of the tip", basis: "no measured data", mark: "P" }], verdicts: [{ standing, concerns: concerns.map((_, at) => at) }], cards: { "soleus|soleus": { limit: 0, verdicts: [0] } }, one_side: { concern: concern("A17", "never"), sites: [] } };
  const catalogue = { muscles: [{ id: "soleus", points: [], sites: ["soleus"] }], sites: { soleus: { hazards: ["tibial nerve"], positions: [], grips: [], refused_directions: [], sources: [], marks: {} } }, lengths_mm: [25] };
  return { document: { site_cards, judged, obstacles: [] }, catalogue, record: fold([]), kept: [], opened: new Set(), typed: new Map(), redraw: vi.fn(), tap: (label: string, drafts: unknown) => (taps.push([label, drafts]), Promise.resolve()) } as unknown as Desk;
}

const shown = (parts: HTMLElement[]): HTMLElement => {
  document.body.replaceChildren(...parts);
  return document.body;
};
const write = (code: string, text: string): void => {
  const field = document.querySelector<HTMLInputElement>(`[data-key="why-${code}"]`) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input"));
};
const press = (key: string): void => document.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();

beforeEach(() => {
  taps = [];
});

describe("the guidance of a place", () => {
  it("says that it is refused, why, how deep at most with its mark, and what lies beside it", () => {
    desk = makeDesk([concern("S09", "never")], "refused");

    const text = shown(guidance(desk, place, needle)).textContent ?? "";

    expect(isRefused(desk, place, needle)).toBe(true);
    for (const words of ["Refused.", "S09 title S09", "Not deeper than 15 mm", "[P]", "proposal, not yet signed off", "Beside it: tibial nerve"]) expect(text).toContain(words);
  });

  it("says that there is none where this device has none", () => {
    desk = { ...makeDesk([], "permitted"), document: { ...makeDesk([], "permitted").document, site_cards: null } } as Desk;

    expect(shown(guidance(desk, place, needle)).textContent).toContain("No judgement of this site on this device.");
  });
});

describe("a reason", () => {
  it("is asked for what the card says, before the clinic is reached, and not for the rest", () => {
    desk = makeDesk([concern("S09", "never"), concern("A16", "never", false)], "refused");

    const text = shown(askedFor(desk, site())).textContent ?? "";

    expect(text).toContain("S09");
    expect(text).not.toContain("A16");
  });

  it("is asked for what the clinic judged, once it has", () => {
    desk = makeDesk([concern("S09", "never")], "refused", { n: { asked: [concern("S04", "reason")], concerns: [] } });

    const text = shown(askedFor(desk, site())).textContent ?? "";

    expect(text).toContain("S04");
    expect(text).not.toContain("S09");
  });

  it("is recorded beside those given before", () => {
    desk = makeDesk([concern("S10", "reason")], "needs reason");
    shown(askedFor(desk, site({ S05: { reason: "held", confirmed: false } })));

    write("S10", " a large body ");
    press("save-S10");

    expect(taps).toEqual([["reason for S10", [{ needling: "n", field: "reasons", value: { S05: { reason: "held", confirmed: false }, S10: { reason: "a large body", confirmed: false } }, base: ["e4"] }]]]);
  });

  it("that is empty, or wants a second confirmation, is not recorded", () => {
    desk = makeDesk([concern("S04", "reason and second confirmation")], "refused");
    shown(askedFor(desk, site()));

    press("save-S04");
    expect(document.body.textContent).toContain("Write a reason first.");
    write("S04", "measured");
    press("save-S04");
    expect(document.body.textContent).toContain("Confirm it a second time.");
    expect(taps).toEqual([]);

    press("confirm-S04");
    press("save-S04");
    expect(taps).toHaveLength(1);
  });

  it("that is half written is there again when the screen is drawn anew", () => {
    desk = makeDesk([concern("S10", "reason")], "needs reason");
    shown(askedFor(desk, site()));
    write("S10", "a lar");

    shown(askedFor(desk, site()));

    expect(document.querySelector<HTMLInputElement>("[data-key=why-S10]")?.value).toBe("a lar");
  });

  it("that was given is read back and can be changed", () => {
    desk = makeDesk([concern("S09", "never")], "refused");
    const explained = site({ S09: { reason: "wrong tray", confirmed: false } });

    expect(shown(askedFor(desk, explained)).textContent).toContain("Deviation reported: “wrong tray”");
    press("change-n-S09");

    shown(askedFor(desk, explained));
    expect(document.querySelector<HTMLInputElement>("[data-key=why-S09]")?.value).toBe("wrong tray");
  });
});
