import { describe, expect, test } from "vitest";
import { areasOf, keyOfElement } from "./charts.ts";
import {
  area,
  button,
  caption,
  choose,
  DRAFT,
  EMPTY,
  field,
  holder,
  keys,
  list,
  listed,
  live,
  note,
  mark,
  onAFreshPage,
  openView,
  painter,
  stroke,
  text,
  told,
  type,
} from "./painter-page.fixture.ts";
import type { BodyData } from "./charts.ts";
import { dropStored } from "./drafts.ts";
import { answer, chartText, serveCharts, settled, smallBody } from "./small-body.fixture.ts";

onAFreshPage();

describe("the form field is the truth", () => {
  test("what the field holds at first is shown on the chart and in both lists", async () => {
    await painter(text(mark("knee", "left", 7, ["sharp"])));

    expect(area("knee.left").getAttribute("data-intensity")).toBe("7");
    expect([...document.querySelectorAll<HTMLElement>(".painter__marked li")].map((row) => row.dataset["key"])).toEqual(["knee.left"]);
    expect(listed()).toEqual(["7", "", ""]);
  });

  test("a stroke is in the field once it ends, with the strength and quality of the brush", async () => {
    await painter();

    stroke("knee.left");

    expect(field()).toBe(text(mark("knee", "left")));
  });

  test("each change is told with the text of the field", async () => {
    await painter();

    stroke("knee.left");
    button("Undo").click();

    expect(told).toEqual([text(mark("knee", "left")), EMPTY]);
  });

  test("what changes nothing is not told", async () => {
    await painter();
    choose("erase");

    stroke("knee.left");
    type(area("knee.left"), "z", { ctrlKey: true });

    expect(told).toEqual([]);
  });

  test("marks of areas that the charts do not know are left out, counted and told aloud", async () => {
    await painter(text(mark("tail", "midline"), mark("knee", "left"), mark("knee", "midline"), mark("neck", "left")));

    expect(keys()).toEqual(["knee.left"]);
    expect(note()).toBe("3 marks of an older chart could not be shown and will not be saved.");
  });

  test("without unknown marks nothing is noted", async () => {
    await painter(text(mark("knee", "left")));

    expect(note()).toBe("");
  });

  test("a painter that is moved on the page keeps its drawing and is not built twice", async () => {
    const shown = await painter();
    stroke("knee.left");

    document.querySelector("form")?.append(shown);
    await settled();

    expect(keys()).toEqual(["knee.left"]);
    expect(document.querySelectorAll(".painter")).toHaveLength(1);
  });
});

describe("strokes", () => {
  test("one stroke over several areas marks them all and is undone as one", async () => {
    await painter();

    stroke("knee.left", "knee.right", "breastbone.midline");
    const painted = keys();
    button("Undo").click();

    expect(painted).toEqual(["knee.left", "knee.right", "breastbone.midline"]);
    expect(field()).toBe(EMPTY);
  });

  test("a stroke shows while it is drawn and reaches the field only when it ends", async () => {
    await painter();

    area("knee.left").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerId: 1 }));

    expect(area("knee.left").getAttribute("data-intensity")).toBe("5");
    expect(field()).toBe(EMPTY);
    expect(told).toEqual([]);
  });

  test("the same brush on a mark takes it away", async () => {
    await painter();
    stroke("knee.left");

    stroke("knee.left");

    expect(field()).toBe(EMPTY);
  });

  test("a stroke that begins on a mark of the same brush erases all the way", async () => {
    await painter();
    stroke("knee.left", "knee.right");

    stroke("knee.left", "knee.right", "breastbone.midline");

    expect(field()).toBe(EMPTY);
  });

  test("a stroke that begins beside the marks paints over them and takes none away", async () => {
    await painter();
    stroke("knee.left");

    stroke("knee.right", "knee.left");

    expect(keys()).toEqual(["knee.left", "knee.right"]);
  });

  test("another brush on a mark paints it anew", async () => {
    await painter();
    stroke("knee.left");
    choose("9");
    choose("numb");

    stroke("knee.left");

    expect(field()).toBe(text(mark("knee", "left", 9, ["numb"])));
  });

  test("the eraser takes a mark of any brush away and paints nothing", async () => {
    await painter(text(mark("knee", "left", 9, ["sharp"])));
    choose("erase");

    stroke("knee.left", "knee.right");

    expect(field()).toBe(EMPTY);
  });

  test("while a stroke passes the area under it is named, and aloud when it ends", async () => {
    await painter();

    stroke("knee.left", "breastbone.midline");

    expect(caption()).toBe("Breastbone");
    expect(live()).toBe("Marked Front of the knee, left; Breastbone.");
  });

  test("only what changed is told aloud", async () => {
    await painter(text(mark("neck", "midline")));

    stroke("knee.left");

    expect(live()).toBe("Marked Front of the knee, left.");
  });

  test("what is taken away is told aloud", async () => {
    await painter(text(mark("knee", "left"), mark("neck", "midline")));

    button("Clear all").click();

    expect(live()).toBe("Removed Front of the knee, left; Back of the neck.");
  });
});

describe("undo and redo", () => {
  test("undo and redo can be pressed only where there is something to do", async () => {
    await painter(text(mark("knee", "left")));
    const disabled = (): boolean[] => [button("Undo").disabled, button("Redo").disabled];

    const atFirst = disabled();
    stroke("knee.right");
    const painted = disabled();
    button("Undo").click();
    const undone = disabled();

    expect([atFirst, painted, undone]).toEqual([
      [true, true],
      [false, true],
      [true, false],
    ]);
  });

  test("redo brings the stroke back to field, chart and list", async () => {
    await painter();
    stroke("knee.left");
    button("Undo").click();

    button("Redo").click();

    expect(keys()).toEqual(["knee.left"]);
    expect(area("knee.left").getAttribute("data-intensity")).toBe("5");
    expect(listed()[0]).toBe("5");
  });

  test("clearing everything can be undone", async () => {
    await painter(text(mark("knee", "left"), mark("neck", "midline")));

    button("Clear all").click();
    const cleared = field();
    button("Undo").click();

    expect(cleared).toBe(EMPTY);
    expect(keys()).toEqual(["knee.left", "neck.midline"]);
  });

  test.each<[string, string, KeyboardEventInit, string[]]>([
    ["Ctrl+Z undoes", "z", { ctrlKey: true }, []],
    ["Cmd+Z undoes", "z", { metaKey: true }, []],
    ["Z alone does nothing", "z", {}, ["knee.left"]],
    ["Ctrl and another letter do nothing", "x", { ctrlKey: true }, ["knee.left"]],
  ])("%s", async (_, key, held, expected) => {
    await painter();
    stroke("knee.left");

    const event = type(area("knee.left"), key, held);

    expect(keys()).toEqual(expected);
    expect(event.defaultPrevented).toBe(expected.length === 0);
  });

  test.each<[string, string, KeyboardEventInit]>([
    ["Ctrl+Y", "y", { ctrlKey: true }],
    ["Ctrl+Shift+Z", "Z", { ctrlKey: true, shiftKey: true }],
    ["Cmd+Shift+Z", "Z", { metaKey: true, shiftKey: true }],
  ])("%s redoes", async (_, key, held) => {
    await painter();
    stroke("knee.left");
    button("Undo").click();

    type(area("knee.left"), key, held);

    expect(keys()).toEqual(["knee.left"]);
  });
});

describe("the draft", () => {
  test("each change is kept in this tab", async () => {
    await painter();

    stroke("knee.left");

    expect(sessionStorage.getItem(DRAFT)).toBe(field());
  });

  test("an unsent drawing comes back to an empty field", async () => {
    sessionStorage.setItem(DRAFT, text(mark("knee", "left", 8)));

    await painter();

    expect(field()).toBe(text(mark("knee", "left", 8)));
    expect(area("knee.left").getAttribute("data-intensity")).toBe("8");
  });

  test("marks that the server sent win over the draft", async () => {
    sessionStorage.setItem(DRAFT, text(mark("knee", "left", 8)));

    await painter(text(mark("neck", "midline")));

    expect(keys()).toEqual(["neck.midline"]);
  });

  test("the draft of another drawing stays where it is", async () => {
    sessionStorage.setItem("filiform-draft-episode-2", text(mark("knee", "left")));

    await painter();

    expect(field()).toBe(EMPTY);
  });

  test("unknown areas of a draft are left out and counted", async () => {
    sessionStorage.setItem(DRAFT, text(mark("tail", "midline"), mark("tail", "left"), mark("knee", "left")));

    await painter();

    expect(keys()).toEqual(["knee.left"]);
    expect(note()).toBe("2 marks of an older chart could not be shown and will not be saved.");
  });

  test("a broken draft is an empty drawing", async () => {
    sessionStorage.setItem(DRAFT, '{"marks":[{"area":');

    await painter();
    stroke("knee.left");

    expect(keys()).toEqual(["knee.left"]);
  });

  test("sending the form keeps the draft until a page shows that the drawing is stored", async () => {
    await painter();
    stroke("knee.left");

    document.querySelector("form")?.requestSubmit();
    const sent = sessionStorage.getItem(DRAFT);
    document.body.innerHTML = '<p data-stored-drawing="drawing-7"></p>';
    dropStored(document);

    expect(sent).toBe(text(mark("knee", "left")));
    expect(sessionStorage.getItem(DRAFT)).toBeNull();
  });

  test("of a drawing that did not arrive comes back to the next painter", async () => {
    await painter();
    stroke("knee.left");
    document.querySelector("form")?.requestSubmit();
    document.body.innerHTML = '<p data-stored-drawing="drawing-6"></p><p data-stored-drawing=""></p>';
    dropStored(document);

    await painter();

    expect(keys()).toEqual(["knee.left"]);
  });
});

describe("views", () => {
  const selected = (): (string | null)[] =>
    [...document.querySelectorAll('[role="tab"][aria-selected="true"]')].map((tab) => tab.textContent);

  const shown = (): string[] => areasOf(holder()).map(keyOfElement);

  test("the first chart is open at first", async () => {
    await painter();

    expect(selected()).toEqual(["Seen: front"]);
    expect(caption()).toBe("Seen: front");
    expect(shown()).toContain("knee.left");
  });

  test("another view shows its own areas, with the marks made before", async () => {
    await painter();
    list("neck.midline", "6");

    await openView("Seen: back");

    expect(selected()).toEqual(["Seen: back"]);
    expect(shown()).toEqual(["neck.midline"]);
    expect(area("neck.midline").getAttribute("data-intensity")).toBe("6");
    expect(area("neck.midline").getAttribute("aria-pressed")).toBe("true");
  });

  test("marks of a view that was left stay in the field", async () => {
    await painter();
    stroke("knee.left");
    await openView("Seen: back");

    stroke("neck.midline");

    expect(keys()).toEqual(["knee.left", "neck.midline"]);
  });

  test("off the body the caption is the view again", async () => {
    await painter();
    area("knee.left").dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerId: 1 }));
    const over = caption();

    holder().dispatchEvent(new PointerEvent("pointerleave"));

    expect(over).toBe("Front of the knee, left");
    expect(caption()).toBe("Seen: front");
  });

  test("zooming stops at both ends and stays from view to view", async () => {
    await painter();
    const zoom = (): string[] => [...(holder().firstElementChild?.classList ?? [])].filter((name) => name.includes("zoom"));

    button("Zoom out").click();
    const least = zoom();
    button("Zoom in").click();
    const once = zoom();
    for (let press = 0; press < 3; press += 1) button("Zoom in").click();
    await openView("Seen: back");
    const most = zoom();
    button("Zoom out").click();

    expect([least, once, most, zoom()]).toEqual([
      [],
      ["painter__chart--zoom-2"],
      ["painter__chart--zoom-3"],
      ["painter__chart--zoom-2"],
    ]);
  });
});

describe("a chart that does not come", () => {
  test("the patient is told, and the list still marks", async () => {
    serveCharts(async () => answer("", 500));
    await painter(text(mark("knee", "left")));

    list("neck.midline", "3");

    expect(holder().textContent).toContain("Your marks are kept.");
    expect(keys()).toEqual(["knee.left", "neck.midline"]);
  });

  test("another view can be opened and the first one tried again", async () => {
    serveCharts((view) => (view === "front" ? Promise.resolve(answer("", 500)) : null));
    await painter(text(mark("knee", "left", 7)));
    await openView("Seen: back");
    const other = areasOf(holder()).map(keyOfElement);
    serveCharts();

    await openView("Seen: front");

    expect(other).toEqual(["neck.midline"]);
    expect(area("knee.left").getAttribute("data-intensity")).toBe("7");
  });

  test.each([
    ["comes", answer(chartText("front"))],
    ["fails", answer("", 500)],
  ])("a slow chart that %s after another was opened does not push that one away", async (_, late) => {
    let arrive: (response: Response) => void = () => undefined;
    serveCharts((view) => (view === "front" ? new Promise((resolve) => (arrive = resolve)) : null));
    await painter();
    await openView("Seen: back");

    arrive(late);
    await settled();
    stroke("neck.midline");

    expect(areasOf(holder()).map(keyOfElement)).toEqual(["neck.midline"]);
    expect(holder().querySelector(".alert")).toBeNull();
    expect(area("neck.midline").getAttribute("data-intensity")).toBe("5");
  });
});

describe("in the language of the page", () => {
  const strings = {
    Undo: "Rückgängig",
    "You marked": "Sie haben markiert",
    "Marked {names}.": "Markiert: {names}.",
    "{name}, left": "{name}, links",
    left: "links",
    burning: "brennend",
    "{count} mark of an older chart could not be shown and will not be saved.": "{count} Markierung fehlt.",
  };
  const german = (): BodyData => {
    const body = smallBody("front", "back");
    const areas = body.areas.map((entry) => (entry.id === "knee" ? { ...entry, label: "Knie vorne" } : entry));
    return { ...body, areas, strings };
  };

  test("buttons, marks and what is told aloud are in it, the drawing is not", async () => {
    await painter(EMPTY, german());
    choose("burning");

    stroke("knee.left");

    expect(button("Rückgängig").disabled).toBe(false);
    expect(document.querySelector(".painter__marked")?.textContent).toContain("Knie vornelinksbrennend");
    expect(live()).toBe("Markiert: Knie vorne, links.");
    expect(field()).toBe(text(mark("knee", "left", 5, ["burning"])));
  });

  test("the caption and the names on the chart are in it", async () => {
    await painter(EMPTY, german());

    stroke("knee.left");

    expect(caption()).toBe("Knie vorne, links");
    expect(area("knee.left").querySelector("title")?.textContent).toBe("Knie vorne, links");
  });

  test("marks of an older chart are counted in it", async () => {
    await painter(text(mark("tail", "midline")), german());

    expect(note()).toBe("1 Markierung fehlt.");
  });
});
