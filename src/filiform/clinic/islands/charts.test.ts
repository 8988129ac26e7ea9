import { afterEach, describe, expect, test, vi } from "vitest";
import { areasOf, keyOfElement, loadChart, nameOf, placeOf, readData, speak, type ChartSource } from "./charts.ts";
import { answer, areaIn, chartOf, serveCharts, smallBody } from "./small-body.fixture.ts";
import { sayer } from "./words.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const front = (): ChartSource => smallBody("front").charts[0] as ChartSource;

describe("loading a chart", () => {
  test("a chart is fetched once and each caller gets a copy of its own", async () => {
    const source = front();
    const fetched = serveCharts();

    const [one, two] = await Promise.all([loadChart(source), loadChart(source)]);
    areaIn(one, "knee.left").setAttribute("data-intensity", "9");
    const three = await loadChart(source);

    expect(fetched).toEqual([source.src]);
    expect(areaIn(two, "knee.left").hasAttribute("data-intensity")).toBe(false);
    expect(areaIn(three, "knee.left").hasAttribute("data-intensity")).toBe(false);
  });

  test("two charts are two fetches", async () => {
    const [one, two] = smallBody("front", "back").charts as [ChartSource, ChartSource];
    const fetched = serveCharts();

    const charts = [await loadChart(one), await loadChart(two)];

    expect(fetched).toEqual([one.src, two.src]);
    expect(charts.map((chart) => areasOf(chart).length)).toEqual([5, 1]);
  });

  test("a refused chart says which it was and what came", async () => {
    serveCharts(async () => answer("gone", 404));

    await expect(loadChart(front())).rejects.toThrow("chart front: status 404");
  });

  test("what is not a picture is refused", async () => {
    serveCharts(async () => answer("<html><body>Sign in</body></html>"));

    await expect(loadChart(front())).rejects.toThrow("chart front: not an SVG");
  });

  test("a chart that failed is fetched again the next time", async () => {
    const source = front();
    serveCharts(async () => answer("", 503));
    await loadChart(source).catch(() => undefined);
    const fetched = serveCharts();

    const chart = await loadChart(source);

    expect(fetched).toEqual([source.src]);
    expect(areasOf(chart)).toHaveLength(5);
  });
});

describe("places on a chart", () => {
  test("the title inside an area belongs to the area", () => {
    const title = areaIn(chartOf("front"), "knee.left").querySelector("title");

    expect(placeOf(title)).toEqual({ area: "knee", side: "left" });
  });

  test("beside every area there is no place", () => {
    expect(placeOf(chartOf("front"))).toBeNull();
    expect(placeOf(null)).toBeNull();
  });

  test.each(["", "both"])("an area with the side %j is no place", (side) => {
    const area = areaIn(chartOf("front"), "knee.left");

    area.setAttribute("data-side", side);

    expect(placeOf(area)).toBeNull();
  });

  test("only areas are areas: lines and patterns drawn over them are not", () => {
    const chart = chartOf("back");
    const line = chart.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));

    line.setAttribute("class", "hatch");
    line.setAttribute("data-area", "neck");

    expect(areasOf(chart).map(keyOfElement)).toEqual(["neck.midline"]);
  });
});

describe("names of areas", () => {
  const { areas } = smallBody();

  test("an area is named with its side", () => {
    expect(nameOf(areas, { area: "knee", side: "right" }, sayer())).toBe("Front of the knee, right");
  });

  test("in the midline there is no side to name", () => {
    expect(nameOf(areas, { area: "neck", side: "midline" }, sayer())).toBe("Back of the neck");
  });

  test("an area that nobody named is called by its key", () => {
    expect(nameOf(areas, { area: "tail", side: "midline" }, sayer())).toBe("tail");
  });
});

describe("a chart in the language of the page", () => {
  const say = sayer({ "{name}, left": "{name}, links", LEFT: "LINKS" });
  const areas = smallBody().areas.map((entry) => (entry.id === "knee" ? { ...entry, label: "Knie" } : entry));

  test("names itself and its areas", () => {
    const chart = chartOf("front");

    speak(chart, "Von vorne", areas, say);

    expect(chart.getAttribute("aria-label")).toBe("Von vorne");
    expect(areaIn(chart, "knee.left").querySelector("title")?.textContent).toBe("Knie, links");
  });

  test("prints the sides in its language, and leaves any other print alone", () => {
    const chart = chartOf("front");
    for (const printed of ["LEFT", "scale"]) {
      const label = chart.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "text"));
      label.setAttribute("class", "side-label");
      label.textContent = printed;
    }

    speak(chart, "Von vorne", areas, say);

    expect([...chart.querySelectorAll(".side-label")].map((label) => label.textContent)).toEqual(["LINKS", "scale"]);
  });
});

describe("data on the page", () => {
  test("the JSON of a script tag is read", () => {
    document.body.innerHTML = '<script type="application/json" id="data">{"areas":[1]}</script>';

    expect(readData("data")).toEqual({ areas: [1] });
  });

  test.each([null, "elsewhere"])("without data at %j the mistake is named", (id) => {
    expect(() => readData(id)).toThrow(`no data with the id ${id}`);
  });
});
