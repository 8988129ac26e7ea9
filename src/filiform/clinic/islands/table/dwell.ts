// Needles that are left in place, and when they are due to come out.

import type { TableSite } from "./fold.ts";

export interface Dwell {
  readonly site: string;
  readonly leftMs: number;
  readonly due: boolean;
}

/** Of each site with a needle in and a planned time: how long is left; negative once it is over. */
export function dwells(sites: readonly TableSite[], now: Date): Dwell[] {
  return sites.flatMap((site) => {
    const minutes = site.values.dwell_min;
    const since = site.ins.at(-1)?.at;
    if (typeof minutes !== "number" || !since || site.needles_in <= site.needles_out) return [];
    const leftMs = Date.parse(since) + minutes * 60_000 - now.getTime();
    return [{ site: site.id, leftMs, due: leftMs <= 0 }];
  });
}

export function clockText(ms: number): string {
  const seconds = Math.ceil(Math.abs(ms) / 1000);
  return `${ms < 0 ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Ring twice, made by the browser itself: no sound file is fetched. */
export function ring(): void {
  try {
    const audio = new AudioContext();
    for (const at of [0, 0.45]) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      tone.frequency.value = 880;
      loudness.gain.setValueAtTime(0.25, audio.currentTime + at);
      loudness.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.4);
      tone.connect(loudness).connect(audio.destination);
      tone.start(audio.currentTime + at);
      tone.stop(audio.currentTime + at + 0.4);
    }
    setTimeout(() => void audio.close(), 1500);
  } catch {
    // A device without sound still flashes.
  }
}
