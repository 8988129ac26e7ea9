import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Strokes } from "./pointer.ts";
import { areaIn, chartOf } from "./small-body.fixture.ts";

type Where = string | null;

let stage: HTMLElement;
let told: string[];
let captured: number[];

const elementFromPoint = document.elementFromPoint;

beforeEach(() => {
  document.body.innerHTML = "<div></div>";
  stage = document.querySelector("div") as HTMLElement;
  stage.append(chartOf("front"));
  told = [];
  captured = [];
  stage.setPointerCapture = (pointer) => void captured.push(pointer);
  new Strokes(stage, {
    begin: (place) => told.push(`begin ${place.area}.${place.side}`),
    extend: (place) => told.push(place ? `extend ${place.area}.${place.side}` : "extend nowhere"),
    end: () => told.push("end"),
    cancel: () => told.push("cancel"),
    takeBack: () => told.push("take back"),
    hover: (place) => told.push(place ? `hover ${place.area}.${place.side}` : "hover nothing"),
  });
});

afterEach(() => {
  document.elementFromPoint = elementFromPoint;
});

const at = (where: Where): Element => (where ? areaIn(stage, where) : stage);

interface Touch {
  readonly pointerId?: number;
  readonly pointerType?: string;
  readonly button?: number;
  readonly ms?: number;
}

function send(name: string, where: Where, { ms = 10_000, ...touch }: Touch = {}): void {
  const event = new PointerEvent(name, { bubbles: true, pointerId: 1, pointerType: "mouse", ...touch });
  Object.defineProperty(event, "timeStamp", { value: ms });
  at(where).dispatchEvent(event);
}

/** Move a captured pointer: the event is sent to the stage, whatever lies under the pointer. */
function drag(over: Where[], touch: Touch = {}): void {
  document.elementFromPoint = (x) => at(over[x] ?? null);
  const steps = over.map((_, x) => new PointerEvent("pointermove", { clientX: x }));
  const event = new PointerEvent("pointermove", { bubbles: true, pointerId: 1, clientX: over.length - 1, ...touch });
  event.getCoalescedEvents = () => (steps.length > 1 ? steps : []);
  if (touch.ms !== undefined) Object.defineProperty(event, "timeStamp", { value: touch.ms });
  stage.dispatchEvent(event);
}

const finger = (pointerId: number, ms = 10_000): Touch => ({ pointerId, pointerType: "touch", ms });
const pen = (ms: number): Touch => ({ pointerId: 9, pointerType: "pen", ms });

describe("one stroke", () => {
  test("from press to release is one stroke over every area it meets", () => {
    send("pointerdown", "knee.left");
    drag(["knee.right"]);
    drag(["shoulder.left"]);
    send("pointerup", null);

    expect(told).toEqual(["begin knee.left", "extend knee.right", "extend shoulder.left", "end"]);
  });

  test("a quick stroke misses no area between two frames", () => {
    send("pointerdown", "knee.left");
    drag(["knee.right", "breastbone.midline", "shoulder.right"]);

    expect(told.slice(1)).toEqual(["extend knee.right", "extend breastbone.midline", "extend shoulder.right"]);
  });

  test("between two areas the stroke goes on, nowhere", () => {
    send("pointerdown", "knee.left");
    drag([null]);
    drag(["knee.right"]);

    expect(told).toEqual(["begin knee.left", "extend nowhere", "extend knee.right"]);
  });

  test("the stage holds on to the pointer that draws", () => {
    send("pointerdown", "knee.left", { pointerId: 4 });

    expect(captured).toEqual([4]);
  });

  test("a press beside the body begins nothing", () => {
    send("pointerdown", null);
    send("pointerup", null);

    expect(told).toEqual([]);
    expect(captured).toEqual([]);
  });

  test("only the first button of the mouse paints", () => {
    send("pointerdown", "knee.left", { button: 2 });

    expect(told).toEqual([]);
  });

  test.each(["pointerup", "lostpointercapture"])("%s ends the stroke", (name) => {
    send("pointerdown", "knee.left");
    send(name, null);
    send("pointerdown", "knee.right");

    expect(told).toEqual(["begin knee.left", "end", "begin knee.right"]);
  });

  test("a stroke that the browser takes over, to scroll or to zoom, is forgotten", () => {
    send("pointerdown", "knee.left");
    send("pointercancel", null);
    send("lostpointercapture", null);

    expect(told).toEqual(["begin knee.left", "cancel"]);
  });

  test("a stroke ends once, however many signs of its end come", () => {
    send("pointerdown", "knee.left");
    send("pointerup", null);
    send("lostpointercapture", null);

    expect(told).toEqual(["begin knee.left", "end"]);
  });
});

describe("hovering", () => {
  test("before a press the area under the pointer is told", () => {
    send("pointermove", "knee.left");
    send("pointermove", null);

    expect(told).toEqual(["hover knee.left", "hover nothing"]);
  });

  test("leaving the stage is told", () => {
    stage.dispatchEvent(new PointerEvent("pointerleave"));

    expect(told).toEqual(["hover nothing"]);
  });
});

describe("several pointers", () => {
  test("a second finger makes the stroke of the first forgotten: both of them zoom", () => {
    send("pointerdown", "knee.left", finger(1));
    send("pointerdown", "knee.right", finger(2));
    drag(["shoulder.left"], finger(2));
    drag(["shoulder.left"], finger(1));
    send("pointerup", "knee.right", finger(2));
    send("pointerup", "knee.left", finger(1));

    expect(told.filter((word) => !word.startsWith("hover"))).toEqual(["begin knee.left", "cancel"]);
  });

  test("a mouse does not break into the stroke of a finger", () => {
    send("pointerdown", "knee.left", finger(1));
    send("pointerdown", "knee.right", { pointerId: 2 });
    drag(["shoulder.left"], finger(1));

    expect(told).toEqual(["begin knee.left", "extend shoulder.left"]);
  });

  test("a finger beside the body and another on it paint nothing: they zoom", () => {
    send("pointerdown", null, finger(1));
    send("pointerdown", "knee.left", finger(2));

    expect(told).toEqual([]);
  });

  test("once both fingers are lifted one finger paints again", () => {
    send("pointerdown", null, finger(1));
    send("pointerdown", "knee.left", finger(2));
    send("pointerup", null, finger(1));
    send("pointerup", "knee.left", finger(2));

    send("pointerdown", "knee.left", finger(3));

    expect(told).toEqual(["begin knee.left"]);
  });
});

describe("a pen silences the palm", () => {
  const PRESS_MS = 10_000;

  test("for two seconds after the pen a touch paints nothing", () => {
    send("pointerdown", "knee.left", pen(PRESS_MS));
    send("pointerup", null, pen(PRESS_MS));

    send("pointerdown", "knee.right", finger(1, PRESS_MS + 1999));

    expect(told).toEqual(["begin knee.left", "end"]);
  });

  test("two seconds after the pen a finger paints again", () => {
    send("pointerdown", "knee.left", pen(PRESS_MS));
    send("pointerup", null, pen(PRESS_MS));

    send("pointerdown", "knee.right", finger(1, PRESS_MS + 2000));

    expect(told.at(-1)).toBe("begin knee.right");
  });

  test("the silence begins when a long stroke of the pen ends, not when it began", () => {
    send("pointerdown", "knee.left", pen(PRESS_MS));
    send("pointerup", null, pen(PRESS_MS + 5000));

    send("pointerdown", "knee.right", finger(1, PRESS_MS + 5100));

    expect(told).toEqual(["begin knee.left", "end"]);
  });

  test("a pen that hovers silences the palm that comes down before it", () => {
    send("pointermove", "knee.left", pen(PRESS_MS));
    send("pointerdown", "knee.right", finger(1, PRESS_MS + 100));
    send("pointerdown", "knee.left", pen(PRESS_MS + 200));

    expect(told).toEqual(["hover knee.left", "begin knee.left"]);
  });

  test("a pen that comes down beside the body silences the palm as well", () => {
    send("pointerdown", null, pen(PRESS_MS));
    send("pointerdown", "knee.right", finger(1, PRESS_MS + 100));

    expect(told).toEqual([]);
  });

  test("palms beside a pen that draws do not disturb it", () => {
    send("pointerdown", "knee.left", pen(PRESS_MS));
    send("pointerdown", "knee.right", finger(1, PRESS_MS + 100));
    send("pointerdown", "knee.right", finger(2, PRESS_MS + 110));
    send("pointerup", null, pen(PRESS_MS + 300));

    expect(told).toEqual(["begin knee.left", "end"]);
  });

  test("a palm that was turned away does not count as a finger once it is lifted", () => {
    send("pointerdown", "knee.left", pen(PRESS_MS));
    send("pointerdown", "knee.right", finger(1, PRESS_MS + 100));
    send("pointerup", "knee.right", finger(1, PRESS_MS + 200));
    send("pointerup", null, pen(PRESS_MS + 300));

    send("pointerdown", "shoulder.left", finger(2, PRESS_MS + 9000));

    expect(told.at(-1)).toBe("begin shoulder.left");
  });

  test("the pen itself is never turned away", () => {
    send("pointerdown", "knee.left", pen(PRESS_MS));
    send("pointerup", null, pen(PRESS_MS + 50));
    send("pointerdown", "knee.right", pen(PRESS_MS + 100));

    expect(told).toEqual(["begin knee.left", "end", "begin knee.right"]);
  });

  test("a mouse is no palm", () => {
    send("pointerdown", "knee.left", pen(PRESS_MS));
    send("pointerup", null, pen(PRESS_MS));
    send("pointerdown", "knee.right", { ms: PRESS_MS + 100 });

    expect(told.at(-1)).toBe("begin knee.right");
  });
});

describe("a palm that lies down before its pen", () => {
  const PALM_MS = 10_000;

  test("loses its stroke when the pen comes down", () => {
    send("pointerdown", "knee.right", finger(1, PALM_MS));
    send("pointerdown", "knee.left", pen(PALM_MS + 3000));

    expect(told).toEqual(["begin knee.right", "cancel", "begin knee.left"]);
  });

  test("loses it already when the pen hovers", () => {
    send("pointerdown", "knee.right", finger(1, PALM_MS));
    send("pointermove", "knee.left", pen(PALM_MS + 200));

    expect(told.slice(0, 2)).toEqual(["begin knee.right", "cancel"]);
  });

  test("has a short stroke taken back, once", () => {
    send("pointerdown", "knee.right", finger(1, PALM_MS));
    send("pointerup", "knee.right", finger(1, PALM_MS + 100));
    send("pointermove", "knee.left", pen(PALM_MS + 499));
    send("pointerdown", "knee.left", pen(PALM_MS + 520));

    expect(told.filter((word) => word === "take back")).toEqual(["take back"]);
  });

  test("is no palm half a second later: that was a finger", () => {
    send("pointerdown", "knee.right", finger(1, PALM_MS));
    send("pointerup", "knee.right", finger(1, PALM_MS + 100));
    send("pointerdown", "knee.left", pen(PALM_MS + 500));

    expect(told).toEqual(["begin knee.right", "end", "begin knee.left"]);
  });

  test("is not looked for before a mouse", () => {
    send("pointerdown", "knee.right", finger(1, PALM_MS));
    send("pointerup", "knee.right", finger(1, PALM_MS + 100));
    send("pointerdown", "knee.left", { ms: PALM_MS + 200 });

    expect(told).not.toContain("take back");
  });
});

test("a finger that lifts outside the stage is forgotten", () => {
  send("pointerdown", null, finger(2));
  const lifted = new PointerEvent("pointerup", { pointerId: 2, pointerType: "touch" });

  window.dispatchEvent(lifted);
  send("pointerdown", "knee.left", finger(3));

  expect(told).toContain("begin knee.left");
});
