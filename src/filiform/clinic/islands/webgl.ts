// Whether this browser can draw the body, and what was chosen on it before.

/** Whether WebGL 2 works here; a browser that has it switched off says so at once. */
export function hasWebGL(): boolean {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null && context !== undefined;
  } catch {
    return false;
  }
}

/** A choice that this browser keeps; without storage it lasts as long as the page. */
export class Choice {
  #key: string;
  #now: string | null = null;

  constructor(name: string) {
    this.#key = `filiform-${name}`;
  }

  get value(): string | null {
    try {
      return this.#now ?? localStorage.getItem(this.#key);
    } catch {
      return this.#now;
    }
  }

  set value(value: string | null) {
    this.#now = value;
    try {
      localStorage.setItem(this.#key, value ?? "");
    } catch {
      // A private window keeps nothing.
    }
  }
}
