/**
 * The record at the table: opens the visit that the address names, from the server or from this
 * device, and goes on without a network.
 *
 *     <ff-table></ff-table>   on /visits/<id>/table/
 *
 * Sends `ff-table-saved` when a touch is on disk, for whoever measures.
 */

import { make } from "../dom.ts";
import { pickScreen, sitesScreen } from "./choosing.ts";
import { openDatabase } from "./database.ts";
import type { Desk, View } from "./desk.ts";
import { mayNeedle, siteName } from "./documents.ts";
import type { Catalogue, VisitDocument } from "./documents.ts";
import { clockText, dwells, ring } from "./dwell.ts";
import type { Draft } from "./entry.ts";
import { conflicts, finishScreen } from "./finishing.ts";
import { fold, placeOf } from "./fold.ts";
import { get, line } from "./line.ts";
import { pinPad } from "./locking.ts";
import { Outbox } from "./outbox.ts";
import { tapButton } from "./parts.ts";
import { fits, makePin, waitMs } from "./pin.ts";
import type { KeptPin } from "./pin.ts";
import { Store } from "./store.ts";
import type { Kept, KeptVisit } from "./store.ts";
import { beginSite, countOf, undo, undoable } from "./taps.ts";
import type { Choice } from "./taps.ts";
import { foot, top } from "./top.ts";
import { choiceScreen, siteScreen } from "./working.ts";

const LOOK_EVERY_MS = 20_000;
const REST_MS = 400;
const IDLE_MS = 5 * 60_000;
const IN_ADDRESS = /^\/visits\/([0-9a-f-]{36})\/table\/$/;

export class Table extends HTMLElement {
  #store: Store | undefined;
  #outbox: Outbox | undefined;
  #catalogue: Catalogue | undefined;
  #visit: KeptVisit | undefined;
  #kept: readonly Kept[] = [];
  #device = "";
  #view: View = { name: "sites" };
  #opened = new Set<string>();
  #typed = new Map<string, string>();
  #pin: KeptPin | undefined;
  #wrong = 0;
  #locked = false;
  #touchedAt = Date.now();
  #queue: Promise<unknown> = Promise.resolve();
  #undoing: Promise<unknown> = Promise.resolve();
  #rung = new Set<string>();
  #screen = make("div", { class: "table-screen" });
  #said = make("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  #fault = make("div", { role: "alert" });
  #renewal = make("div", { role: "status" });
  #soon: ReturnType<typeof setTimeout> | undefined;
  #timers: ReturnType<typeof setInterval>[] = [];

  connectedCallback(): void {
    this.replaceChildren(this.#renewal, this.#fault, this.#screen, this.#said);
    this.#screen.append(make("main", { id: "main", class: "page" }, make("p", {}, "Opening the visit …")));
    void this.#open().catch((error: unknown) => this.#giveUp(`This device cannot keep a record: ${String(error)}. Use the visit's page or paper.`));
  }

  disconnectedCallback(): void {
    this.#outbox?.stop();
    for (const timer of this.#timers) clearInterval(timer);
    this.#store?.close();
  }

  async #open(): Promise<void> {
    const id = IN_ADDRESS.exec(location.pathname)?.[1];
    if (!id) return this.#giveUp("This address names no visit.");
    this.#store = new Store(await openDatabase());
    const status = await this.#fetchFresh(id);
    this.#visit = await this.#store.visit(id);
    this.#catalogue = await this.#store.kept<Catalogue>("catalogue");
    if (!this.#visit || !this.#catalogue) return this.#giveUp(nothingHere(status));
    this.#device = await this.#store.device(this.#visit.document.user.id);
    this.#pin = await this.#store.kept<KeptPin>("pin");
    // A restarted tablet is locked again: whoever picks it up has to know the PIN.
    this.#locked = this.#pin !== undefined;
    this.#outbox = new Outbox(this.#store, line, id, this.#device, () => void this.#refresh());
    if (status !== null && status !== 200) this.#outbox.reach = status === 404 ? "not-here" : "signed-out";
    await this.#register(status);
    await this.#refresh();
    this.#listen();
    void this.#outbox.send();
  }

  /** Ask the server for the visit as it is; the status, or null without a network. */
  async #fetchFresh(id: string): Promise<number | null> {
    try {
      const { status, document } = await get<VisitDocument>(`/visits/${id}/table/document/`);
      if (!document) return status;
      await this.#store?.keepVisit(document);
      const catalogue = await get<Catalogue>("/visits/table-catalogue/");
      if (catalogue.document) await this.#store?.keepCatalogue(catalogue.document);
      if (document.emergency) void fetch(document.emergency).catch(() => undefined);
      return status;
    } catch (error) {
      if (error instanceof DOMException && error.name === "QuotaExceededError") throw error;
      return null;
    }
  }

  async #register(status: number | null): Promise<void> {
    if (status !== 200) return;
    try {
      await line.post(`/devices/${this.#device}/register/`, {});
    } catch {
      // It registers when the page is opened with a network; what is recorded waits until then.
    }
  }

  #listen(): void {
    addEventListener("online", () => void this.#reached());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.#reached();
    });
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => void (this.#touchedAt = Date.now()));
    this.#timers.push(setInterval(() => this.#tick(), 1_000), setInterval(() => this.#look(), LOOK_EVERY_MS));
    keepAwake();
    keepPage((renew) => this.#offerRenewal(renew));
  }

  async #reached(): Promise<void> {
    await this.#register(200);
    await this.#outbox?.send();
  }

  /** See what other devices record, while somebody works here; an idle tablet lets its sign-in end. */
  #look(): void {
    if (!this.#locked && document.visibilityState === "visible" && Date.now() - this.#touchedAt < IDLE_MS) void this.#outbox?.send();
  }

  async #refresh(): Promise<void> {
    const store = this.#store;
    if (!store || !this.#visit) return;
    const id = this.#visit.visit;
    const [visit, kept] = await Promise.all([store.visit(id), store.entries(id)]);
    if (!visit) return;
    this.#visit = visit;
    this.#kept = kept.filter((each) => each.state !== "withdrawn");
    if (visit.signed && (await store.forgetVisit(id))) return this.#sayDone(id);
    this.#draw();
  }

  get #desk(): Desk {
    const visit = this.#visit as KeptVisit;
    const now = new Date();
    return {
      document: visit.document,
      catalogue: this.#catalogue as Catalogue,
      visit,
      record: fold(this.#kept.map((each) => each.entry)),
      kept: this.#kept,
      device: this.#device,
      reach: this.#outbox?.reach ?? "unknown",
      permitted: mayNeedle(visit.document, now) && !visit.signed,
      undoable: visit.signed ? [] : undoable(this.#kept, this.#device),
      opened: this.#opened,
      typed: this.#typed,
      now,
      tap: (label, drafts, then) => this.#tap(label, drafts, then),
      undo: () => this.#undo(),
      go: (view) => this.#go(view),
      retry: () => this.#retry(),
      confirmClock: () => this.#confirmClock(),
      begin: (choice) => this.#begin(choice),
      redraw: () => this.#draw(),
    };
  }

  /** Record a touch: first on disk, then on screen, then on its way. Touches never overtake. */
  #tap(label: string, drafts: readonly Draft[], then?: View): Promise<void> {
    const work = async (): Promise<void> => {
      const store = this.#store;
      const visit = this.#visit;
      if (!store || !visit) return;
      try {
        const made = await store.record(visit.visit, this.#device, label, drafts);
        if (drafts.some((draft) => draft.field === "sign")) await store.changeVisit(visit.visit, { signing: null });
        this.#kept = [...this.#kept, ...made];
        this.#fault.replaceChildren();
      } catch (error) {
        return this.#sayUnsaved(label, error);
      }
      if (then) this.#go(then);
      else this.#draw();
      this.#said.textContent = `Saved: ${label}`;
      this.dispatchEvent(new CustomEvent("ff-table-saved", { bubbles: true, detail: { label } }));
      this.#sendSoon();
    };
    const next = this.#queue.then(work);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** Sending waits until the hand rests, so that it takes no time from the next touch. */
  #sendSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.#outbox?.send(), REST_MS);
  }

  #begin(choice: Choice): Promise<void> {
    const needling = crypto.randomUUID();
    return this.#tap("needle in", beginSite(needling, choice), { name: "site", needling });
  }

  /** Undos wait for each other: two quick ones take back two touches, not the last one twice. */
  #undo(): Promise<void> {
    const next = this.#undoing.then(() => this.#queue).then(() => this.#undoLast());
    this.#undoing = next.catch(() => undefined);
    return next;
  }

  async #undoLast(): Promise<void> {
    const last = undoable(this.#kept, this.#device)[0];
    if (!last) return;
    const { drafts, withdrawn } = undo(last);
    if (withdrawn.length) await this.#store?.setState(withdrawn, "withdrawn");
    if (drafts.length) await this.#tap(`undone: ${last.label}`, drafts);
    await this.#refresh();
  }

  async #retry(): Promise<void> {
    await this.#store?.setState(this.#kept.filter((each) => each.state === "refused").map((each) => each.entry.id), "waiting");
    await this.#outbox?.send();
  }

  async #confirmClock(): Promise<void> {
    await this.#store?.changeVisit((this.#visit as KeptVisit).visit, { clockConfirmed: true });
    await this.#retry();
  }

  #go(view: View): void {
    this.#view = view;
    this.#draw();
    this.#focusHeading();
    // To the very top: the head of the page covers whatever is scrolled beneath it, the side first.
    scrollTo(0, 0);
  }

  #draw(): void {
    if (!this.#visit || !this.#catalogue) return;
    const active = document.activeElement;
    const focused = active?.getAttribute("data-key");
    const wasInside = this.#screen.contains(active);
    const caret = active instanceof HTMLInputElement && active.type === "text" ? active.selectionStart : null;
    const desk = this.#desk;
    const count = countOf(desk.record, desk.document.elsewhere);
    const parts = this.#locked ? this.#lockScreen(count.needles_in - count.needles_out) : [top(desk, { lock: () => this.#lock(), openEmergency: () => void this.#emergency() }), make("main", { id: "main", class: `table-main table-main--${this.#view.name}` }, ...this.#body(desk)), foot(desk, count)];
    this.#screen.replaceChildren(...parts);
    this.#tickDwells(desk);
    if (focused) this.#focus(focused, caret);
    else if (wasInside) this.#focusHeading();
  }

  /** Give the focus back to what had it, with the place in a text that is being written. */
  #focus(key: string, caret: number | null): void {
    const again = this.#screen.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (!again || again.matches(":disabled")) return this.#focusHeading();
    again.focus({ preventScroll: true });
    if (again instanceof HTMLInputElement && caret !== null) again.setSelectionRange(caret, caret);
  }

  #focusHeading(): void {
    this.#screen.querySelector<HTMLElement>("main :is(h1, h2)[tabindex]")?.focus({ preventScroll: true });
  }

  #body(desk: Desk): HTMLElement[] {
    const view = this.#view;
    if (view.name === "finish") return finishScreen(desk);
    const settle = conflicts(desk);
    if (view.name === "pick") return [...settle, ...pickScreen(desk, view.region)];
    if (view.name === "choice") return [...settle, ...choiceScreen(desk, view.choice)];
    const site = view.name === "site" ? desk.record.sites.find((each) => each.id === view.needling) : undefined;
    return [...settle, ...(site ? siteScreen(desk, site) : sitesScreen(desk))];
  }

  #tick(): void {
    if (this.#pin && !this.#locked && Date.now() - this.#touchedAt > IDLE_MS) this.#lock();
    // The one-second tick folds nothing unless a needle was left in place.
    if (this.#visit && this.#kept.some((each) => each.entry.field === "dwell_min")) this.#tickDwells(this.#desk);
  }

  #tickDwells(desk: Desk): void {
    let due = false;
    for (const { site, leftMs, due: isDue } of dwells(desk.record.sites, desk.now)) {
      due ||= isDue;
      for (const shown of this.#screen.querySelectorAll(`[data-dwell="${CSS.escape(site)}"]`)) {
        const text = `${isDue ? "time is over " : ""}${clockText(leftMs)}`;
        if (shown.textContent !== text) shown.textContent = text;
        shown.classList.toggle("tap__dwell--due", isDue);
      }
      if (isDue && !this.#rung.has(site)) {
        this.#rung.add(site);
        ring();
        const place = placeOf(desk.record.sites.find((each) => each.id === site) as never);
        this.#said.textContent = `Time is over: ${place ? `${siteName(desk.catalogue, place)} ${place.side}` : "a needle"}`;
      }
    }
    this.classList.toggle("table--due", due);
  }

  #lock(): void {
    if (this.#pin) {
      this.#locked = true;
      return this.#draw();
    }
    const dialog = make("dialog", { class: "dialog", "aria-label": "Set a PIN" });
    const close = (): void => {
      dialog.close();
      dialog.remove();
      this.#focus("lock", null);
    };
    const submit = async (pin: string): Promise<null> => {
      this.#pin = await makePin(pin);
      await this.#store?.keep("pin", this.#pin);
      close();
      this.#locked = true;
      this.#draw();
      return null;
    };
    dialog.append(pinPad({ title: "Set a PIN for this device", hint: "4 to 8 digits. It locks this device after 5 minutes, and keeps what is recorded.", action: "Set and lock", submit, cancel: close }));
    document.body.append(dialog);
    dialog.showModal();
  }

  #lockScreen(stillIn: number): HTMLElement[] {
    const submit = async (pin: string): Promise<string | null> => {
      const wait = waitMs(this.#wrong);
      if (wait) await new Promise((go) => setTimeout(go, wait));
      if (!this.#pin || !(await fits(pin, this.#pin))) {
        this.#wrong += 1;
        return "Not the PIN. Forgotten? Sign out on the visit's page and sign in again once everything is sent.";
      }
      this.#wrong = 0;
      this.#locked = false;
      this.#touchedAt = Date.now();
      this.#draw();
      return null;
    };
    const still = stillIn > 0 ? [make("p", { class: "table-foot table-foot--open" }, `${stillIn} ${stillIn === 1 ? "needle" : "needles"} still in`)] : [];
    return [make("main", { id: "main", class: "table-main" }, pinPad({ title: "Locked", hint: "What is recorded is kept.", action: "Unlock", submit })), ...still];
  }

  /** Show the emergency card over the table, so that the count of needles stays in sight. */
  async #emergency(): Promise<void> {
    const address = this.#visit?.document.emergency;
    let card: Node = make("p", {}, "The emergency card is not on this device.");
    try {
      const answer = address ? await fetch(address) : undefined;
      const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main") : null;
      // Its content alone: the table has a main of its own.
      if (page) card = make("div", { class: page.className }, ...[...page.childNodes].map((node) => document.adoptNode(node)));
    } catch {
      // No network and no kept card: what it says above is all there is.
    }
    const close = (): void => {
      dialog.close();
      dialog.remove();
      this.#focus("emergency", null);
    };
    const dialog: HTMLDialogElement = make("dialog", { class: "dialog dialog--card", "aria-label": "Emergency" }, make("div", {}, card), tapButton("close-card", "Close", close, { class: "tap--wide" }));
    document.body.append(dialog);
    dialog.show();
  }

  #offerRenewal(renew: () => void): void {
    this.#renewal.replaceChildren(make("p", { class: "alert alert--info" }, "A new version is here; what is recorded stays. ", tapButton("renew", "Reload", renew)));
  }

  #sayUnsaved(label: string, error: unknown): void {
    const why = error instanceof DOMException && error.name === "QuotaExceededError" ? "its storage is full" : "its storage failed";
    this.#fault.replaceChildren(make("p", { class: "alert alert--stop" }, `NOT SAVED: ${label}. This device cannot keep it: ${why}. Write it on paper, make room, and touch again. What was saved before stays.`));
  }

  #sayDone(id: string): void {
    this.#outbox?.stop();
    for (const timer of this.#timers) clearInterval(timer);
    this.#visit = undefined;
    this.#screen.replaceChildren(make("main", { id: "main", class: "page" }, make("h1", {}, "Signed"), make("p", {}, "The visit is signed and all of it is at the clinic. Nothing of it is left on this device."), make("p", {}, make("a", { class: "button button--primary", href: `/visits/${id}/` }, "The signed visit"))));
  }

  #giveUp(reason: string): void {
    this.#fault.replaceChildren(make("p", { class: "alert alert--stop" }, reason));
    this.#screen.replaceChildren(make("main", { id: "main", class: "page" }, make("h1", {}, "At the table"), make("p", {}, make("a", { href: location.pathname.replace("table/", "") }, "The visit's page"))));
  }
}

function nothingHere(status: number | null): string {
  if (status === null) return "This visit is not on this device, and the clinic is not reached. Open it once with a network.";
  if (status === 404) return "This clinic has no such visit.";
  if (status === 403) return "You are signed out, and this visit is not on this device. Sign in and open it again.";
  return `The clinic cannot give this visit now (${status}). Try again, or use the visit's page.`;
}

/** Keep the screen on while the table is in sight, where the browser can. */
function keepAwake(): void {
  const ask = (): void => void navigator.wakeLock?.request("screen").catch(() => undefined);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  ask();
}

/** Have the page kept on this device; a new version waits until the person agrees. */
function keepPage(offer: (renew: () => void) => void): void {
  if (!("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register("/visits/table-worker.js").then((registration) => {
    const offerIfWaiting = (): void => {
      const { waiting } = registration;
      if (waiting && navigator.serviceWorker.controller) offer(() => waiting.postMessage("renew"));
    };
    offerIfWaiting();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offerIfWaiting));
  }, () => undefined);
  // The first worker takes over quietly; a later one brings new files, which a reload fetches.
  let isKept = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isKept) location.reload();
    isKept = true;
  });
}

customElements.define("ff-table", Table);
