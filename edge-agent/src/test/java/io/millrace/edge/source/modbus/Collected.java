package io.millrace.edge.source.modbus;

import static org.awaitility.Awaitility.await;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.ScanSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps what a source hands on. */
final class Collected implements ScanSink {
  static final Duration LIMIT = Duration.ofSeconds(30);

  final List<Scan> scans = new CopyOnWriteArrayList<>();
  final List<String> losses = new CopyOnWriteArrayList<>();

  @Override
  public boolean offer(Scan scan) {
    return scans.add(scan);
  }

  @Override
  public void lost(String source, Instant since, String reason) {
    losses.add(reason);
  }

  /** The first scan from now on that is as wanted. */
  Scan next(Predicate<Scan> wanted) {
    int from = scans.size();
    await().atMost(LIMIT).until(() -> scans.subList(from, scans.size()).stream().anyMatch(wanted));
    return scans.subList(from, scans.size()).stream().filter(wanted).findFirst().orElseThrow();
  }

  Scan next() {
    return next(scan -> true);
  }

  static @Nullable Value value(Scan scan, String tag) {
    return scan.reading(tag).map(Reading::value).orElse(null);
  }
}
