import { Store } from './store.js';

const KEY = 'millrace.token';

/** The token that was typed in; kept until the tab is closed. Empty on the relay's own computer, where none is needed. */
export const token = new Store(sessionStorage.getItem(KEY) ?? '');

export function keepToken(value: string): void {
  if (value) sessionStorage.setItem(KEY, value);
  else sessionStorage.removeItem(KEY);
  token.set(value);
}
