package io.millrace.edge.capture;

import java.util.concurrent.atomic.LongAdder;

/** Counts since start. Any thread. */
final class Figures {
  final LongAdder scans = new LongAdder();
  final LongAdder events = new LongAdder();
  final LongAdder telemetry = new LongAdder();
  final LongAdder telemetryDropped = new LongAdder();
  final LongAdder gaps = new LongAdder();
  final LongAdder refusals = new LongAdder();
}
