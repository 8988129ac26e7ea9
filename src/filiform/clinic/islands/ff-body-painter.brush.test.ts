// The brush on the flat charts; the skin is a strip of eleven vertices, ten units apart.

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { BodyData } from "./charts.ts";
import type { Places } from "./chart-places.ts";
import { area, button, choose, field, holder, keys, list, live, note, onAFreshPage, openView, painter, stroke, told } from "./painter-page.fixture.ts";
import { settled, smallBody } from "./small-body.fixture.ts";
import { smallSkin } from "./small-skin.fixture.ts";

const strip: Places = {
  topology: smallSkin.topology,
  vertices: Uint16Array.from({ length: 11 }, (_, vertex) => vertex),
  x: Float64Array.from({ length: 11 }, (_, vertex) => 10 * vertex),
  y: new Float64Array(11).fill(100),
};
let served: Places | null;
let skinComes: Promise<void>;

vi.mock("./skin.ts", async (original) => ({ ...(await original<object>()), loadSkin: () => skinComes.then(() => smallSkin) }));
vi.mock("./chart-places.ts", async (original) => ({
  ...(await original<object>()),
  loadPlaces: async () => served ?? Promise.reject(new Error("no places")),
}));

onAFreshPage();

beforeEach(() => {
  served = strip;
  skinComes = Promise.resolve();
  localStorage.clear();
  // On this screen a unit of the chart is a pixel.
  const same = { inverse: () => same } as unknown as DOMMatrix;
  (SVGElement.prototype as SVGGraphicsElement).getScreenCTM = () => same;
  vi.stubGlobal("DOMPoint", class {
    constructor(readonly x: number, readonly y: number) {}
    matrixTransform(): this {
      return this;
    }
  });
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => {
    work();
    return 0;
  });
  HTMLCanvasElement.prototype.getContext = () => null;
});

const SURFACE = {
  topology: smallSkin.topology,
  script: "",
  skin: "/skin.json",
  borders: "/borders.json",
  shapes: [],
  painted: 0.5,
  painful: { share: 0.1, m2: 4e-4 },
};

async function page(value?: string): Promise<void> {
  const { charts, areas } = smallBody("front", "back", "hand");
  const data: BodyData = {
    charts: charts.map((chart) => (chart.view === "hand" ? chart : { ...chart, places: `${chart.src}.json` })),
    areas: [...areas, { id: "chest", label: "Chest", region: "chest", midline: true }],
    surface: SURFACE,
  };
  await painter(value, data);
  for (let turn = 0; turn < 4; turn += 1) await settled();
}

async function brush(): Promise<void> {
  button("Brush").click();
  for (let turn = 0; turn < 4; turn += 1) await settled();
}

interface Hand {
  readonly kind?: string;
  readonly id?: number;
  readonly pressure?: number;
  readonly ms?: number;
}

function send(name: string, x: number, { kind = "mouse", id = 1, pressure = 0.5, ms = 10_000 }: Hand = {}): void {
  const event = new PointerEvent(`pointer${name}`, { bubbles: true, pointerId: id, pointerType: kind, clientX: x, clientY: 100, pressure });
  Object.defineProperty(event, "timeStamp", { value: ms });
  document.elementFromPoint = () => area("knee.left");
  area("knee.left").dispatchEvent(event);
}

function drag(from: number, to: number, hand: Hand = {}): void {
  send("down", from, hand);
  for (const share of [0.5, 1]) send("move", from + (to - from) * share, hand);
  send("up", to, hand);
}

interface Document {
  readonly topology?: string;
  readonly strokes?: { vertices: string; weights: string; intensity: number; quality: string[] }[];
}
const sent = (): Document => JSON.parse(field() ?? "") as Document;
const strokes = (): NonNullable<Document["strokes"]> => sent().strokes ?? [];
const listed = (): (string | undefined)[] => [...document.querySelectorAll<HTMLElement>(".painter__marked li")].map((row) => row.dataset["key"]);
const shown = (): (string | null)[] => [...document.querySelectorAll(".paint .painted")].map((path) => path.getAttribute("data-intensity"));

describe("the choice", () => {
  test("begins with whole areas, for touch, keyboard and list", async () => {
    await page();

    stroke("knee.left");

    expect(button("Whole areas").getAttribute("aria-pressed")).toBe("true");
    expect(keys()).toEqual(["knee.left"]);
    expect(strokes()).toEqual([]);
  });

  test("is said to the style sheet and to whoever listens", async () => {
    await page();

    await brush();

    expect(document.querySelector<HTMLElement>(".painter")?.dataset["way"]).toBe("brush");
    expect(button("Brush").getAttribute("aria-pressed")).toBe("true");
    expect(button("Whole areas").getAttribute("aria-pressed")).toBe("false");
  });

  test("is not there where no surface is known", async () => {
    await painter();

    expect(() => button("Brush")).toThrow();
  });

  test("leads back by itself when the brush cannot be loaded, and says that nothing is lost", async () => {
    served = null;
    await page();
    stroke("knee.left");

    await brush();

    expect(button("Whole areas").getAttribute("aria-pressed")).toBe("true");
    expect(document.querySelector(".painter__ways .painter__note")?.textContent).toContain("Your marks are kept");
    expect(keys()).toEqual(["knee.left"]);
  });

  test("marks no whole area while the brush is on its way", async () => {
    const faults = vi.fn();
    window.addEventListener("error", faults);
    skinComes = new Promise(() => undefined);
    await page();
    await brush();

    drag(0, 20);
    window.removeEventListener("error", faults);

    expect(holder().getAttribute("aria-busy")).toBe("true");
    expect(told).toEqual([]);
    expect(area("knee.left").hasAttribute("data-intensity")).toBe(false);
    expect(faults).not.toHaveBeenCalled();
  });

  test("leads back as well when only the next chart cannot be painted, instead of swallowing strokes", async () => {
    await page();
    await brush();
    served = null;

    await openView("Seen: back");
    await settled();

    expect(button("Whole areas").getAttribute("aria-pressed")).toBe("true");
    expect(document.querySelector(".painter__ways .painter__note")?.textContent).toContain("could not be loaded");
    expect(holder().hasAttribute("aria-busy")).toBe(false);
  });

  test("leads back from places of another surface: they would paint other skin", async () => {
    served = { ...strip, topology: "surface-0" };
    await page();

    await brush();
    drag(0, 20);

    expect(strokes()).toEqual([]);
  });

  test("a key marks the whole area with the brush in hand as well", async () => {
    await page();
    await brush();

    area("knee.left").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));

    expect(keys()).toEqual(["knee.left"]);
  });

  test("on a chart without skin the brush marks whole areas", async () => {
    await page();
    await brush();
    await openView("Seen: hand");

    stroke("thumb.left");

    expect(keys()).toEqual(["thumb.left"]);
  });
});

describe("one stroke of the brush", () => {
  beforeEach(async () => {
    await page();
    await brush();
  });

  test("is a stroke on the skin, with the brush in hand, listed and shown at once", () => {
    choose("8");
    choose("burning");

    drag(0, 30);

    expect(sent().topology).toBe(smallSkin.topology);
    expect(strokes()).toMatchObject([{ intensity: 8, quality: ["burning"] }]);
    expect(listed()).toEqual(["knee.left"]);
    expect(shown()).toEqual(["8"]);
    expect(live()).toBe("Marked Front of the knee, left.");
  });

  test("shows while it is made and reaches the field only when it ends", () => {
    send("down", 0);
    send("move", 30);

    expect(shown()).toEqual(["5"]);
    expect(strokes()).toEqual([]);
    expect(told).toEqual([]);
  });

  test("fills no whole area: the chart shows what was painted", () => {
    drag(0, 10);

    expect(area("knee.left").hasAttribute("data-intensity")).toBe(false);
    expect(area("knee.left").getAttribute("aria-pressed")).toBe("true");
  });

  test("leaves no gap, however quick the hand", () => {
    drag(0, 100);

    expect(atob(strokes()[0]!.vertices)).toHaveLength(11);
    expect([...atob(strokes()[0]!.weights)].every((weight) => weight === "\xff")).toBe(true);
  });

  test("is undone and done again as one", () => {
    drag(0, 30);
    const painted = strokes();

    button("Undo").click();
    const undone = [strokes(), shown()];
    button("Redo").click();

    expect(undone).toEqual([[], []]);
    expect(strokes()).toEqual(painted);
  });

  test("is wider where a pen presses harder, and with a broad brush", () => {
    const reach = (hand: Hand, width: string): number => {
      choose(width);
      drag(50, 50, { kind: "pen", ...hand });
      const count = atob(strokes()[0]!.vertices).length;
      button("Undo").click();
      return count;
    };

    const [light, hard, broad, fine] = [reach({ pressure: 0.1 }, "medium"), reach({ pressure: 1 }, "medium"), reach({ pressure: 1 }, "broad"), reach({ pressure: 1 }, "fine")];

    expect(hard).toBeGreaterThan(light);
    expect(broad).toBeGreaterThan(hard);
    expect(fine).toBeLessThan(hard);
  });

  test("is narrower on the skin when the chart is enlarged: its size on the screen stays", () => {
    drag(50, 50);
    const whole = atob(strokes()[0]!.vertices).length;
    button("Undo").click();
    button("Zoom in").click();
    button("Zoom in").click();

    drag(50, 50);

    expect(atob(strokes()[0]!.vertices).length).toBeLessThan(whole);
  });

  test("is forgotten when a second finger comes: two fingers zoom", () => {
    send("down", 0, { kind: "touch", id: 1 });
    send("move", 20, { kind: "touch", id: 1 });
    send("down", 80, { kind: "touch", id: 2 });
    send("move", 40, { kind: "touch", id: 1 });
    send("up", 40, { kind: "touch", id: 1 });
    send("up", 80, { kind: "touch", id: 2 });

    expect(told).toEqual([]);
    expect(shown()).toEqual([]);
  });

  test("of a palm is taken back when its pen comes, and cannot be redone", () => {
    drag(80, 100, { kind: "touch", id: 1, ms: 10_000 });
    const palm = strokes().length;

    drag(0, 20, { kind: "pen", id: 2, ms: 10_300 });

    expect(palm).toBe(1);
    expect(strokes()).toHaveLength(1);
    expect(listed()).toEqual(["knee.left"]);
    button("Undo").click();
    expect(button("Undo").disabled).toBe(true);
  });

  test("made before a palm that painted nothing is not taken back", () => {
    drag(0, 20);
    choose("erase");
    drag(80, 100, { kind: "touch", id: 1, ms: 10_000 });
    choose("paint");

    send("move", 0, { kind: "pen", id: 2, ms: 10_300 });

    expect(strokes()).toHaveLength(1);
  });
});

describe("the rubber", () => {
  test("takes paint away where it goes, and shows so while it goes", async () => {
    await page();
    await brush();
    drag(0, 100);
    choose("erase");

    send("down", 0);
    send("move", 100);
    const meanwhile = shown();
    send("up", 100);

    expect(meanwhile).toEqual([]);
    expect(strokes()).toEqual([]);
  });

  test("cuts into an area that was marked whole", async () => {
    await page();
    stroke("knee.left");
    await brush();
    choose("erase");

    drag(0, 0);

    expect(keys()).toEqual([]);
    expect(strokes()).toHaveLength(1);
    expect(area("knee.left").hasAttribute("data-intensity")).toBe(false);
  });
});

describe("a drawing with strokes", () => {
  async function painted(): Promise<string> {
    await page();
    await brush();
    drag(0, 30);
    return field() ?? "";
  }

  test("is shown as it was painted when it is opened again, on every chart of its skin", async () => {
    const text = await painted();

    await page(text);
    const front = shown();
    await openView("Seen: back");
    await settled();

    expect(field()).toBe(text);
    expect(note()).toBe("");
    expect([front, shown()]).toEqual([["5"], ["5"]]);
  });

  test("shows the areas it makes painful where the chart cannot be painted", async () => {
    const text = await painted();
    served = null;

    await page(text);

    expect(shown()).toEqual([]);
    expect(area("knee.left").getAttribute("data-intensity")).toBe("5");
    expect(holder().querySelector(".alert")).toBeNull();
  });

  test("is not lost to a hand that is quicker than the table of the skin", async () => {
    const text = await painted();
    let arrive = (): void => undefined;
    skinComes = new Promise((resolve) => (arrive = resolve));
    await page(text);

    list("knee.left", "9");
    send("down", 0);
    send("cancel", 0);
    const early = field();
    arrive();
    for (let turn = 0; turn < 4; turn += 1) await settled();

    expect([early, field()]).toEqual([text, text]);
    expect(shown()).toEqual(["5"]);
  });
});
