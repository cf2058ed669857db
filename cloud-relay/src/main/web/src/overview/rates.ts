import type { Machine, Overview } from '../api.js';

const SAMPLES_MAX = 40;
const WINDOW_MS = 20_000;

interface Sample {
  readonly at: number;
  readonly pieces: number;
}

/** Pieces per minute of each machine, from what the overviews of the last seconds said. */
export class Rates {
  readonly #samples = new Map<string, Sample[]>();
  #rates = new Map<string, readonly number[]>();

  take(overview: Overview): ReadonlyMap<string, readonly number[]> {
    const at = Date.parse(overview.at);
    const next = new Map<string, readonly number[]>();
    for (const machine of overview.machines) {
      const key = keyOf(machine);
      const samples = (this.#samples.get(key) ?? []).filter((s) => s.at < at && at - s.at <= WINDOW_MS);
      samples.push({ at, pieces: Number(machine.register || machine.logged) });
      this.#samples.set(key, samples);
      const rate = perMinute(samples);
      const before = this.#rates.get(key) ?? [];
      next.set(key, rate === undefined ? before : [...before, rate].slice(-SAMPLES_MAX));
    }
    this.#rates = next;
    return next;
  }
}

/** Over the window; undefined for less than two seconds, and never below zero (a register may be corrected). */
export function perMinute(samples: readonly Sample[]): number | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < 2_000) return undefined;
  return Math.max(0, Math.round(((last.pieces - first.pieces) / (last.at - first.at)) * 60_000));
}

export function keyOf(machine: Machine): string {
  return `${machine.plant} ${machine.equipment}`;
}
