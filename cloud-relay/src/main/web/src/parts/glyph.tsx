import type { PostingState, Reason } from '../api.js';

/** Every state has a shape of its own, so that colour is never the only carrier. 12 x 12, drawn in currentColor. */
export type Shape = 'check' | 'ring' | 'arrow' | 'diamond' | 'cross' | 'pause' | 'dot' | 'triangle' | 'gap' | 'slash' | 'back';

export function Glyph({ shape }: { readonly shape: Shape }) {
  return (
    <svg class="glyph" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {draw(shape)}
    </svg>
  );
}

function draw(shape: Shape) {
  const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.75, 'stroke-linecap': 'round' as const };
  switch (shape) {
    case 'check':
      return <path d="M2 6.5 4.8 9.2 10 3.2" {...line} />;
    case 'ring':
      return <circle cx="6" cy="6" r="3.9" {...line} />;
    case 'arrow':
      return <path d="M1.5 6h8M6.5 2.8 9.8 6 6.5 9.2" {...line} />;
    case 'diamond':
      return <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="currentColor" />;
    case 'cross':
      return <path d="M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5" {...line} stroke-width={2.2} />;
    case 'pause':
      return <path d="M3.8 2v8M8.2 2v8" {...line} stroke-width={2.4} />;
    case 'dot':
      return <circle cx="6" cy="6" r="3.2" fill="currentColor" />;
    case 'triangle':
      return <path d="M6 1.2 11.3 10.6H.7Z" fill="currentColor" />;
    case 'gap':
      return <path d="M1 6h2.6M8.4 6H11" {...line} stroke-width={2.2} />;
    case 'slash':
      return <path d="M2.5 9.5 9.5 2.5" {...line} />;
    case 'back':
      return <path d="M10 9.5V6.8a2.6 2.6 0 0 0-2.6-2.6H2.2M4.6 1.8 2.2 4.2l2.4 2.4" {...line} />;
  }
}

export interface Look {
  readonly label: string;
  readonly shape: Shape;
  readonly tone: Tone;
}

/** quiet = normal; move = on its way; warn = look at it; bad = act; doubt = outcome not known. */
export type Tone = 'quiet' | 'move' | 'warn' | 'bad' | 'doubt';

export const POSTING_LOOK: Readonly<Record<PostingState, Look>> = {
  READY: { label: 'Waiting', shape: 'ring', tone: 'quiet' },
  SENDING: { label: 'Sending', shape: 'arrow', tone: 'move' },
  UNKNOWN: { label: 'Verifying', shape: 'diamond', tone: 'doubt' },
  CONFIRMED: { label: 'Confirmed', shape: 'check', tone: 'quiet' },
  REJECTED: { label: 'Rejected', shape: 'cross', tone: 'bad' },
  PARKED: { label: 'Parked', shape: 'pause', tone: 'warn' },
  SKIPPED: { label: 'Skipped', shape: 'slash', tone: 'quiet' },
  CANCELLED: { label: 'Cancelled', shape: 'slash', tone: 'quiet' },
  COMPENSATED: { label: 'Undone', shape: 'back', tone: 'quiet' },
};

export const HELD_LOOK: Readonly<Record<Reason, Look>> = {
  REJECTED: { label: 'rejected', shape: 'cross', tone: 'bad' },
  BLOCKED: { label: 'not journalled', shape: 'cross', tone: 'bad' },
  MISSING: { label: 'missing', shape: 'gap', tone: 'bad' },
  UNKNOWN: { label: 'verifying', shape: 'diamond', tone: 'doubt' },
  WITHHELD: { label: 'to decide', shape: 'triangle', tone: 'warn' },
  PARKED: { label: 'parked', shape: 'pause', tone: 'warn' },
  OFFLINE: { label: 'agent away', shape: 'gap', tone: 'warn' },
  READY: { label: 'waiting', shape: 'ring', tone: 'quiet' },
  GATHERING: { label: 'gathering', shape: 'ring', tone: 'quiet' },
  SET_ASIDE: { label: 'set aside', shape: 'slash', tone: 'quiet' },
  SENDING: { label: 'being posted', shape: 'arrow', tone: 'move' },
  IN_FLIGHT: { label: 'on the way', shape: 'arrow', tone: 'move' },
};

/** The gravest first. */
export const REASONS = Object.keys(HELD_LOOK) as readonly Reason[];

/** How a source is: what its agent says of it. */
export function sourceLook(state: string): Look {
  switch (state) {
    case 'active':
      return { label: 'Active', shape: 'dot', tone: 'quiet' };
    case 'connecting':
      return { label: 'Connecting', shape: 'triangle', tone: 'warn' };
    case 'degraded':
      return { label: 'Degraded', shape: 'triangle', tone: 'warn' };
    case 'stopped':
      return { label: 'Stopped', shape: 'cross', tone: 'bad' };
    default:
      return { label: 'Not reported', shape: 'gap', tone: 'quiet' };
  }
}

export function agentLook(agent: { readonly live: boolean; readonly state: string }): Look {
  if (agent.state === 'revoked') return { label: 'Revoked', shape: 'slash', tone: 'quiet' };
  return agent.live ? { label: 'Connected', shape: 'dot', tone: 'quiet' } : { label: 'Not connected', shape: 'gap', tone: 'warn' };
}

export function targetLook(breaker: string): Look {
  return breaker === 'open'
    ? { label: 'Not answering', shape: 'cross', tone: 'bad' }
    : breaker === 'half-open'
      ? { label: 'Being tried', shape: 'arrow', tone: 'move' }
      : { label: 'Answering', shape: 'dot', tone: 'quiet' };
}

export function Badge({ look }: { readonly look: Look }) {
  return (
    <span class={`badge tone-${look.tone}`}>
      <Glyph shape={look.shape} />
      {look.label}
    </span>
  );
}
