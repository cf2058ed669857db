import { useEffect, useMemo, useState } from 'preact/hooks';
import { AgentsView } from './agents/agents.js';
import { session as askSession, type Session } from './api.js';
import { useAsk, type Asked } from './ask.js';
import { CasesView } from './cases/cases.js';
import { clock, count } from './format.js';
import { openLive, type Live } from './live.js';
import { OverviewView } from './overview/overview.js';
import { Note } from './parts/panel.js';
import { PostingsView } from './postings/postings.js';
import { useRoute, type Route } from './route.js';
import { keepToken, token } from './session.js';
import { useStore } from './store.js';
import { TraceView } from './trace/trace.js';

const PLACES = [
  ['overview', 'Overview', 'M2 9h4c3 0 3 5 6 5h2M2 4h12'],
  ['cases', 'Cases', 'M8 2 15 14H1ZM8 6v4M8 12v.4'],
  ['trace', 'Trace', 'M3 3h4v4H3zM9 9h4v4H9zM7 5h4v4'],
  ['postings', 'Postings', 'M2 3h12v10H2zM2 7h12M6 7v6'],
  ['agents', 'Agents', 'M2 14V7l4 3V7l4 3V3h4v11Z'],
] as const;

/** Asks who the viewer is; shows the page, or asks for a token where one is needed. */
export function App() {
  const secret = useStore(token);
  const asked = useAsk((signal) => askSession(signal), [secret]);
  if (asked.status === 401) return <SignIn wrong={secret !== ''} />;
  return <Shell key={secret} asked={asked} />;
}

/** How long after the page is live it asks again who the viewer is, where that answer was lost. */
const VIEWER_RETRY_MS = 1_000;

function Shell({ asked }: { readonly asked: Asked<Session> }) {
  const session = asked.answer;
  const route = useRoute();
  const feed = useMemo(() => openLive('/v1/live'), []);
  useEffect(() => () => feed.close(), [feed]);
  const live = useStore(feed.store);
  useHotkeys();
  const title = PLACES.find(([id]) => id === route.view)?.[1] ?? 'Overview';
  useEffect(() => {
    document.title = `${route.subject || title} \u00b7 Millrace`;
  }, [title, route.subject]);
  const lacking = asked.error !== '' && !asked.busy && live.link === 'live';
  useEffect(() => {
    if (!lacking) return;
    const timer = setTimeout(asked.again, VIEWER_RETRY_MS);
    return () => clearTimeout(timer);
  }, [lacking]);
  if (live.link === 'denied') return <SignIn wrong />;
  if (asked.error && !live.overview) return <div class="boot-error"><Note tone="error" text={asked.error} action="Try again" onAction={asked.again} /></div>;
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>Skip to content</a>
      <Top live={live} session={session} />
      <nav class="rail" aria-label="Console">
        {PLACES.map(([id, label, icon]) => (
          <a key={id} href={`#/${id}`} aria-current={route.view === id ? 'page' : undefined}>
            <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><path d={icon} /></svg>
            <span>{label}</span>
            {id === 'cases' && <CaseCount live={live} />}
          </a>
        ))}
      </nav>
      <main id="main" tabIndex={-1} class={`view view-${PLACES.some(([id]) => id === route.view) ? route.view : 'overview'}`}>
        <h1 class="hidden">{title}</h1>
        <View route={route} live={live} session={session} />
      </main>
    </>
  );
}

function View({ route, live, session }: { readonly route: Route; readonly live: Live; readonly session: Session | undefined }) {
  switch (route.view) {
    case 'cases':
      return <CasesView route={route} live={live} session={session} />;
    case 'trace':
      return <TraceView route={route} />;
    case 'postings':
      return <PostingsView route={route} live={live} />;
    case 'agents':
      return <AgentsView route={route} live={live} />;
    default:
      return <OverviewView live={live} />;
  }
}

function CaseCount({ live }: { readonly live: Live }) {
  const all = Object.values(live.overview?.openCases ?? {}).reduce((sum, n) => sum + Number(n), 0);
  return all > 0 ? <span class="rail-count">{count(all)}<span class="hidden"> open</span></span> : null;
}

const LINK_TEXT = { connecting: 'Connecting', live: 'Live', stale: 'Not live', denied: 'Not allowed' } as const;

function Top({ live, session }: { readonly live: Live; readonly session: Session | undefined }) {
  const agents = live.overview?.agents ?? [];
  const plants = [...new Set(agents.map((a) => a.plant))];
  return (
    <header class="top">
      <a class="brand" href="#/overview">Millrace</a>
      <span class="plant">
        {session?.plant || (plants.length === 1 ? plants[0] : plants.length === 0 ? 'no plant yet' : `${plants.length} plants`)}{' '}
        <span class="faint">{agents.length > 0 && `${agents.filter((a) => a.live).length} of ${agents.length} agent${agents.length === 1 ? '' : 's'} connected`}</span>
      </span>
      <span class="grow" />
      <span class={`link-state is-${live.link}`} role="status">
        <span class="link-dot" aria-hidden="true" />
        {LINK_TEXT[live.link]}
      </span>
      <time class="num faint" data-live-at={live.overview?.at}>{live.overview ? clock(live.overview.at) : ''}</time>
      <ThemeButton />
      {token.value && <button type="button" class="button" onClick={() => keepToken('')}>Sign out</button>}
    </header>
  );
}

function ThemeButton() {
  const dark = () => {
    const chosen = document.documentElement.dataset['theme'];
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  };
  const [on, setOn] = useState(dark);
  const toggle = () => {
    const theme = dark() ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem('millrace.theme', theme);
    setOn(theme === 'dark');
  };
  return (
    <button type="button" class="button icon-button" aria-pressed={on} aria-label="Dark theme" title="Dark theme" onClick={toggle}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
      </svg>
    </button>
  );
}

function SignIn({ wrong }: { readonly wrong: boolean }) {
  const [text, setText] = useState('');
  return (
    <main class="sign-in">
      <h1 class="brand">Millrace</h1>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          keepToken(text.trim());
        }}
      >
        <label>
          <span>Token</span>
          <input class="field mono" type="password" autocomplete="current-password" value={text} onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <button type="submit" class="button button-first" disabled={text.trim() === ''}>Open the page</button>
      </form>
      {wrong ? <p role="alert" class="tone-bad">This token is not known here, or was revoked.</p> : <p class="faint">millrace-relay token create makes one.</p>}
    </main>
  );
}

function useHotkeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = document.querySelector<HTMLElement>(`[data-hotkey="${CSS.escape(event.key)}"]`);
      if (!target) return;
      event.preventDefault();
      target.focus();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
