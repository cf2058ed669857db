import type { ChainGraph, ChainNode } from './graph.js';

export interface Box {
  readonly node: ChainNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Ribbon {
  readonly key: string;
  readonly path: string;
  readonly doubtful: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly heads: readonly { readonly text: string; readonly x: number }[];
  readonly boxes: readonly Box[];
  readonly ribbons: readonly Ribbon[];
}

const HEAD = 24;
const BOX_HEIGHT = 40;
const BOX_GAP = 8;
const COLUMN_GAP = 22;
const COLUMN_MIN = 118;
const COLUMN_MAX = 208;
const RIBBON_MIN = 2;
const RIBBON_MAX = 26;

/**
 * Places a chain in columns, registers left and document right. Each column is centred on the tallest one; a ribbon is as thick as
 * its share of the pieces, so that what splits and what joins is seen. Pure: same chain and width, same drawing.
 */
export function layoutChain(chain: ChainGraph, available: number): Drawing {
  const columns = chain.columns.map((_, i) => chain.nodes.filter((n) => n.column === i));
  const columnWidth = clamp((available - COLUMN_GAP * (columns.length - 1)) / columns.length, COLUMN_MIN, COLUMN_MAX);
  const tallest = Math.max(1, ...columns.map((c) => c.length));
  const pitch = Math.max(columnWidth + COLUMN_GAP, (available - columnWidth) / Math.max(1, columns.length - 1));
  const inner = tallest * BOX_HEIGHT + (tallest - 1) * BOX_GAP;
  const boxes = columns.flatMap((nodes, c) => {
    const own = nodes.length * BOX_HEIGHT + (nodes.length - 1) * BOX_GAP;
    const top = HEAD + (inner - own) / 2;
    return nodes.map((node, r) => ({ node, x: c * pitch, y: top + r * (BOX_HEIGHT + BOX_GAP), width: columnWidth, height: BOX_HEIGHT }));
  });
  return {
    width: (columns.length - 1) * pitch + columnWidth,
    height: HEAD + inner + 4,
    heads: chain.columns.map((text, c) => ({ text, x: c * pitch })),
    boxes,
    ribbons: ribbons(chain, boxes),
  };
}

function ribbons(chain: ChainGraph, boxes: readonly Box[]): readonly Ribbon[] {
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const most = Math.max(1, ...boxes.map((box) => through(chain, box.node.id)));
  const thick = (quantity: number) => Math.max(RIBBON_MIN, (quantity / most) * RIBBON_MAX);
  const used = new Map<string, number>();
  const take = (side: string, box: Box, total: number, own: number) => {
    const before = used.get(side) ?? 0;
    used.set(side, before + own);
    return box.y + box.height / 2 - total / 2 + before + own / 2;
  };
  return chain.links.flatMap((link) => {
    const from = byId.get(link.from);
    const to = byId.get(link.to);
    if (!from || !to) return [];
    const own = thick(link.quantity);
    const out = chain.links.filter((l) => l.from === link.from).reduce((sum, l) => sum + thick(l.quantity), 0);
    const into = chain.links.filter((l) => l.to === link.to).reduce((sum, l) => sum + thick(l.quantity), 0);
    const x1 = from.x + from.width;
    const y1 = take(`${link.from}>`, from, out, own);
    const y2 = take(`>${link.to}`, to, into, own);
    return [{ key: `${link.from}>${link.to}`, path: band(x1, y1, to.x, y2, own / 2), doubtful: to.node.state === 'unknown' || to.node.state === 'rejected' }];
  });
}

function through(chain: ChainGraph, id: string): number {
  const sum = (side: 'from' | 'to') => chain.links.filter((l) => l[side] === id).reduce((total, l) => total + l.quantity, 0);
  return Math.max(sum('from'), sum('to'));
}

function band(x1: number, y1: number, x2: number, y2: number, half: number): string {
  const middle = (x1 + x2) / 2;
  const at = (n: number) => n.toFixed(1);
  return (
    `M${at(x1)} ${at(y1 - half)}C${at(middle)} ${at(y1 - half)} ${at(middle)} ${at(y2 - half)} ${at(x2)} ${at(y2 - half)}` +
    `V${at(y2 + half)}C${at(middle)} ${at(y2 + half)} ${at(middle)} ${at(y1 + half)} ${at(x1)} ${at(y1 + half)}Z`
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
