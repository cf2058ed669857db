import type { Agent } from '../api.js';
import { age, count, day } from '../format.js';
import type { Live } from '../live.js';
import { agentLook, Badge, sourceLook } from '../parts/glyph.js';
import { Note, Panel, Scroll } from '../parts/panel.js';
import type { Route } from '../route.js';

const RENEW_DAYS = 14;
const SKEW_MS = 5_000;

/** Plants, their agents, and the sources of each with state and reason. */
export function AgentsView({ live, route }: { readonly live: Live; readonly route: Route }) {
  const agents = live.overview?.agents ?? [];
  const now = Date.parse(live.overview?.at ?? '') || Date.now();
  if (live.overview && agents.length === 0) {
    return <Panel id="agents" title="Agents"><Note tone="empty" text="No agent yet. Make a code with millrace-relay enrol code; the agent appears here once it has enrolled." /></Panel>;
  }
  return (
    <div class="agents">
      {agents.map((agent) => <One key={agent.agent} agent={agent} now={now} chosen={route.subject === agent.agent} />)}
    </div>
  );
}

function One({ agent, now, chosen }: { readonly agent: Agent; readonly now: number; readonly chosen: boolean }) {
  const until = Date.parse(agent.certificateExpiresAt);
  const skew = Number(agent.skewMs);
  const backlog = agent.streams.map((s) => `${count(s.backlog)} ${s.stream}`).join(', ');
  return (
    <Panel id={`agent-${agent.agent}`} title={<>{agent.agent} <span class="faint">{agent.plant}</span></>} aside={<Badge look={agentLook(agent)} />}>
      <Scroll label={`Agent ${agent.agent}`} class={chosen ? 'is-chosen' : ''}>
        {agent.blocked && <p class="line-more tone-bad">{agent.blocked}</p>}
        <dl class="facts facts-row">
          <div><dt>Last heard</dt><dd>{agent.live ? 'now' : agent.lastSeenAt ? `${age(now - Date.parse(agent.lastSeenAt))} ago` : 'never'}</dd></div>
          <div><dt>To be sent</dt><dd>{agent.reportedAt ? backlog || 'nothing' : 'not reported'}</dd></div>
          <div><dt>Clock</dt><dd class={Math.abs(skew) > SKEW_MS ? 'tone-warn' : ''}>{agent.reportedAt ? `${count(skew)} ms` : 'not reported'}</dd></div>
          <div><dt>Version</dt><dd>{agent.version || 'not reported'}</dd></div>
          <div><dt>Certificate until</dt><dd class={until - now < RENEW_DAYS * 86_400_000 ? 'tone-warn' : ''}>{agent.certificateExpiresAt ? day(agent.certificateExpiresAt) : 'none'}</dd></div>
          {agent.reason && <div><dt>Reason</dt><dd>{agent.reason}</dd></div>}
        </dl>
        {agent.sources.length === 0 ? (
          <p class="line-more faint">Sources: not reported.</p>
        ) : (
          <table class="grid sources">
            <thead>
              <tr><th scope="col">Source</th><th scope="col">State</th><th scope="col">Reads</th><th scope="col" class="num">Last reading</th><th scope="col">Reason</th></tr>
            </thead>
            <tbody>
              {agent.sources.map((source) => {
                const bad = Object.entries(source.badTags);
                return (
                  <tr key={source.name}>
                    <th scope="row">{source.name}</th>
                    <td><Badge look={sourceLook(source.state)} /></td>
                    <td class="faint">{source.kind} <span class="mono">{source.endpoint}</span></td>
                    <td class="num">{source.lastReadingAt ? `${age(now - Date.parse(source.lastReadingAt))} ago` : 'none'}</td>
                    <td class="wrap">{[source.reason, source.hint, ...bad.map(([tag, why]) => `${tag}: ${why}`)].filter(Boolean).join('; ')}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </Scroll>
    </Panel>
  );
}
