import { afterEach, describe, expect, test, vi } from "vitest";
import { areasOf, keyOfElement } from "./charts.ts";
import "./ff-body-view.ts";
import { answer, serveCharts, settled, smallBody } from "./small-body.fixture.ts";

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const mark = (area: string, side: string): object => ({ area, side, intensity: 6, quality: ["numb"] });

async function view(marks: object[], body = smallBody()): Promise<HTMLElement> {
  document.body.innerHTML = `
    <script type="application/json" id="viewer-data">${JSON.stringify(body)}</script>
    <script type="application/json" id="viewer-marks">${JSON.stringify({ marks })}</script>
    <ff-body-view data="viewer-data" marks="viewer-marks"></ff-body-view>
    <ol>
      <li id="first" tabindex="0" data-explains='[{"area":"knee","side":"left","level":5}]'><b>first</b></li>
      <li id="second" tabindex="0" data-explains='[{"area":"neck","side":"midline","level":2}]'>second</li>
    </ol>
    <p id="beside">beside</p>`;
  await settled();
  return document.querySelector("ff-body-view") as HTMLElement;
}

const captions = (shown: Element): (string | null)[] =>
  [...shown.querySelectorAll("figcaption")].map((caption) => caption.textContent);

const lifted = (): Record<string, string | null> =>
  Object.fromEntries(
    areasOf(document.body)
      .filter((area) => area.hasAttribute("data-level"))
      .map((area) => [keyOfElement(area), area.getAttribute("data-level")]),
  );

const point = (selector: string): boolean | undefined =>
  document.querySelector(selector)?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));

describe("which charts are shown", () => {
  test("front and back are shown whatever is marked, the front first", async () => {
    serveCharts();

    const shown = await view([]);

    expect(captions(shown)).toEqual(["Seen: front", "Seen: back"]);
  });

  test("no other chart is fetched once every mark is seen", async () => {
    const fetched = serveCharts();

    await view([mark("knee", "left"), mark("neck", "midline")]);

    expect(fetched).toHaveLength(2);
  });

  test("a part is added for a mark that no whole view shows, and only that part", async () => {
    serveCharts();

    const shown = await view([mark("knee", "left"), mark("thumb", "right")]);

    expect(captions(shown)).toEqual(["Seen: front", "Seen: back", "Seen: hand"]);
  });

  test("a mark on no chart at all stops nothing", async () => {
    serveCharts();

    const shown = await view([mark("tail", "midline")]);

    expect(captions(shown)).toEqual(["Seen: front", "Seen: back"]);
  });
});

describe("what the charts show", () => {
  test("each mark is on each chart that has its area", async () => {
    serveCharts();

    const shown = await view([mark("shoulder", "left"), mark("thumb", "left")]);

    const painted = areasOf(shown).filter((area) => area.getAttribute("data-intensity") === "6");
    expect(painted.map(keyOfElement)).toEqual(["shoulder.left", "thumb.left"]);
    expect(shown.querySelectorAll('.hatch[data-quality="numb"]')).toHaveLength(2);
  });

  test("a chart is a picture to read, not one to paint on", async () => {
    serveCharts();

    const shown = await view([]);

    expect(shown.querySelector("svg")?.getAttribute("role")).toBe("img");
    expect(shown.querySelector("[tabindex]")).toBeNull();
  });

  test("a chart that cannot be loaded is named and the others are shown", async () => {
    serveCharts((name) => (name === "front" ? Promise.resolve(answer("", 500)) : null));

    const shown = await view([mark("neck", "midline")]);

    expect(shown.querySelector(".alert")?.textContent).toContain("“Seen: front” could not be loaded");
    expect(captions(shown)).toEqual(["Seen: back"]);
  });
});

describe("what a trigger point explains", () => {
  test("its areas are lit while it is pointed at, from anything inside it", async () => {
    serveCharts();
    await view([]);

    point("#first b");

    expect(lifted()).toEqual({ "knee.left": "5" });
    expect(document.querySelector("#first")?.classList.contains("is-shown")).toBe(true);
  });

  test("focus lights as the pointer does", async () => {
    serveCharts();
    await view([]);

    document.querySelector("#second")?.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));

    expect(lifted()).toEqual({ "neck.midline": "2" });
  });

  test("the next one takes over", async () => {
    serveCharts();
    await view([]);
    point("#first");

    point("#second");

    expect(lifted()).toEqual({ "neck.midline": "2" });
    expect(document.querySelectorAll(".is-shown")).toHaveLength(1);
  });

  test("beside every trigger point the charts go back", async () => {
    serveCharts();
    await view([]);
    point("#first");

    point("#beside");

    expect(lifted()).toEqual({});
    expect(document.querySelectorAll(".is-shown, .is-explaining")).toHaveLength(0);
  });

  test("a trigger point that was swapped in later lights as well", async () => {
    serveCharts();
    await view([]);

    document.querySelector("ol")?.insertAdjacentHTML("beforeend", `<li id="third" data-explains='[{"area":"knee","side":"right"}]'>third</li>`);
    point("#third");

    expect(lifted()).toEqual({ "knee.right": "3" });
  });

  test("a viewer that was moved on the page still lights, and keeps its charts", async () => {
    serveCharts();
    const shown = await view([]);

    document.body.prepend(shown);
    await settled();
    point("#first");

    expect(lifted()).toEqual({ "knee.left": "5" });
    expect(captions(shown)).toHaveLength(2);
  });

  test("a viewer that is gone from the page hears no more", async () => {
    serveCharts();
    const shown = await view([]);

    shown.remove();
    point("#first");

    expect(document.querySelector("#first")?.classList.contains("is-shown")).toBe(false);
  });
});
