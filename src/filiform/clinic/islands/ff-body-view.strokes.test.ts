// A drawing with strokes, opened again: the charts show what was painted, not the areas it lies in.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Places } from "./chart-places.ts";
import "./ff-body-view.ts";
import { areaIn, serveCharts, settled, smallBody } from "./small-body.fixture.ts";
import { smallSkin } from "./small-skin.fixture.ts";
import { strokeAsJson, strokeOf } from "./strokes.ts";

const strip: Places = {
  topology: smallSkin.topology,
  vertices: Uint16Array.of(0, 1, 2),
  x: Float64Array.of(20, 30, 40),
  y: Float64Array.of(50, 50, 50),
};
let served: Places | null;

vi.mock("./skin.ts", async (original) => ({ ...(await original<object>()), loadSkin: async () => smallSkin }));
vi.mock("./chart-places.ts", async (original) => ({
  ...(await original<object>()),
  loadPlaces: async () => served ?? Promise.reject(new Error("no places")),
}));

beforeEach(() => {
  served = strip;
  serveCharts();
  HTMLCanvasElement.prototype.getContext = () => null;
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const STROKE = strokeAsJson(strokeOf(new Map([[0, 1], [1, 1]]), { intensity: 7, quality: ["numb"] })!);
const BREAST = { area: "breastbone", side: "midline", intensity: 3, quality: [] };
const KNEE = { area: "knee", side: "left", intensity: 7, quality: ["numb"] };

async function view(drawing: object): Promise<HTMLElement> {
  const { charts, areas } = smallBody("front", "back");
  const surface = { topology: smallSkin.topology, script: "", skin: "", borders: "", shapes: [], painted: 0.5, painful: { share: 0.1, m2: 4e-4 } };
  const data = { areas, surface, charts: charts.map((chart) => ({ ...chart, places: `${chart.src}.json` })) };
  const script = (id: string, content: object): string => `<script type="application/json" id="${id}">${JSON.stringify(content)}</script>`;
  document.body.innerHTML = `${script("data", data)}${script("marks", { marks: [BREAST, KNEE] })}${script("layers", { drawing, before: null, sites: [] })}
    <ff-body-view data="data" marks="marks" layers="layers"></ff-body-view>`;
  for (let turn = 0; turn < 6; turn += 1) await settled();
  return document.querySelector("ff-body-view") as HTMLElement;
}

const painted = (shown: HTMLElement): (string | null)[] => [...shown.querySelectorAll(".paint .painted")].map((path) => path.getAttribute("data-intensity"));

test("strokes are shown on every chart that shows their skin, and marked areas beside them", async () => {
  const shown = await view({ topology: "surface-test", strokes: [STROKE], marks: [BREAST] });

  expect(painted(shown)).toEqual(["7", "7"]);
  expect(areaIn(shown, "knee.left").hasAttribute("data-intensity")).toBe(false);
  expect(areaIn(shown, "breastbone.midline").getAttribute("data-intensity")).toBe("3");
});

test("where the places do not come, the areas that hurt are shown instead", async () => {
  served = null;

  const shown = await view({ topology: "surface-test", strokes: [STROKE], marks: [BREAST] });

  expect(painted(shown)).toEqual([]);
  expect(areaIn(shown, "knee.left").getAttribute("data-intensity")).toBe("7");
});

test("strokes of another surface are shown by their areas", async () => {
  const shown = await view({ topology: "surface-0", strokes: [STROKE], marks: [BREAST] });

  expect(painted(shown)).toEqual([]);
  expect(areaIn(shown, "knee.left").getAttribute("data-intensity")).toBe("7");
});

test("a drawing of marked areas alone has no paint", async () => {
  const shown = await view({ marks: [BREAST, KNEE] });

  expect(shown.querySelector(".paint")).toBeNull();
  expect(areaIn(shown, "knee.left").getAttribute("data-intensity")).toBe("7");
});
