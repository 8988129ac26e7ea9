// A page with a painter on it, as the template writes it, and the hands that use it.

import { afterEach, beforeEach, vi } from "vitest";
import type { BodyData } from "./charts.ts";
import "./ff-body-painter.ts";
import { areaIn, serveCharts, settled, smallBody } from "./small-body.fixture.ts";

export const DRAFT = "filiform-draft-episode-1";
export const EMPTY = '{"marks":[]}';

export const mark = (area: string, side: string, intensity = 5, quality: string[] = []): object => ({ area, side, intensity, quality });
export const text = (...marks: object[]): string => JSON.stringify({ marks });

const elementFromPoint = document.elementFromPoint;

/** What each `ff-drawing-change` of this test has told. */
export const told: string[] = [];

const remember = (event: Event): void => void told.push((event as CustomEvent<string>).detail);

/** Give every test of a file a tab without drafts and a server with every chart. */
export function onAFreshPage(): void {
  beforeEach(() => {
    sessionStorage.clear();
    told.length = 0;
    serveCharts();
    document.addEventListener("ff-drawing-change", remember);
  });

  afterEach(() => {
    document.removeEventListener("ff-drawing-change", remember);
    document.elementFromPoint = elementFromPoint;
    document.body.replaceChildren();
    vi.unstubAllGlobals();
  });
}

const LISTED = ["knee.left", "knee.right", "neck.midline"];

function option(value: number): string {
  return `<option value="${value || ""}">${value || "–"}</option>`;
}

/** Put a painter on the page and wait for its first chart. */
export async function painter(value = EMPTY, body: BodyData = smallBody("front", "back")): Promise<HTMLElement> {
  const selects = LISTED.map((key) => {
    const [area, side] = key.split(".");
    return `<select name="list.${key}" data-area="${area}" data-side="${side}">${Array.from({ length: 11 }, (_, n) => option(n)).join("")}</select>`;
  });
  // Made apart and put in whole: as on a page that is already there when the script arrives.
  const page = document.createElement("div");
  page.innerHTML = `
    <form>
      <script type="application/json" id="painter-data">${JSON.stringify(body)}</script>
      <ff-body-painter field="marks" data="painter-data" draft-key="episode-1">
        <input type="hidden" name="drawing_id" value="drawing-7">
        <input type="hidden" name="marks" value='${value}'>
        <details class="more painter__list" open>${selects.join("")}<select id="unit"><option value="3">3</option></select></details>
      </ff-body-painter>
    </form>`;
  document.body.replaceChildren(page);
  document.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
  await settled();
  return document.querySelector("ff-body-painter") as HTMLElement;
}

export const field = (): string | undefined => document.querySelector<HTMLInputElement>('input[name="marks"]')?.value;

export const keys = (): string[] =>
  (JSON.parse(field() ?? "") as { marks: { area: string; side: string }[] }).marks.map((m) => `${m.area}.${m.side}`);

export const live = (): string | null | undefined => document.querySelector('[role="status"][aria-live]')?.textContent;
export const note = (): string | null | undefined => document.querySelector(".painter__note")?.textContent;

export const caption = (): string | null | undefined => document.querySelector(".painter__caption")?.textContent;

export const area = (key: string): SVGElement => areaIn(document.body, key);

export const holder = (): Element => document.querySelector(".painter__holder") as Element;

export function button(label: string): HTMLButtonElement {
  const found = [...document.querySelectorAll("button")].find((made) => made.textContent === label);
  if (!found) throw new Error(`no button ${label}`);
  return found;
}

export async function openView(label: string): Promise<void> {
  button(label).click();
  await settled();
}

export function choose(value: string, checked = true): void {
  const input = document.querySelector<HTMLInputElement>(`.painter__brush input[value="${value}"]`) as HTMLInputElement;
  input.checked = checked;
  input.dispatchEvent(new Event("change"));
}

/** Press on the first area, drag over the others, release. */
export function stroke(first: string, ...others: string[]): void {
  const pointer = { bubbles: true, pointerId: 1, pointerType: "mouse" };
  area(first).dispatchEvent(new PointerEvent("pointerdown", pointer));
  for (const key of others) {
    document.elementFromPoint = () => area(key);
    area(first).dispatchEvent(new PointerEvent("pointermove", pointer));
  }
  area(first).dispatchEvent(new PointerEvent("pointerup", pointer));
}

export function type(target: Element, key: string, held: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held });
  target.dispatchEvent(event);
  return event;
}

export function list(key: string, value: string): void {
  const [name, side] = key.split(".");
  const select = document.querySelector(`select[data-area="${name}"][data-side="${side}"]`) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

export const listed = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLSelectElement>("select[data-area]")].map((select) => select.value);
