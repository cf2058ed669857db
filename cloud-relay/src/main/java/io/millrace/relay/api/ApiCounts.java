package io.millrace.relay.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the API port refused since its start. Any thread. */
final class ApiCounts {
  static final String NOT_TLS = "api.connections.not_tls";
  static final String REFUSED = "api.requests.refused";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void add(String name) {
    counts.computeIfAbsent(name, absent -> new LongAdder()).increment();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.sum()));
    return all;
  }
}
