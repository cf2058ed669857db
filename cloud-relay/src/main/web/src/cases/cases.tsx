import { useState } from 'preact/hooks';
import { cases, closeCase, oneCase, type Case, type Session } from '../api.js';
import { useAsk } from '../ask.js';
import { age, count, day, many, readable, words } from '../format.js';
import type { Live } from '../live.js';
import { Badge, Glyph } from '../parts/glyph.js';
import { Ghosts, Note, Panel, Scroll } from '../parts/panel.js';
import { go, link, type Route } from '../route.js';
import { effectOf } from './effects.js';

/** What waits for a person, and one case with its question and the decisions that fit. */
export function CasesView({ route, live, session }: { readonly route: Route; readonly live: Live; readonly session: Session | undefined }) {
  const open = route.parameters.get('closed') !== 'yes';
  const fresh = JSON.stringify(live.overview?.openCases ?? {});
  const asked = useAsk((signal) => cases(open, signal), [open, fresh]);
  const shown = route.subject || asked.answer?.[0]?.id || '';
  return (
    <>
      <Panel id="cases" title="Cases" aside={<Toggle open={open} />}>
        {asked.error ? (
          <Note tone="error" text={asked.error} action="Try again" onAction={asked.again} />
        ) : asked.answer?.length === 0 ? (
          <Note tone="empty" text={open ? 'Nothing waits for a decision.' : 'No case has been closed yet.'} />
        ) : (
          <List rows={asked.answer} shown={shown} open={open} busy={asked.busy} />
        )}
      </Panel>
      <OneCase key={shown} id={shown} session={session} onClosed={asked.again} />
    </>
  );
}

function Toggle({ open }: { readonly open: boolean }) {
  return (
    <nav class="toggle" aria-label="Which cases">
      <a class="choice" aria-current={open ? 'true' : undefined} href={link('cases')}>Open</a>
      <a class="choice" aria-current={open ? undefined : 'true'} href={link('cases', '', { closed: 'yes' })}>Closed</a>
    </nav>
  );
}

function List({ rows, shown, open, busy }: { readonly rows: readonly Case[] | undefined; readonly shown: string; readonly open: boolean; readonly busy: boolean }) {
  const now = Date.now();
  return (
    <Scroll label="Rows of cases" busy={busy}>
      <table class="grid">
        <thead>
          <tr><th scope="col">Question</th><th scope="col" class="num">{open ? 'Open for' : 'Closed'}</th></tr>
        </thead>
        <tbody>
          {rows ? (
            rows.map((c) => (
              <tr key={c.id} aria-selected={c.id === shown} class="row-link" onClick={() => go(link('cases', c.id, open ? {} : { closed: 'yes' }))}>
                <th scope="row" class="two-lines">
                  <a href={link('cases', c.id, open ? {} : { closed: 'yes' })}>{readable(c.title)}</a>
                  <span class="faint">{words(c.class)}{c.plant && `, ${c.plant}`}{Number(c.occurrences) > 1 && `, ${count(c.occurrences)} times`}</span>
                </th>
                <td class="num faint">{open ? age(now - Date.parse(c.openedAt)) : day(c.closedAt)}</td>
              </tr>
            ))
          ) : (
            <Ghosts rows={6} columns={2} />
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

function OneCase({ id, session, onClosed }: { readonly id: string; readonly session: Session | undefined; onClosed(): void }) {
  const asked = useAsk((signal) => (id ? oneCase(id, signal) : Promise.resolve(undefined)), [id]);
  const c = asked.answer;
  if (!id) return <Panel id="case" title="Case"><Note tone="empty" text="A case appears here when the relay must not decide by itself." /></Panel>;
  if (asked.error) return <Panel id="case" title={`Case ${id}`}><Note tone="error" text={asked.error} action="Try again" onAction={asked.again} /></Panel>;
  if (!c) return <Panel id="case" title={`Case ${id}`}><div class="scroll" /></Panel>;
  return (
    <Panel id="case" title={`Case ${c.id}`} aside={c.closedAt ? <Badge look={{ label: 'Closed', shape: 'check', tone: 'quiet' }} /> : <Badge look={{ label: 'Open', shape: 'triangle', tone: 'warn' }} />}>
      <Scroll label={`Question and decisions of case ${c.id}`} class="case">
        <p class="case-title">{readable(c.title)}</p>
        <p class="case-detail">{readable(c.detail)}</p>
        <Facts of={c} />
        {c.closedAt ? (
          <p class="case-closed"><Glyph shape="check" /> Closed {day(c.closedAt)} with ‘{c.decision}’{c.note && `: ${c.note}`}</p>
        ) : (
          <Decide
            of={c}
            mayDecide={session !== undefined && session.role !== 'viewer'}
            onClosed={() => {
              asked.again();
              onClosed();
            }}
          />
        )}
      </Scroll>
    </Panel>
  );
}

function Facts({ of: c }: { readonly of: Case }) {
  const traced = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(c.subject);
  const posting = /^\d+$/.test(c.subject);
  return (
    <dl class="facts">
      <div><dt>Kind</dt><dd>{words(c.class)}</dd></div>
      {c.plant && <div><dt>Plant</dt><dd>{c.plant}</dd></div>}
      {c.order && <div><dt>Order</dt><dd><a class="mono" href={link('trace', c.order)}>{c.order}</a></dd></div>}
      {traced && <div><dt>Event</dt><dd><a class="mono" href={link('trace', c.subject)}>{c.subject}</a></dd></div>}
      {posting && c.order && <div><dt>Posting</dt><dd><a class="mono" href={link('trace', c.order, { posting: c.subject })}>{c.subject}</a></dd></div>}
      <div><dt>Opened</dt><dd>{day(c.openedAt)}{Number(c.occurrences) > 1 && `, seen ${many(Number(c.occurrences), 'time')}, last ${day(c.lastSeenAt)}`}</dd></div>
    </dl>
  );
}

function Decide({ of: c, mayDecide, onClosed }: { readonly of: Case; readonly mayDecide: boolean; onClosed(): void }) {
  const [note, setNote] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const decide = (decision: string) => {
    setBusy(true);
    setError('');
    closeCase(c.id, decision, note.trim()).then(onClosed, (cause: unknown) => {
      setBusy(false);
      setError(cause instanceof Error ? cause.message : String(cause));
    });
  };
  if (!mayDecide) return <p class="case-closed faint">Deciding takes an operator's token.</p>;
  const needs = c.decisions.map((decision) => effectOf(decision, c).needs).find((text) => text !== undefined);
  return (
    <div class="decide">
      <label class="decide-note">
        <span>Note{needs ? `, with ${needs} where it is needed` : ''}</span>
        <input class="field" value={note} maxLength={4000} onInput={(e) => setNote(e.currentTarget.value)} />
      </label>
      <ul class="decisions">
        {c.decisions.map((decision, i) => {
          const { button, effect, needs: missing } = effectOf(decision, c);
          const lacks = missing !== undefined && note.trim() === '';
          return (
            <li key={decision}>
              <button type="button" class={`button ${i === 0 ? 'button-first' : ''}`} data-decision={decision} disabled={busy || lacks} onClick={() => decide(decision)}>{button}</button>
              <span class="faint">{effect}{lacks && ` Needs ${missing} in the note.`}</span>
            </li>
          );
        })}
      </ul>
      {error && <p class="decide-error" role="alert">{error}</p>}
    </div>
  );
}
