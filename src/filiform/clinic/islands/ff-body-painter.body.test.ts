// The painter with a 3D body beside its charts; the body itself is a stand-in without graphics.

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { BodyElement, Layers } from "./body-element.ts";
import { button, choose, field, keys, list, note, onAFreshPage, painter, stroke } from "./painter-page.fixture.ts";
import { answer, serveCharts, settled, smallBody } from "./small-body.fixture.ts";
import { smallSkin } from "./small-skin.fixture.ts";

let refuses: boolean;

class StandIn extends HTMLElement implements BodyElement {
  tool: BodyElement["tool"] = null;
  layers: Layers | null = null;
  zoomed = 0;

  async open(): Promise<void> {
    if (refuses) throw new Error("no graphics");
  }

  show(layers: Layers): void {
    this.layers = layers;
  }

  showMuscles(): void {}

  zoomBy(step: number): void {
    this.zoomed += step;
  }
}
customElements.define("ff-body", StandIn);

vi.mock("./skin.ts", async (original) => ({ ...(await original<object>()), loadSkin: async () => smallSkin }));

onAFreshPage();

beforeEach(() => {
  refuses = false;
  localStorage.clear();
  serveCharts((view) => (view === "figure.glb" ? Promise.resolve({ ...answer(""), arrayBuffer: async () => new ArrayBuffer(0) } as Response) : null));
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  HTMLCanvasElement.prototype.getContext = (() => ({ getExtension: () => null })) as never;
});

const SURFACE = {
  topology: smallSkin.topology,
  script: "data:text/javascript,export{}",
  skin: "/skin.json",
  borders: "/borders.json",
  shapes: [{ id: "figure", label: "Figure", src: "/figure.glb" }],
  painted: 0.5,
  painful: { share: 0.1, m2: 4e-4 },
};

const page = (value?: string): Promise<HTMLElement> => painter(value, { ...smallBody("front", "back"), surface: SURFACE });
const body = (): StandIn => document.querySelector("ff-body") as StandIn;
const view = (): string | undefined => document.querySelector<HTMLElement>(".painter")?.dataset["view"];

async function openBody(): Promise<void> {
  button("3D body").click();
  for (let turn = 0; turn < 5; turn += 1) await settled();
}

function paint(...vertices: number[]): void {
  const touched = new Map(vertices.map((vertex) => [vertex, 1]));
  body().dispatchEvent(new CustomEvent("ff-body-stroke", { bubbles: true, detail: touched }));
}

const strokes = (): object[] => (JSON.parse(field() ?? "") as { strokes?: object[] }).strokes ?? [];
const listed = (): (string | null)[] =>
  [...document.querySelectorAll(".painter__marked li")].map((row) => row.getAttribute("data-key"));

describe("the switch", () => {
  test("opens the body on demand, remembers it, and goes back to the charts", async () => {
    await page();
    expect(body()).toBeNull();

    await openBody();
    expect(view()).toBe("body");
    expect(localStorage.getItem("filiform-body-view")).toBe("3d");

    button("Charts").click();
    expect(view()).toBe("charts");
    expect(localStorage.getItem("filiform-body-view")).toBe("charts");
  });

  test("is not there without WebGL", async () => {
    HTMLCanvasElement.prototype.getContext = () => null;

    await page();

    expect(() => button("3D body")).toThrow();
  });

  test("leads back by itself when the body cannot be shown, and says that nothing is lost", async () => {
    refuses = true;
    await page();
    stroke("knee.left");

    await openBody();

    expect(view()).toBe("charts");
    expect(body()).toBeNull();
    expect(document.querySelector(".painter__main > .painter__note")?.textContent).toContain("Your marks are kept");
    expect(keys()).toEqual(["knee.left"]);
  });

  test("is not turned by what was chosen before on a phone", async () => {
    localStorage.setItem("filiform-body-view", "3d");
    vi.stubGlobal("matchMedia", () => ({ matches: true }));

    await page();

    expect(body()).toBeNull();
  });
});

describe("one truth", () => {
  test("a stroke on the body is one step, with the brush in hand, listed at once", async () => {
    await page();
    await openBody();
    choose("8");
    choose("burning");

    paint(0, 1, 2);

    expect(strokes()).toMatchObject([{ intensity: 8, quality: ["burning"] }]);
    expect(listed()).toEqual(["knee.left"]);
    button("Undo").click();
    expect(strokes()).toEqual([]);
    button("Redo").click();
    expect(listed()).toEqual(["knee.left"]);
  });

  test("what is painted on a chart shows on the body, and the other way round", async () => {
    await page();
    await openBody();
    stroke("knee.right");
    paint(0, 1);

    expect([...(body().layers?.drawing.marks.keys() ?? [])]).toEqual(["knee.right"]);
    // The charts lie behind the body and follow before they are printed.
    window.dispatchEvent(new Event("beforeprint"));
    expect(document.querySelector('.area[data-area="knee"][data-side="left"]')?.getAttribute("data-intensity")).toBe("5");
  });

  test("whoever turns back to the charts at once finds them up to date", async () => {
    await page();
    await openBody();
    stroke("knee.right");
    paint(0, 1);

    button("Charts").click();

    expect(document.querySelector('.area[data-area="knee"][data-side="left"]')?.getAttribute("data-intensity")).toBe("5");
  });

  test("removing or changing a listed area changes its strokes", async () => {
    await page();
    await openBody();
    paint(0, 1);

    list("knee.left", "9");
    expect(strokes()).toMatchObject([{ intensity: 9 }]);
    list("knee.left", "");
    expect(field()).toBe('{"marks":[]}');
  });

  test("the rubber takes paint away", async () => {
    await page();
    await openBody();
    paint(0, 1);
    choose("erase");

    paint(0, 1);

    expect(strokes()).toEqual([]);
  });

  test("strokes in the field are read with the table of the skin", async () => {
    await page();
    await openBody();
    paint(0, 1);
    const text = field();

    await page(text);
    await settled();

    expect(field()).toBe(text);
    expect(listed()).toEqual(["knee.left"]);
    expect(note()).toBe("");
  });

  test("zoom goes to what is open", async () => {
    await page();
    await openBody();

    button("Zoom in").click();
    button("Charts").click();
    button("Zoom in").click();

    expect(body().zoomed).toBe(1);
  });
});

test("in the language of the page the switch, its tools and its excuse are in it", async () => {
  refuses = true;
  const strings = {
    Charts: "Bilder",
    "3D body": "3D-Körper",
    "Paint on": "Malen auf",
    "I paint with my left hand": "Ich male mit der linken Hand",
    "The 3D body could not be shown. Your marks are kept; paint on the charts.": "Kein 3D-Körper.",
  };
  await painter(undefined, { ...smallBody("front", "back"), surface: SURFACE, strings });

  button("3D-Körper").click();
  for (let turn = 0; turn < 5; turn += 1) await settled();

  expect(button("Bilder").getAttribute("aria-pressed")).toBe("true");
  expect(document.querySelector(".painter__switch")?.getAttribute("aria-label")).toBe("Malen auf");
  expect(document.querySelector(".painter__hand")?.textContent).toBe("Ich male mit der linken Hand");
  expect([...document.querySelectorAll(".painter__note")].map((each) => each.textContent)).toContain("Kein 3D-Körper.");
});
