package io.millrace.edge.source.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stretches in which values were missed, on their way to be told. The first is told at once; those
 * that follow within {@link #EVERY} are told as one, so that a queue that is too small for good
 * costs one gap a second and not one each message. One owner thread; pure.
 */
final class Misses {
  /** How often missed values are told. */
  static final Duration EVERY = Duration.ofSeconds(1);

  /** Tags that one gap names; more than that are told as all of the source. */
  static final int TAGS_MAX = 1_000;

  private final int all;
  private final Set<String> tags = new LinkedHashSet<>();
  private @Nullable Instant since;
  private String reason = "";
  private @Nullable Long toldNanos;

  /** {@code all} is how many tags the source has. */
  Misses(int all) {
    this.all = all;
  }

  /** Since the first time, values of all these tags; no tags are all of the source. */
  record Stretch(List<String> tags, Instant since, String reason) {
    Stretch {
      tags = List.copyOf(tags);
    }
  }

  /** Values of these tags were missed since then. */
  void add(Collection<String> some, Instant from, String why) {
    tags.addAll(some);
    since = since == null || from.isBefore(since) ? from : since;
    reason = why;
  }

  /** What is to be told now. */
  Optional<Stretch> take(long nowNanos) {
    if (since == null || (toldNanos != null && nowNanos - toldNanos < EVERY.toNanos())) {
      return Optional.empty();
    }
    toldNanos = nowNanos;
    return takeAll();
  }

  /** What is left at the end. */
  Optional<Stretch> takeAll() {
    Instant from = since;
    if (from == null) {
      return Optional.empty();
    }
    boolean isWhole = tags.size() == all || tags.size() > TAGS_MAX;
    Stretch stretch = new Stretch(isWhole ? List.of() : List.copyOf(tags), from, reason);
    tags.clear();
    since = null;
    return Optional.of(stretch);
  }
}
