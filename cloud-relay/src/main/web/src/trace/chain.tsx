import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChainGraph } from './graph.js';
import { layoutChain, type Box } from './layout.js';

const MONO_WIDTH_PX = 7.2;
const TEXT_WIDTH_PX = 6.2;

/** The drawing of a chain; its boxes are links. */
export function Chain({ chain, label }: { readonly chain: ChainGraph; readonly label: string }) {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const drawing = layoutChain(chain, width);
  return (
    <div class="scroll chain" ref={host} tabIndex={0} role="region" aria-label={`Chain of ${label}, registers left, document right`}>
      {width > 0 && (
        <svg width={drawing.width} height={drawing.height} role="group" aria-label={chain.story}>
          <g aria-hidden="true">
            {drawing.heads.map((head) => <text key={head.text} class="chain-head" x={head.x} y={12}>{head.text}</text>)}
            {drawing.ribbons.map((r) => <path key={r.key} class={`ribbon ${r.doubtful ? 'is-doubtful' : ''}`} d={r.path} />)}
          </g>
          {drawing.boxes.map((box) => <Node key={box.node.id} box={box} />)}
        </svg>
      )}
    </div>
  );
}

function Node({ box: { node, x, y, width, height } }: { readonly box: Box }) {
  const room = width - 18;
  const title = cut(node.title, room / (node.kind === 'Flow' ? TEXT_WIDTH_PX : MONO_WIDTH_PX));
  const detail = cut(node.detail, room / TEXT_WIDTH_PX);
  return (
    <g transform={`translate(${x} ${y})`}>
      <a class={`node node-${node.state}`} href={node.href} data-node={node.id} aria-label={`${node.kind}: ${title} ${detail}`}>
        <title>{`${node.kind}: ${node.title} ${node.detail}`}</title>
        <rect class="node-box" width={width} height={height} rx="3" />
        <rect class="node-edge" width="3" height={height} rx="1.5" />
        <text class={`node-title ${node.kind === 'Flow' ? 'is-name' : ''}`} x="11" y="17">{`${title} `}</text>
        <text class="node-detail" x="11" y="32">{detail}</text>
      </a>
    </g>
  );
}

function cut(text: string, room: number): string {
  const most = Math.floor(room);
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
