import type { Trace, TracedPosting } from '../api.js';

/**
 * The posting that was asked for: by number, by its document, by the event it holds, by its order; of several the newest. The
 * answer holds the other postings of their runs too, and one document may have been written by many postings. Pure.
 */
export function chosenOf(found: Trace, subject: string, number: string): TracedPosting | undefined {
  const newest = [...found.postings].reverse();
  const holder = found.subject?.posting;
  return (
    newest.find((p) => p.posting === number) ??
    newest.find((p) => p.document === subject) ??
    newest.find((p) => p.posting === holder) ??
    newest.find((p) => p.events.some((e) => e.event === subject)) ??
    newest.find((p) => p.order === subject) ??
    newest.find((p) => p.posting === subject) ??
    newest[0]
  );
}

/** What a person calls the posting: its document, with its number where other postings wrote the same document. Pure. */
export function nameOf(posting: TracedPosting, among: readonly TracedPosting[]): string {
  if (!posting.document) return `No. ${posting.posting}`;
  const alone = among.every((p) => p === posting || p.document !== posting.document);
  return alone ? posting.document : `${posting.document}, No. ${posting.posting}`;
}
