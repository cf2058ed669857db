import { useEffect, useState } from 'preact/hooks';
import { trace, type Trace, type TracedAttempt, type TracedEvent, type TracedPosting } from '../api.js';
import { useAsk } from '../ask.js';
import { clock, count, exactClock, many, place, words } from '../format.js';
import { Badge, POSTING_LOOK } from '../parts/glyph.js';
import { Note, Panel, Scroll } from '../parts/panel.js';
import { go, link, type Route } from '../route.js';
import { Chain } from './chain.js';
import { chosenOf, nameOf } from './choose.js';
import { chainOf } from './graph.js';

/** From a document to the register values behind it, and from an order or an event to its documents. */
export function TraceView({ route }: { readonly route: Route }) {
  const subject = route.subject;
  const asked = useAsk((signal) => (subject ? trace(subject, signal) : Promise.resolve(undefined)), [subject]);
  return (
    <>
      <Finder subject={subject} />
      {!subject ? (
        <Panel id="trace" title="Trace">
          <Note tone="empty" text="Name an order, a document or an event to see where its pieces came from and what became of them." />
        </Panel>
      ) : asked.error ? (
        <Panel id="trace" title={`Trace of ${subject}`}>
          <Note tone="error" text={asked.error} action="Try again" onAction={asked.again} />
        </Panel>
      ) : asked.answer ? (
        <Found trace={asked.answer} route={route} />
      ) : (
        <Panel id="trace" title={`Trace of ${subject}`}><div class="scroll chain" /></Panel>
      )}
    </>
  );
}

function Finder({ subject }: { readonly subject: string }) {
  const [text, setText] = useState(subject);
  useEffect(() => setText(subject), [subject]);
  return (
    <form
      class="finder"
      role="search"
      onSubmit={(e) => {
        e.preventDefault();
        if (text.trim()) go(link('trace', text.trim()));
      }}
    >
      <input type="search" class="field mono" aria-label="Order, document, posting or event" placeholder="Order, document, posting or event" data-hotkey="/" value={text} onInput={(e) => setText(e.currentTarget.value)} />
      <button type="submit" class="button">Trace</button>
    </form>
  );
}

function Found({ trace: found, route }: { readonly trace: Trace; readonly route: Route }) {
  const postings = [...found.postings].reverse();
  const chosen = chosenOf(found, route.subject, route.parameters.get('posting') ?? '');
  const show = route.parameters.get('show') ?? '';
  useEffect(() => {
    if (show) document.getElementById(show === 'events' ? 'events' : 'attempts')?.scrollIntoView({ block: 'nearest' });
  }, [show, chosen]);
  if (!chosen) return <Unposted events={found.unposted} subject={route.subject} />;
  const chain = chainOf(chosen);
  return (
    <>
      <Panel id="trace" title={`Trace of ${nameOf(chosen, postings)}`} aside={<span>{chain.story}</span>}>
        {postings.length > 1 && <Choices postings={postings} chosen={chosen} subject={route.subject} omitted={Number(found.omitted)} />}
        <Chain chain={chain} label={chosen.document || chosen.posting} />
      </Panel>
      <Events posting={chosen} marked={route.subject} />
      <Document posting={chosen} />
    </>
  );
}

/** The postings of an order or event, newest first. */
function Choices(props: { readonly postings: readonly TracedPosting[]; readonly chosen: TracedPosting; readonly subject: string; readonly omitted: number }) {
  return (
    <nav class="choices" aria-label={`Documents of ${props.subject}`}>
      {props.postings.map((p) => (
        <a key={p.posting} class={`choice tone-${POSTING_LOOK[p.state].tone}`} aria-current={p === props.chosen ? 'true' : undefined} href={link('trace', props.subject, { posting: p.posting })}>
          <span class="mono">{nameOf(p, props.postings)}</span>
        </a>
      ))}
      {props.omitted > 0 && <span class="faint">and {count(props.omitted)} older</span>}
    </nav>
  );
}

function Events({ posting, marked }: { readonly posting: TracedPosting; readonly marked: string }) {
  const { events } = posting;
  return (
    <Panel id="events" title="Register values" aside={<span>{many(events.length, 'event')}</span>}>
      {events.length === 0 ? (
        <Note tone="empty" text="No event of this posting is in the log." />
      ) : (
        <Scroll label="Events with their register values">
          <table class="grid">
            <thead>
              <tr>
                <th scope="col">Read at</th>
                <th scope="col">Tag</th>
                <th scope="col" class="num">Register</th>
                <th scope="col" class="num">Counter</th>
                <th scope="col" class="num">Pieces</th>
                <th scope="col" class="num">Journal</th>
                <th scope="col">Event</th>
              </tr>
            </thead>
            <tbody>
              {events.map((e) => <EventRow key={e.event} event={e} marked={e.event === marked} />)}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function EventRow({ event: e, marked }: { readonly event: TracedEvent; readonly marked: boolean }) {
  return (
    <tr aria-selected={marked}>
      <th scope="row" class="num-left" title={e.occurredAt}>{exactClock(e.occurredAt)}</th>
      <td><Tag event={e} /></td>
      <td class="num mono" data-register>{register(e)}</td>
      <td class="num mono">{e.value ? `${e.characteristic} ${words(e.verdict)}` : e.says || `${count(e.from)} → ${count(e.to)}`}</td>
      <td class="num">{e.quantity ? `+${count(e.quantity)}` : ''}{e.withheldBy && <span class="badge tone-warn">{words(e.withheldBy)}</span>}<Flags event={e} /></td>
      <td class="num faint" title={`agent ${e.agent}, epoch ${e.epoch}`}>{e.agent} {e.sequence}</td>
      <td><a class="mono" href={link('trace', e.event)} title={`documents of event ${e.event}`}>{e.event.slice(-8)}</a></td>
    </tr>
  );
}

/** Fields of a posting that the page shows in places of their own. */
const KNOWN: ReadonlySet<string> = new Set(['order', 'flow', 'equipment', 'machine']);

const FLAGS: Readonly<Record<string, string>> = {
  ORDER_CHANGED: 'the order changed since the reading before: on_order_change says whose the pieces are, except after a reset',
  UNCERTAIN: 'how many pieces these are, or whose, a person must say',
  SPLIT_READ: 'counter and order were read in different requests',
  UNOBSERVED_BEFORE_RESET: 'what was counted between the reading before and the reset is not known',
};

/** What a webhook told has no tag. */
function Tag({ event: e }: { readonly event: TracedEvent }) {
  return <>{e.source}{e.tag && <span class="faint">.{e.tag}</span>}</>;
}

/** What was read: a value, or the two readings of a register. */
function register(e: TracedEvent): string {
  if (e.value) return `${e.value} ${e.unit}`;
  return e.says ? '' : `${e.fromRaw} → ${e.toRaw}`;
}

/** What a reader of a count must know. */
function Flags({ event }: { readonly event: TracedEvent }) {
  return <>{event.flags.map((flag, i) => <span key={i} class="badge tone-warn" title={FLAGS[flag]}>{words(flag)}</span>)}</>;
}

function Document({ posting }: { readonly posting: TracedPosting }) {
  const { unit, where } = place(posting.fields['equipment'] ?? '');
  const facts: readonly (readonly [string, preact.ComponentChildren])[] = [
    ['State', <Badge look={POSTING_LOOK[posting.state]} />],
    ['Document', posting.document ? <span class="mono">{posting.document}</span> : 'none yet'],
    ['Order', <a class="mono" href={link('trace', posting.order)}>{posting.order}</a>],
    ['Machine', unit ? <>{unit} <span class="faint">{where}</span></> : 'none'],
    ['Made by', posting.run ? `${posting.run.flow} version ${posting.run.version}, closed by ${posting.run.closedBy.toLowerCase()}` : 'a decision'],
    ['Sent to', `${posting.target}, ${posting.operation}`],
    ['Our reference', <span class="mono">{posting.reference}</span>],
    ...(posting.ranges.length === 0 ? ([['Content', content(posting)]] as const) : []),
  ];
  return (
    <Panel id="attempts" title="Document" aside={<span>{many(posting.attempts.length, 'attempt')}</span>}>
      <Scroll label="The document and the attempts to make it">
        <dl class="facts">
          {facts.map(([name, value]) => (
            <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
          ))}
        </dl>
        <table class="grid">
          <thead>
            <tr><th scope="col">Attempt</th><th scope="col">At</th><th scope="col">Outcome</th></tr>
          </thead>
          <tbody>{posting.attempts.map((a) => <Attempt key={`${a.number}${a.endedAt}`} attempt={a} />)}</tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** What a document without pieces tells, but for what stands beside it. */
function content(posting: TracedPosting): string {
  return Object.entries(posting.fields)
    .filter(([name]) => !KNOWN.has(name))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function Attempt({ attempt }: { readonly attempt: TracedAttempt }) {
  return (
    <tr>
      <th scope="row">{attempt.number} {attempt.kind.toLowerCase()}</th>
      <td class="num-left faint">{clock(attempt.startedAt)}</td>
      <td title={attempt.text}>{attempt.outcome ? words(attempt.outcome) : 'under way'} <span class="faint">{attempt.text}</span></td>
    </tr>
  );
}

/** Events that no posting holds: why not. */
function Unposted({ events, subject }: { readonly events: readonly TracedEvent[]; readonly subject: string }) {
  return (
    <Panel id="trace" title={`Trace of ${subject}`} aside={<span>{many(events.length, 'event')}, no document</span>}>
      <Scroll label="Events without a document">
        <table class="grid">
          <thead>
            <tr><th scope="col">Read at</th><th scope="col">Tag</th><th scope="col" class="num">Register</th><th scope="col" class="num">Pieces</th><th scope="col">Why no document</th></tr>
          </thead>
          <tbody>
            {events.map((e) => (
              <tr key={e.event}>
                <th scope="row" class="num-left">{exactClock(e.occurredAt)}</th>
                <td><Tag event={e} /></td>
                <td class="num mono">{register(e)}</td>
                <td class="num">{e.says || (e.value ? `${e.characteristic} ${words(e.verdict)}` : e.quantity && `+${count(e.quantity)}`)}</td>
                <td>{words(e.withheldBy)}<Flags event={e} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
