import { beforeEach, describe, expect, test } from "vitest";
import { BodyPointer } from "./body-pointer.ts";

let stage: HTMLElement;
let told: string[];
let isOnSkin: boolean;

beforeEach(() => {
  stage = document.createElement("div");
  stage.setPointerCapture = () => undefined;
  told = [];
  isOnSkin = true;
  new BodyPointer(stage, {
    begin: () => {
      if (isOnSkin) told.push("begin");
      return isOnSkin;
    },
    extend: (steps) => void told.push(`extend ${steps.length}`),
    end: () => void told.push("end"),
    cancel: () => void told.push("cancel"),
    takeBack: () => void told.push("take back"),
    turn: (right, down) => void told.push(`turn ${right} ${down}`),
    pinch: (factor, right, down) => void told.push(`pinch ${factor.toFixed(2)} ${right} ${down}`),
    hover: (event) => void told.push(event ? "hover" : "leave"),
  });
});

interface Touch {
  readonly id?: number;
  readonly kind?: string;
  readonly x?: number;
  readonly y?: number;
  readonly ms?: number;
  readonly button?: number;
  readonly shiftKey?: boolean;
  readonly steps?: number;
}

function send(name: string, { id = 1, kind = "mouse", x = 0, y = 0, ms = 10_000, button = 0, shiftKey = false, steps = 0 }: Touch = {}): void {
  const event = new PointerEvent(`pointer${name}`, { pointerId: id, pointerType: kind, clientX: x, clientY: y, button, shiftKey });
  event.getCoalescedEvents = () => Array.from({ length: steps }, () => event);
  Object.defineProperty(event, "timeStamp", { value: ms });
  stage.dispatchEvent(event);
}

describe("a palm that lies down before its pen", () => {
  test("loses its stroke when the pen hovers", () => {
    send("down", { kind: "touch", ms: 10_000 });
    send("move", { id: 9, kind: "pen", ms: 10_200 });

    expect(told.slice(0, 2)).toEqual(["begin", "cancel"]);
  });

  test("has a short stroke taken back, once", () => {
    send("down", { kind: "touch", ms: 10_000 });
    send("up", { kind: "touch", ms: 10_100 });
    send("down", { id: 9, kind: "pen", ms: 10_400 });

    expect(told).toEqual(["begin", "end", "take back", "begin"]);
  });

  test("was a finger half a second later", () => {
    send("down", { kind: "touch", ms: 10_000 });
    send("up", { kind: "touch", ms: 10_100 });
    send("down", { id: 9, kind: "pen", ms: 10_500 });

    expect(told).toEqual(["begin", "end", "begin"]);
  });

  test("paints nothing when it only turned the body", () => {
    isOnSkin = false;
    send("down", { kind: "touch", ms: 10_000 });
    send("up", { kind: "touch", ms: 10_100 });
    isOnSkin = true;
    send("down", { id: 9, kind: "pen", ms: 10_400 });

    expect(told).toEqual(["begin"]);
  });
});

describe("one pointer", () => {
  test("on the skin paints from press to release, with every step between two frames", () => {
    send("down");
    send("move", { steps: 3 });
    send("move");
    send("up");

    expect(told).toEqual(["begin", "extend 3", "extend 1", "end"]);
  });

  test("beside the skin turns", () => {
    isOnSkin = false;
    send("down", { x: 10, y: 10 });
    send("move", { x: 14, y: 9 });
    send("up");

    expect(told).toEqual(["turn 4 -1"]);
  });

  test.each([{ button: 2 }, { shiftKey: true }])("with %o turns also on the skin", (held) => {
    send("down", held);
    send("move", { x: 5 });

    expect(told).toEqual(["turn 5 0"]);
  });

  test("that only passes over names the area", () => {
    send("move");
    send("leave");

    expect(told).toEqual(["hover", "leave"]);
  });
});

describe("two fingers", () => {
  const finger = (id: number, x: number): Touch => ({ id, kind: "touch", x });

  test("forget the stroke of the first, turn and zoom", () => {
    send("down", finger(1, 0));
    send("down", finger(2, 100));
    send("move", finger(2, 200));

    expect(told).toEqual(["begin", "cancel", "pinch 0.50 50 0"]);
  });

  test("paint nothing while the second of them is still down", () => {
    send("down", finger(1, 0));
    send("down", finger(2, 100));
    send("up", finger(1, 0));
    send("move", finger(2, 120));
    send("up", finger(2, 120));
    send("down", finger(3, 0));

    expect(told).toEqual(["begin", "cancel", "begin"]);
  });
});

describe("a pen", () => {
  test("silences the palm for two seconds", () => {
    send("move", { id: 9, kind: "pen", ms: 1000 });
    send("down", { kind: "touch", ms: 2900 });
    send("down", { kind: "touch", ms: 3100 });

    expect(told).toEqual(["hover", "begin"]);
  });

  test("takes over from a palm that lay down before it", () => {
    send("down", { id: 1, kind: "touch" });
    send("down", { id: 9, kind: "pen" });
    send("move", { id: 9, kind: "pen" });
    send("up", { id: 1, kind: "touch" });
    send("up", { id: 9, kind: "pen" });

    expect(told).toEqual(["begin", "cancel", "begin", "extend 1", "end"]);
  });
});
