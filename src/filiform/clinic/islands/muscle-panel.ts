/**
 * The switch for muscle lines, what must be said with them, and the list to choose from. It keeps
 * which muscles are lit: those chosen in the list, and the one that is pointed at or has the focus.
 */
import { button, make } from "./dom.ts";
import { fetchOnce } from "./fetched.ts";
import { bothSides, namesOf, type ChartLines, type MuscleSource } from "./muscles.ts";
import { Choice } from "./webgl.ts";

export class MusclePanel {
  readonly element: HTMLElement;
  /** The switch; it may stand elsewhere. */
  readonly label: HTMLElement;
  lines: ChartLines | null = null;
  #source: MuscleSource;
  #changed: () => void;
  #choice = new Choice("muscle-lines");
  #chosen = new Set<string>();
  #pointed = "";
  #under = "";
  /** Muscles of the list that have the pointer or the focus, which may be two. */
  #touched = { pointer: "", focus: "" };
  #switch = make("input", { type: "checkbox" });
  #note = make("strong", { class: "badge badge--caution muscles__note" });
  #said = make("span", { role: "status" });
  #list = make("ul", { class: "muscles__list" });
  #summary = make("summary", {}, "Choose muscles");
  #find = make("input", { class: "input", type: "search", "aria-label": "Find a muscle", placeholder: "Find a muscle" });
  #shown = make("div", { class: "muscles__shown", hidden: true });

  /** `isOn` says whether the lines are on in a browser where nobody has chosen yet. */
  constructor(source: MuscleSource, isOn: boolean, changed: () => void) {
    this.#source = source;
    this.#changed = changed;
    this.#switch.checked = this.#choice.value ? this.#choice.value === "on" : isOn;
    this.#switch.addEventListener("change", () => {
      this.#choice.value = this.#switch.checked ? "on" : "off";
      void this.#turn();
    });
    this.#find.addEventListener("input", () => this.#filter());
    const choose = make("details", { class: "more" }, this.#summary, make("div", { class: "more__body" }, this.#find, this.#list));
    this.#shown.append(make("p", { class: "muscles__words" }, this.#note, this.#said), choose);
    this.label = make("label", { class: "painter__hand" }, this.#switch, make("span", {}, "Muscle lines"));
    this.element = make("div", { class: "muscles" }, this.label, this.#shown);
  }

  /** Fetch the lines if the switch is on; they come later. */
  begin(): void {
    if (this.#switch.checked) void this.#turn();
  }

  get isOn(): boolean {
    return this.#switch.checked && this.lines !== null;
  }

  get note(): string {
    return this.#note.textContent ?? "";
  }

  /** Sided muscles whose lines stand out. */
  get lit(): ReadonlySet<string> {
    const chosen = [...this.#chosen].flatMap(bothSides);
    const touched = Object.values(this.#touched).flatMap((muscle) => (muscle ? bothSides(muscle) : []));
    return new Set([...chosen, ...touched, this.#pointed, this.#under].filter((key) => key));
  }

  /** Somebody points at a row of the page that has a muscle; an empty key is none. */
  point(key: string): void {
    if (key === this.#pointed) return;
    this.#pointed = key;
    this.#show();
  }

  /** A line of the 3D body is under the pointer. */
  hover(key: string): void {
    if (key === this.#under) return;
    this.#under = key;
    this.#show();
  }

  async #turn(): Promise<void> {
    this.#shown.hidden = !this.#switch.checked;
    this.#said.textContent = "";
    if (this.#switch.checked && !this.lines) {
      try {
        this.lines = await fetchOnce<ChartLines>(this.#source.charts);
        this.#fill(this.lines);
      } catch {
        this.#said.textContent = "The lines could not be loaded; switch them off and on to try again.";
        return;
      }
    }
    this.#show();
  }

  #fill({ note, muscles }: ChartLines): void {
    this.#note.textContent = note.charAt(0).toUpperCase() + note.slice(1);
    const entries = Object.entries(muscles).sort(([, a], [, b]) => a.localeCompare(b));
    this.#summary.textContent = `Choose muscles (${entries.length})`;
    this.#list.replaceChildren(...entries.map(([muscle, name]) => make("li", {}, this.#button(muscle, name))));
  }

  #button(muscle: string, name: string): HTMLButtonElement {
    const made = button(name, { class: "chip muscles__chip", "aria-pressed": "false" }, () => {
      if (!this.#chosen.delete(muscle)) this.#chosen.add(muscle);
      made.setAttribute("aria-pressed", String(this.#chosen.has(muscle)));
      this.#show();
    });
    for (const [event, by, touched] of [["pointerenter", "pointer", muscle], ["pointerleave", "pointer", ""], ["focus", "focus", muscle], ["blur", "focus", ""]] as const) {
      made.addEventListener(event, () => {
        this.#touched[by] = touched;
        this.#show();
      });
    }
    return made;
  }

  #filter(): void {
    const wanted = this.#find.value.trim().toLowerCase();
    for (const entry of this.#list.children) {
      (entry as HTMLElement).hidden = !entry.textContent?.toLowerCase().includes(wanted);
    }
  }

  #show(): void {
    if (this.isOn) {
      const { lit } = this;
      const names = namesOf(lit, this.lines!.muscles);
      const words = names || (lit.size ? "No lines are drawn for this muscle." : "");
      if (this.#said.textContent !== words) this.#said.textContent = words;
    }
    this.#changed();
  }
}
