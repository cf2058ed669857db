import type { TracedEvent, TracedPosting, TracedRange } from '../api.js';
import { age, clock, count, many } from '../format.js';
import { POSTING_LOOK } from '../parts/glyph.js';
import { link } from '../route.js';

export type NodeState = 'ok' | 'unknown' | 'rejected' | 'waiting';

export interface ChainNode {
  readonly id: string;
  readonly column: number;
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  readonly state: NodeState;
  /** where following it leads */
  readonly href: string;
}

export interface ChainLink {
  readonly from: string;
  readonly to: string;
  readonly quantity: number;
}

export interface ChainGraph {
  readonly columns: readonly string[];
  readonly nodes: readonly ChainNode[];
  readonly links: readonly ChainLink[];
  readonly story: string;
}

const COLUMNS = ['Register', 'Events', 'Log', 'Flow', 'Posting', 'Document'] as const;

/** The chain of one posting: a row for each stretch of a counter, which join in the run, the posting and the document. Pure. */
export function chainOf(posting: TracedPosting): ChainGraph {
  const self = posting.document || posting.order;
  const to = (section: string) => link('trace', self, { posting: posting.posting, show: section });
  const state = stateOf(posting);
  const rows = posting.ranges.length > 0 ? posting.ranges.map((range) => rowOf(posting, range)) : others(posting);
  const nodes: ChainNode[] = [];
  const links: ChainLink[] = [];
  rows.forEach((row, i) => {
    const last = row.events.at(-1);
    nodes.push({ id: `r${i}`, column: 0, kind: 'Register', title: row.title, detail: row.registers, state: 'ok', href: to('events') });
    nodes.push({ id: `e${i}`, column: 1, kind: 'Events', title: many(row.events.length, 'event'), detail: row.times, state: 'ok', href: to('events') });
    nodes.push({ id: `l${i}`, column: 2, kind: 'Log', title: row.positions, detail: last ? `by ${last.agent}` : '', state: 'ok', href: to('events') });
    links.push({ from: `r${i}`, to: `e${i}`, quantity: row.quantity }, { from: `e${i}`, to: `l${i}`, quantity: row.quantity }, { from: `l${i}`, to: 'f', quantity: row.quantity });
  });
  const all = rows.reduce((sum, row) => sum + row.quantity, 0);
  const run = posting.run;
  nodes.push({ id: 'f', column: 3, kind: 'Flow', title: run?.flow ?? 'decision', detail: run ? `v${run.version}, run ${run.run}` : '', state: 'ok', href: to('posting') });
  nodes.push({ id: 'p', column: 4, kind: 'Posting', title: `No. ${posting.posting}`, detail: `${POSTING_LOOK[posting.state].label}${tries(posting)}`, state, href: to('posting') });
  nodes.push({ id: 'd', column: 5, kind: 'Document', title: posting.document || 'no document yet', detail: documentDetail(posting), state, href: link('trace', posting.order) });
  links.push({ from: 'f', to: 'p', quantity: all }, { from: 'p', to: 'd', quantity: all });
  return { columns: COLUMNS, nodes, links, story: story(posting, all) };
}

interface Row {
  readonly title: string;
  readonly registers: string;
  readonly times: string;
  readonly positions: string;
  readonly quantity: number;
  readonly events: readonly TracedEvent[];
}

function rowOf(posting: TracedPosting, range: TracedRange): Row {
  const from = BigInt(range.from);
  const to = BigInt(range.to);
  const events = posting.events.filter((e) => e.counter === range.counter && e.generation === range.generation && BigInt(e.from) < to && BigInt(e.to) > from);
  return { ...spanOf(events), title: range.counter, registers: `${count(range.from)} → ${count(range.to)}`, quantity: Number(range.quantity), events };
}

/** What is behind a posting that carries no counts: its events, by tag. */
function others(posting: TracedPosting): readonly Row[] {
  if (posting.events.length === 0) return [];
  const first = posting.events[0] as TracedEvent;
  return [{ ...spanOf(posting.events), title: first.tag || first.counter || 'event', registers: first.source, quantity: 1, events: posting.events }];
}

function spanOf(events: readonly TracedEvent[]): { readonly times: string; readonly positions: string } {
  const first = events[0];
  const last = events.at(-1);
  if (!first || !last) return { times: '', positions: 'no event' };
  const took = Date.parse(last.occurredAt) - Date.parse(first.occurredAt);
  const times = took < 1000 ? clock(first.occurredAt) : `${clock(first.occurredAt)}, ${age(took)}`;
  const positions = first === last ? `#${first.logPosition}` : `#${first.logPosition}\u2013${last.logPosition}`;
  return { times, positions };
}

export function stateOf(posting: TracedPosting): NodeState {
  switch (posting.state) {
    case 'CONFIRMED':
    case 'COMPENSATED':
      return 'ok';
    case 'UNKNOWN':
      return 'unknown';
    case 'REJECTED':
    case 'PARKED':
      return 'rejected';
    default:
      return 'waiting';
  }
}

function tries(posting: TracedPosting): string {
  const sends = posting.attempts.filter((a) => a.kind.toLowerCase() === 'send').length;
  return sends <= 1 ? '' : `, sent ${sends} times`;
}

function documentDetail(posting: TracedPosting): string {
  const parts = ['good', 'scrap'].filter((field) => Number(posting.fields[field] ?? '0') !== 0).map((field) => `${count(posting.fields[field] ?? 0)} ${field}`);
  return parts.length > 0 ? parts.join(', ') : `${posting.target}, ${posting.operation}`;
}

function story(posting: TracedPosting, pieces: number): string {
  return posting.ranges.length > 0
    ? `${count(pieces)} pieces of order ${posting.order} from ${many(posting.ranges.length, 'register interval')} in ${posting.document || 'no document yet'}`
    : `${posting.target} ${posting.operation} for order ${posting.order}`;
}
