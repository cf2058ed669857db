import type { Case } from '../api.js';

/** What a decision does, for its button and the line below it. */
export interface Effect {
  readonly button: string;
  readonly effect: string;
  /** what the note must say, if it must say something */
  readonly needs?: string;
}

const COUNTS = 'the counts of this case';

/** Decisions by name, where they mean the same in every class of case. */
const BY_NAME: Readonly<Record<string, (c: Case) => Effect>> = {
  accept: () => ({ button: 'Accept the reset', effect: 'Closes the case, which posts nothing itself. What the counter counts from the reset on is posted as ever.' }),
  post: (c) => ({
    button: c.order ? `Post them to order ${c.order}` : 'Post them to the order in the note',
    effect: `Makes a posting of ${COUNTS} at once.`,
    ...(c.order ? {} : { needs: 'order=NAME' }),
  }),
  ignore: () => ({ button: 'Leave them unposted', effect: `Closes the case. ${COUNTS.charAt(0).toUpperCase()}${COUNTS.slice(1)} stay in the log and are never posted.` }),
  move: () => ({ button: 'Give the counter to the new agent', effect: 'From now on what the new agent counts is posted; what it has counted so far is not.' }),
  'move-and-post': () => ({ button: 'Give it to the new agent and post', effect: 'From now on what the new agent counts is posted, and what it has counted so far too.' }),
  retry: () => ({ button: 'Send it again', effect: 'The posting goes back to its lane and is sent again with the same key.' }),
  skip: () => ({ button: 'Do not make this document', effect: 'The posting is skipped; later ones of its lane go on.' }),
  done: () => ({ button: 'It was done by hand', effect: 'The posting counts as confirmed by the document in the note.', needs: 'the number of the document' }),
  exists: () => ({ button: 'The document exists', effect: 'The posting counts as confirmed by the document in the note.', needs: 'the number of the document' }),
  'does-not-exist': () => ({ button: 'It does not exist: send it', effect: 'The posting is sent again. Look in the target first: a second document cannot be told from the first.' }),
  undo: () => ({ button: 'Undo the surplus', effect: 'Each surplus document is reversed by a posting of its own; one is kept.' }),
  keep: () => ({ button: 'Keep all documents', effect: 'Closes the case. Nothing is reversed.' }),
  adopt: () => ({ button: 'Take the document as ours', effect: 'The posting counts as confirmed by the document that was found.' }),
  noted: () => ({ button: 'Noted', effect: 'Closes the case; nothing else changes.' }),
  mended: () => ({ button: 'Mended', effect: 'Closes the case; the target is tried again by itself.' }),
};

export function effectOf(decision: string, c: Case): Effect {
  const known = BY_NAME[decision];
  return known ? known(c) : { button: decision.charAt(0).toUpperCase() + decision.slice(1).replaceAll('-', ' '), effect: `Closes the case with '${decision}'.` };
}
