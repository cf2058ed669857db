package io.millrace.relay.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the API port refused since its start. Any thread. */
final class ApiCounts {
  static final String NOT_TLS = "api.connections.not_tls";
  static final String OVERSIZED = "api.requests.oversized";
  static final String REFUSED = "api.requests.refused";

  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  /** One more; returns how many there were by now. */
  long add(String name) {
    return counts.computeIfAbsent(name, absent -> new AtomicLong()).incrementAndGet();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.get()));
    return all;
  }
}
