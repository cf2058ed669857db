import { useEffect, useState } from 'preact/hooks';
import { ApiError } from './api.js';

export interface Asked<T> {
  /** the last good answer; it stays while a new one is fetched */
  readonly answer: T | undefined;
  readonly error: string;
  readonly status: number;
  readonly busy: boolean;
  again(): void;
}

/** Asks when the keys change and when told to; an older answer never overwrites a newer one. Typing may wait a little. */
export function useAsk<T>(question: (signal: AbortSignal) => Promise<T>, keys: readonly unknown[], pauseMs = 0): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, 'again'>>({ answer: undefined, error: '', status: 200, busy: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState((old) => ({ ...old, busy: true }));
    const timer = setTimeout(() => {
      question(abort.signal).then(
        (answer) => abort.signal.aborted || setState({ answer, error: '', status: 200, busy: false }),
        (cause: unknown) => {
          if (abort.signal.aborted) return;
          const known = cause instanceof ApiError ? cause : new ApiError(0, String(cause));
          setState({ answer: undefined, error: known.message, status: known.status, busy: false });
        },
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [...keys, round]);
  return { ...state, again: () => setRound(round + 1) };
}
