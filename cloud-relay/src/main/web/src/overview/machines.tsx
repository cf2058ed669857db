import type { Machine } from '../api.js';
import { count, place } from '../format.js';
import { Glyph, HELD_LOOK, sourceLook } from '../parts/glyph.js';
import { Note, Panel, Scroll } from '../parts/panel.js';
import { Spark } from '../parts/spark.js';
import { link } from '../route.js';
import { gravestFirst } from './race.js';
import { keyOf } from './rates.js';

interface Shown {
  readonly machines: readonly Machine[];
  /** how many more there are than one answer holds */
  readonly omitted: number;
  readonly rates: ReadonlyMap<string, readonly number[]>;
  readonly stale: boolean;
}

export function Machines({ machines, omitted, rates, stale }: Shown) {
  const even = machines.filter((m) => m.held.length === 0).length;
  return (
    <Panel id="machines" title="Machines" aside={machines.length > 0 && <span>{even} of {machines.length} even{omitted > 0 && `, and ${count(omitted)} more`}</span>}>
      {machines.length === 0 ? (
        <Note tone="empty" text="No counts yet. They appear as soon as an agent sends its first event." />
      ) : (
        <Scroll label="Machines and their four counts">
          <table class={`grid grid-fixed ${stale ? 'is-stale' : ''}`}>
            <thead>
              <tr>
                <th scope="col" class="w-name">Machine</th>
                <th scope="col" class="w-order not-phone">Order</th>
                <th scope="col" class="w-rate not-phone">Per minute</th>
                <th scope="col" class="num w-count">Register</th>
                <th scope="col" class="num w-count">Journal<span class="not-phone">led</span></th>
                <th scope="col" class="num w-count">Logged</th>
                <th scope="col" class="num w-count">Posted</th>
                <th scope="col" class="not-phone">Difference</th>
              </tr>
            </thead>
            <tbody>
              {machines.map((machine) => (
                <Row key={keyOf(machine)} machine={machine} rate={rates.get(keyOf(machine)) ?? []} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function Row({ machine, rate }: { readonly machine: Machine; readonly rate: readonly number[] }) {
  const look = sourceLook(machine.sourceState);
  const { unit, where } = place(machine.equipment);
  const counts = [machine.register, machine.journalled, machine.logged, machine.posted];
  return (
    <tr data-machine={machine.equipment}>
      <th scope="row" title={machine.sourceReason || machine.equipment}>
        <span class={`lead tone-${look.tone}`}>
          <Glyph shape={look.shape} />
          <span class="hidden">Source {look.label}: </span>
        </span>
        <span class="machine-name">{unit}</span> <span class="faint wide-only">{where}</span>
        <span class="phone-only" aria-hidden="true"><Difference machine={machine} /></span>
      </th>
      <td class="not-phone">{machine.order ? <a class="mono" href={link('trace', machine.order)}>{machine.order}</a> : <span class="faint">none</span>}</td>
      <td class="not-phone">
        <div class="rate">
          <Spark values={rate} />
          <span class="num">{rate.at(-1) ?? '…'}</span>
        </div>
      </td>
      {counts.map((value, i) => (
        <td key={i} class={`num ${i > 0 && counts[i - 1] !== '' && value !== counts[i - 1] ? 'is-behind' : ''}`}>
          {value === '' ? <span class="faint" title="not reported by the agent">–<span class="hidden"> not reported</span></span> : count(value)}
        </td>
      ))}
      <td class="not-phone">
        <Difference machine={machine} />
      </td>
    </tr>
  );
}

function Difference({ machine }: { readonly machine: Machine }) {
  if (machine.held.length === 0) return <span class="faint">even</span>;
  return (
    <span class="why">
      {gravestFirst(machine.held).map((h, i) => {
        const look = HELD_LOOK[h.reason];
        return (
          <span key={`${h.step}${h.reason}`} class={`badge tone-${look.tone}`} title={`${count(h.quantity)} ${h.text}`}>
            <Glyph shape={look.shape} />
            <span>{count(h.quantity)}<span class={i === 0 ? '' : 'hidden'}> {look.label}</span></span>
          </span>
        );
      })}
    </span>
  );
}
