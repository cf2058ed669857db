package io.millrace.edge.source.modbus;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.source.plan.Block;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A scan while its answers come in. One owner thread. */
final class ScanDraft {
  private final Map<String, Reading> readings = new LinkedHashMap<>();
  private long askedNanos;
  private int requests;
  private int answers;

  void asking(long nowNanos) {
    if (requests == 0) {
      askedNanos = nowNanos;
    }
    requests++;
  }

  /** Number of the request that is out or was last, from 0. */
  int request() {
    return Math.max(0, requests - 1);
  }

  void add(Reading reading) {
    readings.put(reading.tag(), reading);
  }

  void answered() {
    answers++;
  }

  int answers() {
    return answers;
  }

  void fail(Block block, String fault) {
    block.needs().forEach(need -> add(Reading.bad(need.tag(), request(), fault)));
  }

  void refused(String tag, String reason) {
    readings.putIfAbsent(tag, Reading.bad(tag, request(), reason));
  }

  Scan scan(String source, Instant now, long nowNanos) {
    return new Scan(source, now, now, askedNanos, nowNanos, readings.values().stream().toList());
  }
}
