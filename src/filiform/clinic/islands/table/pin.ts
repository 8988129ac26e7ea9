// The lock of one device. A PIN keeps a passer-by out; it does not encrypt what rests here.

export interface KeptPin {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly iterations: number;
}

export const PIN_PATTERN = /^\d{4,8}$/;
const ITERATIONS = 600_000;

export async function makePin(pin: string, iterations = ITERATIONS): Promise<KeptPin> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, iterations, hash: await slowHash(pin, salt, iterations) };
}

export async function fits(pin: string, kept: KeptPin): Promise<boolean> {
  const hash = await slowHash(pin, kept.salt, kept.iterations);
  return hash.length === kept.hash.length && hash.reduce((sum, byte, place) => sum | (byte ^ (kept.hash[place] ?? 0)), 0) === 0;
}

/** How long to wait after so many wrong PINs in a row: nothing for four, then doubling from 5 s. */
export function waitMs(wrong: number): number {
  return wrong < 5 ? 0 : Math.min(5_000 * 2 ** (wrong - 5), 300_000);
}

async function slowHash(pin: string, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: salt as Uint8Array<ArrayBuffer>, iterations }, key, 256);
  return new Uint8Array(bits);
}
