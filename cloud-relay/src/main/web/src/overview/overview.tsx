import { useState } from 'preact/hooks';
import { trace, type Agent, type Case, type Posting } from '../api.js';
import { useAsk } from '../ask.js';
import { age, count, many, place, readable, words } from '../format.js';
import type { Live } from '../live.js';
import { agentLook, Glyph, sourceLook } from '../parts/glyph.js';
import { Note, Panel, Scroll } from '../parts/panel.js';
import { link } from '../route.js';
import { Chain } from '../trace/chain.js';
import { chosenOf } from '../trace/choose.js';
import { chainOf } from '../trace/graph.js';
import { Machines } from './machines.js';
import { Matrix } from './matrix.js';
import { Race } from './race.js';

export function OverviewView({ live }: { readonly live: Live }) {
  const stale = live.link === 'stale';
  const { overview } = live;
  if (!overview) return <p class="boot">Waiting for the relay…</p>;
  return (
    <>
      <Race machines={overview.machines} stale={stale} />
      <Machines machines={overview.machines} omitted={Number(overview.machinesOmitted)} rates={live.rates} stale={stale} />
      <Latest recent={overview.recent} at={overview.at} />
      <div class="side">
        <Cases open={overview.cases} byClass={overview.openCases} />
        <Agents agents={overview.agents} at={overview.at} />
        <Matrix counts={overview.postings} targets={overview.targets} />
      </div>
    </>
  );
}

function Cases({ open, byClass }: { readonly open: readonly Case[]; readonly byClass: Readonly<Record<string, string>> }) {
  const all = Object.values(byClass).reduce((sum, n) => sum + Number(n), 0);
  return (
    <Panel id="open-cases" title={<>Cases {all > 0 && <span class="faint">{count(all)} open</span>}</>} aside={<a href={link('cases')}>All cases</a>}>
      {open.length === 0 ? (
        <Note tone="empty" text="Nothing waits for a decision." />
      ) : (
        <Scroll label="Open cases">
          <ul class="lines">
            {open.map((each) => (
              <li key={each.id}>
                <a class="line-link" href={link('cases', each.id)}>
                  <span class="tone-warn"><Glyph shape="triangle" /></span>
                  <span class="line-text">{readable(each.title)}</span>
                  <span class="faint">{words(each.class)}</span>
                </a>
              </li>
            ))}
          </ul>
        </Scroll>
      )}
    </Panel>
  );
}

function Agents({ agents, at }: { readonly agents: readonly Agent[]; readonly at: string }) {
  const now = Date.parse(at);
  return (
    <Panel id="plants" title="Plants" aside={<a href={link('agents')}>All agents</a>}>
      {agents.length === 0 ? (
        <Note tone="empty" text="No agent yet. Make a code with millrace-relay enrol code." />
      ) : (
        <Scroll label="Agents and their sources">
          <ul class="lines">
            {agents.map((agent) => {
              const look = agentLook(agent);
              const bad = agent.sources.filter((s) => s.state !== 'active');
              const backlog = agent.streams.reduce((sum, s) => sum + Number(s.backlog), 0);
              return (
                <li key={agent.agent}>
                  <a class="line-link" href={link('agents', agent.agent)}>
                    <span class={`tone-${look.tone}`}><Glyph shape={look.shape} /></span>
                    <span class="line-text">
                      <b>{agent.agent}</b> <span class="faint">{agent.plant}</span>
                    </span>
                    <span class="faint">
                      {agent.live ? (agent.reportedAt ? `${many(agent.sources.length, 'source')}${backlog > 0 ? `, ${count(backlog)} to send` : ''}` : 'connected') : agent.lastSeenAt ? `away ${age(now - Date.parse(agent.lastSeenAt))}` : 'never seen'}
                    </span>
                  </a>
                  {bad.map((source) => {
                    const how = sourceLook(source.state);
                    return (
                      <p key={source.name} class="line-more">
                        <span class={`badge tone-${how.tone}`}><Glyph shape={how.shape} />{how.label}</span> {source.name}: {source.reason || 'no reason given'}
                      </p>
                    );
                  })}
                </li>
              );
            })}
          </ul>
        </Scroll>
      )}
    </Panel>
  );
}

/** The newest documents, and the chain of one of them: that of the row chosen, else of a new one as long as it is listed. */
function Latest({ recent, at }: { readonly recent: readonly Posting[]; readonly at: string }) {
  const [chosen, setChosen] = useState<Posting>();
  const [first, setFirst] = useState<Posting>();
  const listed = recent.some((p) => p.posting === first?.posting);
  if (!listed && recent[0]) setFirst(recent[0]);
  const shown = chosen ?? (listed ? first : recent[0]);
  const now = Date.parse(at);
  return (
    <Panel id="latest" title="Latest documents" aside={shown && <a href={link('trace', shown.document, { posting: shown.posting })}>Open {shown.document}</a>}>
      {recent.length === 0 ? (
        <Note tone="empty" text="No document yet. The chain behind each appears here when the ERP has confirmed it." />
      ) : (
        <>
          {shown && <Preview document={shown.document} posting={shown.posting} />}
          <Scroll label="Rows of latest documents">
            <table class="grid">
              <thead>
                <tr>
                  <th scope="col">Document</th>
                  <th scope="col">Order</th>
                  <th scope="col">Machine</th>
                  <th scope="col" class="num">Good</th>
                  <th scope="col" class="num">Scrap</th>
                  <th scope="col" class="wide-only">Made by</th>
                  <th scope="col" class="num">Age</th>
                </tr>
              </thead>
              <tbody>
                {recent.map((posting) => (
                  <tr key={posting.posting} class="row-link" aria-selected={posting.posting === shown?.posting} onClick={() => setChosen(posting)}>
                    <th scope="row">
                      <button type="button" class="link mono" aria-pressed={posting.posting === shown?.posting}>{posting.document}</button>
                    </th>
                    <td><a class="mono" href={link('trace', posting.order)}>{posting.order}</a></td>
                    <td>{posting.equipment ? place(posting.equipment).unit : ''}</td>
                    <td class="num">{posting.fields['good'] ? count(posting.fields['good']) : ''}</td>
                    <td class="num">{posting.fields['scrap'] ? count(posting.fields['scrap']) : ''}</td>
                    <td class="wide-only faint">{posting.flow}</td>
                    <td class="num faint">{age(now - Date.parse(posting.changedAt))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </Panel>
  );
}

/** The chain of one posting; the last one stays, under its own name, until it is there. */
function Preview({ document, posting }: { readonly document: string; readonly posting: string }) {
  const asked = useAsk(async (signal) => chosenOf(await trace(document, signal), document, posting), [document, posting]);
  if (asked.error) return <Note tone="error" text={asked.error} action="Try again" onAction={asked.again} />;
  return asked.answer ? <Chain chain={chainOf(asked.answer)} label={asked.answer.document} /> : <div class="chain chain-empty" />;
}
