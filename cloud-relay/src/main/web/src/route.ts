import { useEffect, useState } from 'preact/hooks';

/** Where the page is: "#/trace/CNF-1?event=E" is view "trace", subject "CNF-1" and one parameter. */
export interface Route {
  readonly view: string;
  readonly subject: string;
  readonly parameters: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const slash = path.indexOf('/');
  const view = slash < 0 ? path : path.slice(0, slash);
  return { view: view || 'overview', subject: slash < 0 ? '' : decode(path.slice(slash + 1)), parameters: new URLSearchParams(query) };
}

export function link(view: string, subject = '', parameters: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== '')).toString();
  return `#/${view}${subject ? `/${encodeURIComponent(subject)}` : ''}${query ? `?${query}` : ''}`;
}

export function go(address: string): void {
  location.hash = address.replace(/^#/, '');
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const change = () => setRoute(parse(location.hash));
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return route;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
