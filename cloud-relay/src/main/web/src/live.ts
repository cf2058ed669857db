import { headers, refusal, type Overview } from './api.js';
import { Rates } from './overview/rates.js';
import { EventReader } from './events.js';
import { Store } from './store.js';

export type Link = 'connecting' | 'live' | 'stale' | 'denied';

export interface Live {
  readonly link: Link;
  readonly overview: Overview | undefined;
  /** pieces per minute of each machine, newest last */
  readonly rates: ReadonlyMap<string, readonly number[]>;
}

const STALE_AFTER_MS = 6_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 15_000;

/**
 * The live overview. Read by fetch, because EventSource can neither send a token nor say why it was refused. A lost stream is
 * opened again with full jitter; data older than STALE_AFTER_MS is shown as stale.
 */
export function openLive(path: string): { readonly store: Store<Live>; close(): void } {
  const store = new Store<Live>({ link: 'connecting', overview: undefined, rates: new Map() });
  const rates = new Rates();
  const abort = new AbortController();
  let stale: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const receive = (data: string) => {
    const overview = JSON.parse(data) as Overview;
    attempt = 0;
    store.set({ link: 'live', overview, rates: rates.take(overview) });
    clearTimeout(stale);
    stale = setTimeout(() => store.set({ ...store.value, link: 'stale' }), STALE_AFTER_MS);
  };
  const listen = async () => {
    const response = await fetch(path, { headers: headers({ accept: 'text/event-stream' }), signal: abort.signal, cache: 'no-store' });
    if (response.status === 401) {
      store.set({ ...store.value, link: 'denied' });
      abort.abort();
    }
    if (!response.ok || !response.body) throw await refusal(response);
    const reader = new EventReader((event, data) => event === 'overview' && receive(data));
    const stream = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await stream.read(); !part.done; part = await stream.read()) reader.feed(part.value);
  };
  const keepListening = async () => {
    while (!abort.signal.aborted) {
      await listen().catch(() => undefined);
      if (abort.signal.aborted) return;
      store.set({ ...store.value, link: store.value.overview ? 'stale' : 'connecting' });
      const ceiling = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** attempt++);
      await new Promise((wake) => setTimeout(wake, Math.random() * ceiling));
    }
  };
  void keepListening();
  return {
    store,
    close() {
      clearTimeout(stale);
      abort.abort();
    },
  };
}
