// Above everything: who lies on the table, and where what was recorded rests.

import { make } from "../dom.ts";
import type { Desk } from "./desk.ts";
import { tapButton } from "./parts.ts";

export interface Doors {
  lock(): void;
  openEmergency(): void;
}

export function top(desk: Desk, doors: Doors): HTMLElement {
  const { patient, emergency } = desk.document;
  return make(
    "header",
    { class: "table-top" },
    make("div", { class: "table-top__who" }, make("strong", { class: "table-top__name" }, patient.name), make("span", {}, "born ", make("time", { datetime: patient.born_iso }, patient.born))),
    state(desk),
    make(
      "div",
      { class: "table-top__doors" },
      ...(emergency ? [tapButton("emergency", "Emergency", doors.openEmergency, { class: "tap--stop" })] : []),
      tapButton("lock", "Lock", doors.lock),
    ),
  );
}

function state(desk: Desk): HTMLElement {
  const waiting = desk.kept.filter((each) => each.state === "waiting").length;
  const refused = desk.kept.filter((each) => each.state === "refused").length;
  const [kind, text] = words(desk, waiting, refused);
  return make("p", { class: `badge badge--${kind} table-top__state`, "data-state": kind, "data-waiting": String(waiting), "data-refused": String(refused) }, text);
}

function words(desk: Desk, waiting: number, refused: number): [string, string] {
  const saved = "Saved on this device";
  if (refused) return ["stop", `${saved} · ${refused} refused, see Finish`];
  if (desk.reach === "signed-out") return ["caution", `${saved} · signed out: ${waiting} wait`];
  if (desk.reach === "not-here") return ["stop", `${saved} · the clinic has no such visit for you`];
  if (waiting) return ["caution", `${saved} · ${waiting} to send${desk.reach === "offline" ? ", no network" : ""}`];
  return desk.reach === "offline" ? ["info", "Saved and sent · no network now"] : ["ok", "Saved and sent"];
}

/** In sight on every screen: needles in, needles out, and whether any is still in. */
export function foot(desk: Desk, count: { needles_in: number; needles_out: number; sites: number }): HTMLElement {
  const stillIn = count.needles_in - count.needles_out;
  const last = desk.undoable[0];
  return make(
    "footer",
    { class: `table-foot ${stillIn === 0 ? "" : "table-foot--open"}`, "aria-label": "Needles" },
    make("p", { class: "table-foot__count", "data-in": String(count.needles_in), "data-out": String(count.needles_out) }, make("b", {}, String(count.needles_in)), " in ", make("b", {}, String(count.needles_out)), " out"),
    make("p", { class: "table-foot__still" }, stillIn > 0 ? `${stillIn} still in` : stillIn < 0 ? `${-stillIn} more out than in` : count.needles_in ? "all out" : "none yet"),
    tapButton("undo", last ? `Undo: ${last.label}` : "Undo", () => void desk.undo(), { class: "tap--quiet table-foot__undo", disabled: !last }),
    tapButton("finish", "Finish", () => desk.go({ name: "finish" })),
  );
}
