import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Held, Machine, TracedPosting } from '../src/api.js';
import { EventReader } from '../src/events.js';
import { age, place, shortfall, words } from '../src/format.js';
import { merge, total } from '../src/overview/race.js';
import { perMinute } from '../src/overview/rates.js';
import { sparkPath } from '../src/parts/spark.js';
import { link, parse } from '../src/route.js';
import { chosenOf, nameOf } from '../src/trace/choose.js';
import { chainOf } from '../src/trace/graph.js';
import { layoutChain } from '../src/trace/layout.js';

const event = { event: 'e1', logPosition: '7', counter: 'p.good', generation: 'g', from: '10', to: '15', fromRaw: '10', toRaw: '15', quantity: '5', occurredAt: '2026-11-21T10:00:00Z', tag: 'good', source: 'p', agent: 'a', plant: 'x/y', epoch: 'e', sequence: '3', posting: '1', document: 'CNF-1', withheldBy: '', characteristic: '', value: '', unit: '', verdict: '', says: '', flags: [] };
const posting: TracedPosting = {
  posting: '1', target: 'erp', operation: 'confirm', effect: 'c', state: 'CONFIRMED', document: 'CNF-1', reference: 'r', order: 'PO-1', fields: { good: '5' },
  ranges: [{ counter: 'p.good', generation: 'g', kind: 'GOOD', from: '10', to: '15', quantity: '5' }, { counter: 'p.scrap', generation: 'h', kind: 'SCRAP', from: '1', to: '2', quantity: '1' }],
  attempts: [], run: { run: '4', flow: 'f', version: 1, closedBy: 'AGE' }, events: [event, { ...event, event: 'e2', counter: 'p.scrap', generation: 'h', from: '1', to: '2', logPosition: '8' }],
};

test('a chain has a row for each range, which join in one document', () => {
  const chain = chainOf(posting);

  equal(chain.nodes.length, 9);
  equal(chain.nodes.find((n) => n.id === 'r0')?.detail, '10 → 15');
  equal(chain.links.find((l) => l.from === 'p')?.quantity, 6);
});

test('what was asked for is opened, not what its run made after it', () => {
  const later: TracedPosting = { ...posting, posting: '2', target: 'crm', document: 'ORD-1', events: [] };
  const again: TracedPosting = { ...later, posting: '3' };
  const found = { postings: [posting, later, again], unposted: [], omitted: '0' };
  const opened = (subject: string, number = '') => chosenOf(found, subject, number)?.posting;

  deepEqual([opened('CNF-1'), opened('ORD-1'), opened('ORD-1', '2'), opened('e2'), opened('PO-1'), opened('2')], ['1', '3', '2', '1', '3', '2']);
  equal(chosenOf({ ...found, subject: { ...event, posting: '2' } }, 'e1', '')?.posting, '2');
  deepEqual(found.postings.map((p) => nameOf(p, found.postings)), ['CNF-1', 'ORD-1, No. 2', 'ORD-1, No. 3']);
});

test('columns keep their order and the last one ends at the width', () => {
  const drawing = layoutChain(chainOf(posting), 1200);

  const last = drawing.boxes.find((b) => b.node.id === 'd');
  equal(Math.round((last?.x ?? 0) + (last?.width ?? 0)), 1200);
});

test('a drawing that does not fit grows instead of overlapping', () => {
  const drawing = layoutChain(chainOf(posting), 100);

  const [register, eventBox] = [drawing.boxes.find((b) => b.node.id === 'r0'), drawing.boxes.find((b) => b.node.id === 'e0')];
  ok(register && eventBox && register.x + register.width < eventBox.x);
});

test('events come whole, however the stream was cut', () => {
  const seen: string[] = [];
  const reader = new EventReader((name, data) => seen.push(`${name}:${data}`));

  for (const part of ['event: over', 'view\nda', 'ta: {"a"', ':1}\n', '\n: a comment\n\ndata: x\n\n']) reader.feed(part);

  deepEqual(seen, ['overview:{"a":1}', 'message:x']);
});

test('an address survives what people put into names', () => {
  const route = parse(link('trace', 'PO 1/2#3', { show: 'a&b' }));

  deepEqual([route.view, route.subject, route.parameters.get('show')], ['trace', 'PO 1/2#3', 'a&b']);
});

test('held pieces are added up by reason, the gravest first', () => {
  const held = (reason: Held['reason'], quantity: string): Held => ({ step: 'post', reason, quantity, text: '' });
  const machine = { register: '', held: [held('READY', '4'), held('REJECTED', '2')] } as unknown as Machine;

  deepEqual(merge([machine, machine], 'post').map((h) => `${h.reason} ${h.quantity}`), ['REJECTED 4', 'READY 8']);
  equal(total([machine], (m) => m.register), undefined);
});

test('numbers read as people read them', () => {
  equal(age(-5), '0 s');
  equal(age(61_000), '1 min');
  equal(shortfall(4), '\u22124');
  equal(words('COUNTER_RESET'), 'Counter reset');
  deepEqual(place('acme/graz/shop/line-1/press-1'), { unit: 'press-1', where: 'shop / line-1' });
});

test('a rate needs two seconds and is never below zero', () => {
  equal(perMinute([{ at: 0, pieces: 5 }]), undefined);
  equal(perMinute([{ at: 0, pieces: 0 }, { at: 2_000, pieces: 10 }]), 300);
  equal(perMinute([{ at: 0, pieces: 9 }, { at: 2_000, pieces: 0 }]), 0);
  equal(sparkPath([1], 96, 22), '');
});
