import { describe, expect, it } from "vitest";
import type { Catalogue, SiteCards, SiteConcern, VisitDocument } from "./documents.ts";
import { fold } from "./fold.ts";
import { cardsAt, pathAsGuided, secondSide, sitesAt } from "./sites.ts";
import { beginSite } from "./taps.ts";

const guidance = (more: object): object => ({ positions: ["prone", "side_lying"], grips: ["pincer"], directions: ["in_fold"], hazards: ["lung"], ...more });
const catalogue = {
  muscles: [{ id: "trapezius_upper", points: [{ id: "trapezius_upper.trp1", sites: ["upper"] }], sites: ["upper", "lower"] }],
  sites: { upper: guidance({}), lower: guidance({ positions: ["supine"] }) },
  lengths_mm: [25, 40],
} as unknown as Catalogue;
const concern = (code: string): SiteConcern => ({ code, title: code, reason: "", lift: "reason", mark: "P", sources: [], note: "" });
const cards: SiteCards = {
  concerns: [concern("S09"), concern("S10")],
  limits: [{ mm: 15, words: "", basis: "", mark: "P" }],
  verdicts: [
    { standing: "permitted", concerns: [] },
    { standing: "refused", concerns: [0, 1] },
  ],
  cards: { "upper|trapezius_upper": { limit: 0, verdicts: [0, 1] }, "lower|trapezius_upper": { limit: 0, verdicts: [1, 1] } },
  one_side: { concern: concern("A17"), sites: ["upper"] },
};
const visit = { site_cards: cards } as unknown as VisitDocument;
const site = { muscle: "trapezius_upper", trigger_point: "trapezius_upper.trp1", side: "left" };
const needle = (length_mm: number) => ({ diameter_mm: 0.25, length_mm });
const recorded = (side: string, position: string | null = null) =>
  fold(
    beginSite("n", { site: { ...site, side }, needle: needle(25), technique: "STATIC", path: { position, grip: null, direction: null } }).map((draft, place) => ({ id: `e${place}`, device: "d", seq: place + 1, made_at: "2026-03-04T15:00:00.000Z", base: [], ...draft })),
  );

describe("the cards of a place", () => {
  it.each([
    [13, "permitted"],
    [25, "permitted"],
    [30, "refused"],
    [40, "refused"],
    [100, "refused"],
  ])("stand for a needle of %i mm as the next longer one that was judged: %s", (length, standing) => {
    expect(cardsAt(visit, catalogue, site, needle(length)).map((card) => card.standing)).toEqual([standing]);
  });

  it("are those of every part where no point is named", () => {
    expect(cardsAt(visit, catalogue, { ...site, trigger_point: null }, needle(25)).map((card) => card.standing)).toEqual(["permitted", "refused"]);
  });

  it("are none where the device has none, and none is not a permission", () => {
    expect(cardsAt({ ...visit, site_cards: null }, catalogue, site, needle(25))).toEqual([]);
    expect(sitesAt(catalogue, { ...site, muscle: "unknown", trigger_point: null })).toEqual([]);
  });
});

describe("the second side", () => {
  it("of the same kind of site is spoken against, once the first is needled", () => {
    expect(secondSide(visit, catalogue, recorded("right"), site)).toEqual([cards.one_side.concern]);
  });

  it("is not spoken of for the same side again, or where no site is recorded", () => {
    expect(secondSide(visit, catalogue, recorded("left"), site)).toEqual([]);
    expect(secondSide(visit, catalogue, fold([]), site)).toEqual([]);
  });
});

describe("the path of a new site", () => {
  it("starts as its guidance has it", () => {
    expect(pathAsGuided(catalogue, fold([]), site)).toEqual({ position: "prone", grip: "pincer", direction: "in_fold" });
  });

  it("keeps the position in which the person lies, where the guidance allows it", () => {
    expect(pathAsGuided(catalogue, recorded("left", "side_lying"), site).position).toBe("side_lying");
    expect(pathAsGuided(catalogue, recorded("left", "supine"), site).position).toBe("prone");
  });
});
