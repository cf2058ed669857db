import { token } from './session.js';

// The messages of the API as ProtoJSON writes them: camelCase, 64-bit numbers as text. /v1/openapi.json describes them.

export const POSTING_STATES = ['REJECTED', 'UNKNOWN', 'PARKED', 'READY', 'SENDING', 'CONFIRMED', 'SKIPPED', 'CANCELLED', 'COMPENSATED'] as const;
export type PostingState = (typeof POSTING_STATES)[number];
export type Step = 'journal' | 'log' | 'post';
export type Reason =
  | 'IN_FLIGHT' | 'BLOCKED' | 'OFFLINE' | 'GATHERING' | 'READY' | 'SENDING' | 'UNKNOWN' | 'REJECTED' | 'PARKED' | 'WITHHELD' | 'SET_ASIDE' | 'MISSING';

/** Pieces that a step has and the next one has not got. */
export interface Held {
  readonly step: Step;
  readonly reason: Reason;
  readonly quantity: string;
  readonly text: string;
}

export interface Machine {
  readonly plant: string;
  readonly equipment: string;
  readonly order: string;
  /** empty when no agent has reported */
  readonly register: string;
  readonly journalled: string;
  readonly logged: string;
  readonly posted: string;
  readonly held: readonly Held[];
  readonly agent: string;
  readonly source: string;
  readonly sourceState: string;
  readonly sourceReason: string;
}

export interface PostingCount {
  readonly target: string;
  readonly state: PostingState;
  readonly count: string;
}

export interface Posting {
  readonly posting: string;
  readonly target: string;
  readonly operation: string;
  readonly effect: string;
  readonly state: PostingState;
  readonly document: string;
  readonly reference: string;
  readonly order: string;
  readonly plant: string;
  readonly equipment: string;
  readonly flow: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly failure: string;
}

export interface PostingPage {
  readonly postings: readonly Posting[];
  readonly next: string;
  readonly counts: readonly PostingCount[];
}

export interface Source {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
  readonly lastReadingAt: string;
  readonly kind: string;
  readonly endpoint: string;
  readonly hint: string;
  readonly badTags: Readonly<Record<string, string>>;
}

export interface Stream {
  readonly stream: string;
  readonly backlog: string;
}

export interface Agent {
  readonly agent: string;
  readonly plant: string;
  readonly state: string;
  readonly live: boolean;
  readonly enrolledAt: string;
  readonly lastSeenAt: string;
  readonly reason: string;
  readonly certificateExpiresAt: string;
  readonly reportedAt: string;
  readonly version: string;
  readonly sources: readonly Source[];
  readonly streams: readonly Stream[];
  readonly skewMs: string;
  readonly blocked: string;
}

export interface Target {
  readonly target: string;
  readonly breaker: string;
  readonly inFlight: number;
  readonly backlog: string;
  readonly pausedMs: string;
  readonly lastFailure: string;
}

export interface Case {
  readonly id: string;
  readonly class: string;
  readonly title: string;
  readonly detail: string;
  readonly plant: string;
  readonly order: string;
  readonly subject: string;
  readonly occurrences: string;
  readonly openedAt: string;
  readonly lastSeenAt: string;
  readonly closedAt: string;
  readonly decision: string;
  readonly note: string;
  readonly decisions: readonly string[];
}

export interface Overview {
  readonly at: string;
  readonly version: string;
  readonly machines: readonly Machine[];
  readonly postings: readonly PostingCount[];
  readonly recent: readonly Posting[];
  readonly agents: readonly Agent[];
  readonly targets: readonly Target[];
  readonly cases: readonly Case[];
  readonly openCases: Readonly<Record<string, string>>;
  readonly flowBacklog: string;
  readonly machinesOmitted: string;
}

export interface TracedRange {
  readonly counter: string;
  readonly generation: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly quantity: string;
}

export interface TracedEvent {
  readonly event: string;
  readonly logPosition: string;
  readonly counter: string;
  readonly generation: string;
  readonly from: string;
  readonly to: string;
  readonly fromRaw: string;
  readonly toRaw: string;
  readonly quantity: string;
  readonly occurredAt: string;
  readonly tag: string;
  readonly source: string;
  readonly agent: string;
  readonly plant: string;
  readonly epoch: string;
  readonly sequence: string;
  readonly posting: string;
  readonly document: string;
  readonly withheldBy: string;
  /** what was measured, its unit and verdict; empty where nothing was */
  readonly characteristic: string;
  readonly value: string;
  readonly unit: string;
  readonly verdict: string;
  /** what it tells, where it is neither count nor result */
  readonly says: string;
  /** what a reader of a count must know, for example ORDER_CHANGED */
  readonly flags: readonly string[];
}

export interface TracedAttempt {
  readonly number: number;
  readonly kind: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: string;
  readonly text: string;
}

export interface TracedPosting {
  readonly posting: string;
  readonly target: string;
  readonly operation: string;
  readonly effect: string;
  readonly state: PostingState;
  readonly document: string;
  readonly reference: string;
  readonly order: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly ranges: readonly TracedRange[];
  readonly attempts: readonly TracedAttempt[];
  readonly run: { readonly run: string; readonly flow: string; readonly version: number; readonly closedBy: string } | null;
  readonly events: readonly TracedEvent[];
}

export interface Trace {
  readonly postings: readonly TracedPosting[];
  readonly unposted: readonly TracedEvent[];
  readonly omitted: string;
  /** the event asked for, when it was an event */
  readonly subject?: TracedEvent | null;
}

export interface Session {
  readonly name: string;
  readonly role: 'viewer' | 'operator' | 'admin';
  readonly plant: string;
}

/** An answer that is not 2xx, or none at all (status 0); the text is fit for a person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
  }
}

/** Headers of every request; the token only where there is one. */
export function headers(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return token.value ? { ...more, authorization: `Bearer ${token.value}` } : { ...more };
}

export async function refusal(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as { readonly detail?: string };
  return new ApiError(response.status, problem.detail ? sentence(problem.detail) : `The relay answered ${response.status}.`);
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(first) ? first : `${first}.`;
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: headers({ accept: 'application/json', ...(init.body ? { 'content-type': 'application/json' } : {}) }) });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, 'The relay does not answer.');
  }
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

export interface PostingQuery {
  readonly state: PostingState | '';
  readonly target: string;
  readonly text: string;
  readonly cursor: string;
}

export function postings(query: PostingQuery, signal: AbortSignal): Promise<PostingPage> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) parameters.set(name, value);
  return ask(`/v1/postings?${parameters}`, { signal });
}

/** The chain of an order, a document or an event; of a posting's number when there is none of those by that name. */
export async function trace(subject: string, signal: AbortSignal): Promise<Trace> {
  const of = (name: string) => ask<Trace>(`/v1/trace/${encodeURIComponent(name)}`, { signal });
  try {
    return await of(subject);
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.status !== 404 || !/^\d+$/.test(subject)) throw cause;
    const page = await postings({ state: '', target: '', text: subject, cursor: '' }, signal);
    const named = page.postings.find((p) => p.posting === subject);
    if (!named) throw cause;
    return of(named.document || named.order);
  }
}

export async function cases(open: boolean, signal: AbortSignal): Promise<readonly Case[]> {
  return (await ask<{ readonly cases: readonly Case[] }>(`/v1/cases?open=${open}`, { signal })).cases;
}

export async function oneCase(id: string, signal: AbortSignal): Promise<Case> {
  return (await ask<{ readonly case: Case }>(`/v1/cases/${encodeURIComponent(id)}`, { signal })).case;
}

export async function closeCase(id: string, decision: string, note: string): Promise<Case> {
  const body = JSON.stringify({ decision, note });
  return (await ask<{ readonly case: Case }>(`/v1/cases/${encodeURIComponent(id)}:close`, { method: 'POST', body })).case;
}

export function session(signal: AbortSignal): Promise<Session> {
  return ask('/v1/session', { signal });
}
