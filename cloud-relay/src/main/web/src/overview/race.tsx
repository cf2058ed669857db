import type { Held, Machine, Reason, Step } from '../api.js';
import { count, shortfall } from '../format.js';
import { Glyph, HELD_LOOK, REASONS } from '../parts/glyph.js';

const STATIONS = [
  { name: 'Register', place: 'at the machine', step: undefined, of: (m: Machine) => m.register },
  { name: 'Journalled', place: 'safe in the plant', step: 'journal', of: (m: Machine) => m.journalled },
  { name: 'Logged', place: 'safe in the relay', step: 'log', of: (m: Machine) => m.logged },
  { name: 'Posted', place: 'confirmed by the ERP', step: 'post', of: (m: Machine) => m.posted },
] as const;

/** The race: four counts from the machine to the ERP, and what each step still holds, by reason. */
export function Race({ machines, stale }: { readonly machines: readonly Machine[]; readonly stale: boolean }) {
  return (
    <section class={`race ${stale ? 'is-stale' : ''}`} aria-label="Four counts, all machines">
      <ol>
        {STATIONS.map((station, i) => {
          const sum = total(machines, station.of);
          return (
            <li key={station.name}>
              {station.step && <Flow held={merge(machines, station.step)} />}
              <div class="station">
                <span class="station-name">{station.name}</span>
                {sum === undefined ? (
                  <span class="station-count station-unknown" data-stage={i}>not reported</span>
                ) : (
                  <span class="station-count" data-stage={i}>{count(sum)}</span>
                )}
                <span class="station-place">{station.place}</span>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Flow({ held }: { readonly held: readonly Held[] }) {
  const missing = held.reduce((sum, h) => sum + Number(h.quantity), 0);
  return (
    <div class={`step ${missing === 0 ? 'step-even' : ''}`}>
      <span class="step-flow" aria-hidden="true" />
      <span class="step-total">{missing === 0 ? 'even' : shortfall(missing)}</span>
      <ul class="step-why">
        {held.map((h) => (
          <li key={h.reason} class={`tone-${HELD_LOOK[h.reason].tone}`}>
            <Glyph shape={HELD_LOOK[h.reason].shape} />
            {count(h.quantity)} {HELD_LOOK[h.reason].label}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Sum over all machines; undefined while none has reported that count. */
export function total(machines: readonly Machine[], of: (machine: Machine) => string): number | undefined {
  const known = machines.map(of).filter((value) => value !== '');
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + Number(value), 0);
}

export function gravestFirst(held: readonly Held[]): readonly Held[] {
  return [...held].sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
}

/** All machines' held pieces before one step, one entry per reason, the gravest first. */
export function merge(machines: readonly Machine[], step: Step): readonly Held[] {
  const all = machines.flatMap((m) => m.held).filter((h) => h.step === step);
  const sum = (reason: Reason) => all.reduce((n, h) => (h.reason === reason ? n + Number(h.quantity) : n), 0);
  return REASONS.map((reason) => ({ step, reason, quantity: String(sum(reason)), text: '' })).filter((h) => h.quantity !== '0');
}
