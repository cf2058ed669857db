import { POSTING_STATES, type PostingCount, type PostingState, type Target } from '../api.js';
import { compact, count } from '../format.js';
import { Glyph, POSTING_LOOK, targetLook } from '../parts/glyph.js';
import { Note, Panel, Scroll } from '../parts/panel.js';
import { link } from '../route.js';

/** Postings by state and target; each number leads to the postings that it counts. */
export function Matrix({ counts, targets }: { readonly counts: readonly PostingCount[]; readonly targets: readonly Target[] }) {
  const names = [...new Set([...targets.map((t) => t.target), ...counts.map((c) => c.target)])].sort();
  const states = POSTING_STATES.filter((state) => always(state) || counts.some((c) => c.state === state));
  const number = (state: PostingState, target: string) => Number(counts.find((c) => c.state === state && c.target === target)?.count ?? 0);
  return (
    <Panel id="matrix" title="Postings" aside={<a href={link('postings')}>All postings</a>}>
      {names.length === 0 ? (
        <Note tone="empty" text="No target yet. Postings appear when a flow has counted its first window." />
      ) : (
        <Scroll label="Postings by state and target">
          <table class="grid">
            <thead>
              <tr>
                <th scope="col">State</th>
                {names.map((name) => <TargetHead key={name} name={name} target={targets.find((t) => t.target === name)} />)}
              </tr>
            </thead>
            <tbody>
              {states.map((state) => {
                const look = POSTING_LOOK[state];
                const any = names.some((name) => number(state, name) > 0);
                return (
                  <tr key={state}>
                    <th scope="row">
                      <span class={`badge ${any ? `tone-${look.tone}` : 'faint'}`}><Glyph shape={look.shape} />{look.label}</span>
                    </th>
                    {names.map((name) => <Cell key={name} state={state} target={name} number={number(state, name)} />)}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function always(state: PostingState): boolean {
  return state !== 'SKIPPED' && state !== 'CANCELLED' && state !== 'COMPENSATED';
}

function TargetHead({ name, target }: { readonly name: string; readonly target: Target | undefined }) {
  const look = target ? targetLook(target.breaker) : undefined;
  return (
    <th scope="col" class="num" title={target?.lastFailure || look?.label || ''}>
      <span class={`lead tone-${look?.tone ?? 'quiet'}`}>
        {look && <Glyph shape={look.shape} />}
        <span class="hidden">{look?.label} </span>
      </span>
      {name.toUpperCase()}
    </th>
  );
}

function Cell({ state, target, number }: { readonly state: PostingState; readonly target: string; readonly number: number }) {
  if (number === 0) return <td class="num faint">0</td>;
  return (
    <td class="num">
      <a href={link('postings', '', { state, target })} aria-label={`${compact(number)} ${POSTING_LOOK[state].label} in ${target}`} title={count(number)}>{compact(number)}</a>
    </td>
  );
}
