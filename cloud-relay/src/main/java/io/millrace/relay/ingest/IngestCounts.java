package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often things happened since the start, by name. Any thread. */
final class IngestCounts {
  static final String BATCHES = "ingest_batches";
  static final String RECORDS = "ingest_records";
  static final String REPEATED = "ingest_records_repeated";
  static final String CONNECTIONS_REFUSED = "ingest_connections_refused";
  static final String CONNECTIONS_ABOVE_LIMIT = "ingest_connections_above_limit";
  static final String RECORDS_REFUSED = "ingest_records_refused";
  static final String REPORTS = "ingest_reports";
  static final String REPORTS_TOO_LARGE = "ingest_reports_too_large";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void add(String name, long times) {
    counts.computeIfAbsent(name, absent -> new LongAdder()).add(times);
  }

  /** The codes are few, so the names are. */
  void refused(ErrorCode code) {
    add("ingest_refused_" + code.name().toLowerCase(Locale.ROOT), 1);
  }

  Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((name, count) -> snapshot.put(name, count.sum()));
    return snapshot;
  }
}
