package io.millrace.relay.inbound;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was not taken, and says so once a minute for each webhook and reason. Any thread. */
final class RefusedMessages {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedMessages.class);

  private final ConcurrentMap<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final Pace pace;

  RefusedMessages(Clock clock) {
    this.pace = new Pace(clock);
  }

  /** The names are those of the webhooks that are configured, so the map is bounded. */
  void add(String webhook, Refusal refusal, String detail, String from) {
    String name = name(webhook, refusal);
    pace.due(name)
        .ifPresent(
            more ->
                LOG.atWarn()
                    .addKeyValue("webhook", webhook)
                    .addKeyValue("code", ErrorCode.MESSAGE_REFUSED)
                    .addKeyValue("reason", refusal)
                    .addKeyValue("detail", detail)
                    .addKeyValue("from", from)
                    .addKeyValue("more", more)
                    .log("message to a webhook refused"));
    // last, so that whoever sees the count finds the line
    counts.computeIfAbsent(name, absent -> new AtomicLong()).incrementAndGet();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((name, count) -> snapshot.put(name, count.get()));
    return snapshot;
  }

  private static String name(String webhook, Refusal refusal) {
    return "inbound_%s_refused_%s"
        .formatted(webhook, refusal.name().toLowerCase(java.util.Locale.ROOT));
  }
}
