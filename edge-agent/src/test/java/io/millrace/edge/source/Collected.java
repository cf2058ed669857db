package io.millrace.edge.source;

import static org.awaitility.Awaitility.await;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps what a source hands on. */
public final class Collected implements ScanSink {
  public static final Duration LIMIT = Duration.ofSeconds(30);

  public final List<Scan> scans = new CopyOnWriteArrayList<>();
  public final List<String> losses = new CopyOnWriteArrayList<>();
  public final List<Loss> lost = new CopyOnWriteArrayList<>();
  public final List<Loss> missed = new CopyOnWriteArrayList<>();

  /** What was lost since then; no tags are all of the source. */
  public record Loss(List<String> tags, Instant since, String reason) {}

  @Override
  public boolean offer(Scan scan) {
    return scans.add(scan);
  }

  @Override
  public void lost(String source, Instant since, String reason) {
    losses.add(reason);
    lost.add(new Loss(List.of(), since, reason));
  }

  @Override
  public void missed(String source, List<String> tags, Instant since, String reason) {
    losses.add(reason);
    missed.add(new Loss(List.copyOf(tags), since, reason));
  }

  /** The first scan from now on that is as wanted. */
  public Scan next(Predicate<Scan> wanted) {
    int from = scans.size();
    await().atMost(LIMIT).until(() -> scans.subList(from, scans.size()).stream().anyMatch(wanted));
    return scans.subList(from, scans.size()).stream().filter(wanted).findFirst().orElseThrow();
  }

  public Scan next() {
    return next(scan -> true);
  }

  public static @Nullable Value value(Scan scan, String tag) {
    return scan.reading(tag).map(Reading::value).orElse(null);
  }
}
