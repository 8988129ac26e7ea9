import { describe, expect, test } from "vitest";
import { areasOf, keyOfElement } from "./charts.ts";
import { QUALITIES, type Mark, type Marks } from "./marks.ts";
import { showHighlight, showMarks } from "./overlay.ts";
import { areaIn, chartOf } from "./small-body.fixture.ts";

const KNEE: Mark = { area: "knee", side: "left", intensity: 4, quality: ["sharp", "numb"] };

const marked = (...marks: Mark[]): Marks => new Map(marks.map((mark) => [`${mark.area}.${mark.side}`, mark]));

const withAttribute = (chart: Element, name: string): Record<string, string | null> =>
  Object.fromEntries(
    areasOf(chart)
      .filter((area) => area.hasAttribute(name))
      .map((area) => [keyOfElement(area), area.getAttribute(name)]),
  );

const hatches = (chart: Element): Element[] => [...chart.querySelectorAll(".hatch")];

describe("marks on a chart", () => {
  test("a mark shows its strength on its own side alone", () => {
    const chart = chartOf("front");

    showMarks(chart, marked(KNEE));

    expect(withAttribute(chart, "data-intensity")).toEqual({ "knee.left": "4" });
  });

  test("each quality is a pattern in the shape of the area, for the eyes alone", () => {
    const chart = chartOf("front");

    showMarks(chart, marked(KNEE));

    expect(hatches(chart).map((hatch) => hatch.getAttribute("data-quality")).sort()).toEqual(["numb", "sharp"]);
    for (const hatch of hatches(chart)) {
      expect(hatch.getAttribute("d")).toBe("M knee left");
      expect(hatch.getAttribute("aria-hidden")).toBe("true");
    }
  });

  test("each pattern is drawn in the page once, however many charts refer to it", () => {
    const charts = [chartOf("front"), chartOf("front")];

    for (const chart of charts) showMarks(chart, marked({ ...KNEE, quality: [...QUALITIES] }));

    const patterns = [...document.querySelectorAll("pattern")].map((pattern) => `url(#${pattern.id})`);
    for (const chart of charts) {
      const fills = hatches(chart).map((hatch) => hatch.getAttribute("fill"));
      expect(fills.sort()).toEqual(patterns.sort());
      expect(new Set(fills).size).toBe(QUALITIES.length);
    }
  });

  test("a pattern lies on its area and is not an area itself", () => {
    const chart = chartOf("front");

    showMarks(chart, marked({ ...KNEE, quality: ["sharp"] }));

    expect(areaIn(chart, "knee.left").nextElementSibling).toBe(hatches(chart)[0]);
    expect(areasOf(chart)).toHaveLength(5);
  });

  test("showing the same marks again piles nothing up", () => {
    const chart = chartOf("front");

    showMarks(chart, marked(KNEE));
    showMarks(chart, marked(KNEE));

    expect(hatches(chart)).toHaveLength(2);
  });

  test("a mark that is gone leaves neither strength nor pattern", () => {
    const chart = chartOf("front");
    showMarks(chart, marked(KNEE));

    showMarks(chart, marked());

    expect(withAttribute(chart, "data-intensity")).toEqual({});
    expect(hatches(chart)).toEqual([]);
  });

  test("marks of other charts are passed over", () => {
    const chart = chartOf("back");

    showMarks(chart, marked(KNEE));

    expect(withAttribute(chart, "data-intensity")).toEqual({});
  });
});

describe("what a trigger point explains", () => {
  test("its areas are lifted to their levels, three where none is given", () => {
    const chart = chartOf("front");

    showHighlight(chart, [{ area: "knee", side: "left", level: 5 }, { area: "breastbone", side: "midline" }]);

    expect(withAttribute(chart, "data-level")).toEqual({ "knee.left": "5", "breastbone.midline": "3" });
    expect(chart.classList.contains("is-explaining")).toBe(true);
  });

  test("the next one takes over from the one before", () => {
    const chart = chartOf("front");
    showHighlight(chart, [{ area: "knee", side: "left", level: 5 }]);

    showHighlight(chart, [{ area: "knee", side: "right", level: 1 }]);

    expect(withAttribute(chart, "data-level")).toEqual({ "knee.right": "1" });
  });

  test("an empty list puts everything back", () => {
    const chart = chartOf("front");
    showHighlight(chart, [{ area: "knee", side: "left", level: 5 }]);

    showHighlight(chart, []);

    expect(withAttribute(chart, "data-level")).toEqual({});
    expect(chart.classList.contains("is-explaining")).toBe(false);
  });

  test("a chart that shows none of its areas still steps back", () => {
    const chart = chartOf("back");

    showHighlight(chart, [{ area: "knee", side: "left" }]);

    expect(chart.classList.contains("is-explaining")).toBe(true);
    expect(withAttribute(chart, "data-level")).toEqual({});
  });

  test("the marks stay while areas are lifted", () => {
    const chart = chartOf("front");
    showMarks(chart, marked(KNEE));

    showHighlight(chart, [{ area: "knee", side: "right" }]);

    expect(withAttribute(chart, "data-intensity")).toEqual({ "knee.left": "4" });
  });
});
