import { useEffect, useRef, useState } from 'preact/hooks';
import { POSTING_STATES, postings, type Posting, type PostingPage, type PostingQuery, type PostingState } from '../api.js';
import { useAsk } from '../ask.js';
import { age, compact, count, place } from '../format.js';
import type { Live } from '../live.js';
import { Badge, Glyph, POSTING_LOOK } from '../parts/glyph.js';
import { Ghosts, Note, Panel, Scroll } from '../parts/panel.js';
import { go, link, type Route } from '../route.js';

const TYPING_PAUSE_MS = 180;

/** All postings, filtered and paged by the relay. State, target and text stand in the address, so a view can be passed on. */
export function PostingsView({ route, live }: { readonly route: Route; readonly live: Live }) {
  const filter = { state: (route.parameters.get('state') ?? '') as PostingState | '', target: route.parameters.get('target') ?? '', text: route.parameters.get('text') ?? '' };
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const address = JSON.stringify(filter);
  useEffect(() => setCursors([]), [address]);
  const query: PostingQuery = { ...filter, cursor: cursors.at(-1) ?? '' };
  const fresh = cursors.length === 0 ? JSON.stringify(live.overview?.postings ?? []) : '';
  const asked = useAsk((signal) => postings(query, signal), [address, query.cursor, fresh], TYPING_PAUSE_MS);
  const page = asked.answer;
  const narrow = (change: Partial<typeof filter>) => go(link('postings', '', { ...filter, ...change }));
  return (
    <Panel id="postings" title="Postings" aside={<Search text={filter.text} onSearch={(text) => narrow({ text })} />}>
      <Choices page={page} filter={filter} onChoose={narrow} />
      {asked.error ? (
        <Note tone="error" text={asked.error} action="Try again" onAction={asked.again} />
      ) : page && page.postings.length === 0 ? (
        <Note tone="empty" text="No posting matches this filter." />
      ) : (
        <Rows rows={page?.postings} busy={asked.busy} />
      )}
      <Pager page={page} filter={filter} shownBefore={cursors.length} onNext={(next) => setCursors([...cursors, next])} onBack={() => setCursors(cursors.slice(0, -1))} onFirst={() => setCursors([])} />
    </Panel>
  );
}

type Filter = Pick<PostingQuery, 'state' | 'target' | 'text'>;

function Search({ text, onSearch }: { readonly text: string; onSearch(text: string): void }) {
  return (
    <input type="search" class="field" placeholder="Order, document or number" aria-label="Filter postings by order, document or number" data-hotkey="/" value={text} onInput={(e) => onSearch(e.currentTarget.value.trim())} />
  );
}

function Choices({ page, filter, onChoose }: { readonly page: PostingPage | undefined; readonly filter: Filter; onChoose(change: Partial<Filter>): void }) {
  const counts = page?.counts ?? [];
  const targets = [...new Set(counts.map((c) => c.target))];
  const sum = (state: string, target: string) => counts.reduce((n, c) => ((!state || c.state === state) && (!target || c.target === target) ? n + Number(c.count) : n), 0);
  const states = POSTING_STATES.filter((s) => s === filter.state || sum(s, '') > 0);
  return (
    <div class="choices-row">
      <div class="choices" role="group" aria-label="Filter by state">
        {states.map((state) => {
          const look = POSTING_LOOK[state];
          const on = filter.state === state;
          return (
            <button key={state} type="button" class={`choice tone-${look.tone}`} aria-pressed={on} onClick={() => onChoose({ state: on ? '' : state })}>
              <Glyph shape={look.shape} /> {look.label} <span class="choice-count">{compact(sum(state, filter.target))}</span>
            </button>
          );
        })}
      </div>
      {(targets.length > 1 || filter.target) && (
        <div class="choices" role="group" aria-label="Filter by target">
          {targets.map((target) => (
            <button key={target} type="button" class="choice" aria-pressed={filter.target === target} onClick={() => onChoose({ target: filter.target === target ? '' : target })}>
              {target.toUpperCase()} <span class="choice-count">{compact(sum(filter.state, target))}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Rows({ rows, busy }: { readonly rows: readonly Posting[] | undefined; readonly busy: boolean }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (event: KeyboardEvent, index: number) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    body.current?.rows[index + step]?.querySelector('a')?.focus();
  };
  const now = Date.now();
  return (
    <Scroll label="Rows of postings" busy={busy}>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">State</th>
            <th scope="col">Document</th>
            <th scope="col">Order</th>
            <th scope="col" class="wide-only">Machine</th>
            <th scope="col" class="num">Says</th>
            <th scope="col">Target</th>
            <th scope="col" class="num">Age</th>
            <th scope="col" class="wide-only">Last failure</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows ? rows.map((row, i) => <Row key={row.posting} row={row} now={now} onKey={(e) => move(e, i)} />) : <Ghosts rows={12} columns={9} />}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ row, now, onKey }: { readonly row: Posting; readonly now: number; onKey(event: KeyboardEvent): void }) {
  return (
    <tr>
      <th scope="row">
        <a class="mono" href={link('trace', row.document || row.order, { posting: row.posting })} aria-label={`Trace posting ${row.posting}`} onKeyDown={onKey}>{row.posting}</a>
      </th>
      <td><Badge look={POSTING_LOOK[row.state]} /></td>
      <td class="mono">{row.document || <span class="faint">none yet</span>}</td>
      <td><a class="mono" href={link('trace', row.order)}>{row.order}</a></td>
      <td class="wide-only">{row.equipment ? place(row.equipment).unit : ''}</td>
      <td class="num"><Says fields={row.fields} /></td>
      <td>{row.target.toUpperCase()} <span class="faint">{row.operation}</span></td>
      <td class="num faint">{age(now - Date.parse(row.changedAt))}</td>
      <td class="wide-only faint clip" title={row.failure}>{row.failure}</td>
    </tr>
  );
}

function Says({ fields }: { readonly fields: Readonly<Record<string, string>> }) {
  const told = ['good', 'scrap', 'quantity'].filter((name) => Number(fields[name] ?? '0') !== 0);
  return (
    <>
      {told.map((name, i) => (
        <span key={name}>{i > 0 && ', '}{count(fields[name] ?? 0)} <span class="faint">{name}</span></span>
      ))}
    </>
  );
}

function Pager(props: { readonly page: PostingPage | undefined; readonly filter: Filter; readonly shownBefore: number; onNext(cursor: string): void; onBack(): void; onFirst(): void }) {
  const { page, filter } = props;
  const all = (page?.counts ?? []).filter((c) => (!filter.state || c.state === filter.state) && (!filter.target || c.target === filter.target)).reduce((n, c) => n + Number(c.count), 0);
  return (
    <footer class="pager">
      <span class="faint" aria-live="polite">{page && page.postings.length > 0 ? `${count(page.postings.length)} of ${count(all)}, newest first, page ${props.shownBefore + 1}` : ''}</span>
      <span class="pager-buttons">
        <button type="button" class="button" disabled={props.shownBefore === 0} onClick={props.onFirst}>First</button>
        <button type="button" class="button" disabled={props.shownBefore === 0} onClick={props.onBack}>Back</button>
        <button type="button" class="button" disabled={!page?.next} onClick={() => page && props.onNext(page.next)}>Next</button>
      </span>
    </footer>
  );
}
