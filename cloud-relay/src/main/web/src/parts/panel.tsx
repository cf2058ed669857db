import type { ComponentChildren } from 'preact';

export function Panel(props: {
  readonly id: string;
  readonly title: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="panel" id={props.id} aria-labelledby={`${props.id}-title`}>
      <header class="panel-head">
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        <div class="panel-aside">{props.aside}</div>
      </header>
      {props.children}
    </section>
  );
}

/** What a panel shows when it has nothing to show: one sentence, and one thing to do. */
export function Note(props: { readonly tone: 'empty' | 'error'; readonly text: string; readonly action?: string; onAction?(): void }) {
  return (
    <div class={`note note-${props.tone}`} role={props.tone === 'error' ? 'alert' : 'status'}>
      <p>{props.text}</p>
      {props.action && (
        <button type="button" class="button" onClick={props.onAction}>
          {props.action}
        </button>
      )}
    </div>
  );
}

/** Rows that scroll by themselves, reachable by keyboard. */
export function Scroll(props: { readonly label: string; readonly busy?: boolean; readonly class?: string; readonly children: ComponentChildren }) {
  return (
    <div class={`scroll ${props.class ?? ''}`} tabIndex={0} role="region" aria-label={props.label} aria-busy={props.busy ?? false}>
      {props.children}
    </div>
  );
}

/** Grey bars in the final row height, for the first load only. */
export function Ghosts({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  return (
    <>
      {Array.from({ length: rows }, (_, i) => (
        <tr key={i} class="ghost">
          <td colSpan={columns}><span /></td>
        </tr>
      ))}
    </>
  );
}
