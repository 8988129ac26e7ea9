// Unsent drawings wait in this tab, until a page shows that the server has them.

const DRAFT = "filiform-draft-";
const SENT = "filiform-sent-";

export class Draft {
  #key: string;

  constructor(name: string) {
    this.#key = DRAFT + name;
  }

  get text(): string | null {
    return sessionStorage.getItem(this.#key);
  }

  keep(text: string): void {
    sessionStorage.setItem(this.#key, text);
  }

  /** Remember under which id it was sent; it may still be lost on the way. */
  sent(drawing: string): void {
    sessionStorage.setItem(SENT + drawing, this.#key);
  }
}

/** Drop the drafts of all drawings that a page names as stored, with `data-stored-drawing="…"`. */
export function dropStored(page: ParentNode): void {
  for (const stored of page.querySelectorAll<HTMLElement>("[data-stored-drawing]")) {
    const sent = SENT + (stored.dataset["storedDrawing"] ?? "");
    const draft = sessionStorage.getItem(sent);
    if (!draft) continue;
    sessionStorage.removeItem(draft);
    sessionStorage.removeItem(sent);
  }
}

dropStored(document);
