package io.millrace.edge.source.opcua;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts the queued values of many items into one order: by the source's time across items, by
 * arrival within one. Each instant becomes a shot with what changed and the latest known values of
 * the counters' groups that it touches. Values wait until every item has shown its first one: what
 * changed unseen is told as one shot, never step by step.
 *
 * <p>A reset shows in a counter and in its marker, and a server may sample them one after the
 * other: one of the two alone waits for the other for up to {@code patience}.
 *
 * <p>One owner thread; pure.
 */
final class Assembly {
  /** Values that wait at most; more are refused. */
  static final int WAITING_MAX = 200_000;

  private final Map<String, List<Group>> groups = new HashMap<>();
  private final Map<String, Deque<Sample>> queues = new LinkedHashMap<>();
  private final Map<String, Reading> known = new LinkedHashMap<>();
  private final NavigableMap<Instant, Set<String>> firsts = new TreeMap<>();
  private final Set<String> awaited = new LinkedHashSet<>();
  private final Set<String> fresh = new LinkedHashSet<>();
  private final Repeats repeats = new Repeats();
  private final Duration patience;
  private int waiting;
  private @Nullable Long tornNanos;

  Assembly(Collection<String> tags, List<Group> groups, Duration patience) {
    this.patience = patience;
    tags.forEach(tag -> queues.put(tag, new ArrayDeque<>()));
    for (Group group : groups) {
      group
          .tags()
          .forEach(tag -> this.groups.computeIfAbsent(tag, key -> new ArrayList<>()).add(group));
    }
  }

  /** These begin anew: nothing is told before each has shown a value, or was refused. */
  void await(Collection<String> tags) {
    for (String tag : tags) {
      awaited.add(tag);
      fresh.add(tag);
      repeats.forget(tag);
      Deque<Sample> queue = queue(tag);
      unlist(queue);
      waiting -= queue.size();
      queue.clear();
    }
    tornNanos = null;
  }

  /** The server gives no value of that tag. */
  void refuse(String tag, String fault) {
    if (awaited.remove(tag)) {
      known.put(tag, Reading.bad(tag, 0, fault));
    }
  }

  /** Tags without a first value. */
  Set<String> awaited() {
    return Set.copyOf(awaited);
  }

  /** False when there is no room; what came before is taken and not told again. */
  boolean add(Sample sample) {
    if (waiting >= WAITING_MAX) {
      return false;
    }
    if (repeats.isRepeated(sample)) {
      return true;
    }
    Deque<Sample> queue = queue(sample.tag());
    queue.add(sample);
    if (queue.size() == 1) {
      list(queue);
    }
    waiting++;
    awaited.remove(sample.tag());
    return true;
  }

  /** Everything that can be told now. */
  List<Shot> drain(long nowNanos) {
    List<Shot> shots = new ArrayList<>();
    if (!awaited.isEmpty()) {
      return shots;
    }
    if (!fresh.isEmpty()) {
      shots.add(first());
      fresh.clear();
    }
    for (Optional<Shot> next = next(nowNanos); next.isPresent(); next = next(nowNanos)) {
      shots.add(next.get());
    }
    return shots;
  }

  /** All that is known; the same as shown before. Empty while values are awaited. */
  List<Reading> standing() {
    return !fresh.isEmpty() || waiting > 0 ? List.of() : List.copyOf(known.values());
  }

  /** One value of each item that begins anew, as one, with all else that is known. */
  private Shot first() {
    Instant at = Instant.MIN;
    for (String tag : fresh) {
      Sample sample = take(queue(tag));
      if (sample != null) {
        known.put(sample.tag(), sample.reading());
        at = sample.at().isAfter(at) ? sample.at() : at;
      }
    }
    return new Shot(at.equals(Instant.MIN) ? Instant.EPOCH : at, List.copyOf(known.values()));
  }

  private Optional<Shot> next(long nowNanos) {
    if (firsts.isEmpty()) {
      return Optional.empty();
    }
    Instant at = firsts.firstKey();
    Map<String, Sample> heads = heads(firsts.firstEntry().getValue(), at);
    for (Group group : torn(heads)) {
      Optional<Instant> whole = counterpart(group, at);
      if (whole.isEmpty() && waits(nowNanos)) {
        return Optional.empty();
      }
      if (whole.isPresent()) {
        at = whole.get().isAfter(at) ? whole.get() : at;
        heads.putAll(heads(group.tags(), at));
      }
    }
    tornNanos = null;
    return Optional.of(tell(at, heads));
  }

  /** Whether it is too early to tell a reset that shows in one place only. */
  private boolean waits(long nowNanos) {
    if (tornNanos == null) {
      tornNanos = nowNanos;
    }
    return nowNanos - tornNanos < patience.toNanos();
  }

  private Shot tell(Instant at, Map<String, Sample> heads) {
    Map<String, Reading> shown = new LinkedHashMap<>();
    for (String tag : heads.keySet()) {
      Sample sample = Objects.requireNonNull(take(queue(tag)));
      known.put(tag, sample.reading());
      shown.put(tag, sample.overflow() ? apart(sample.reading()) : sample.reading());
    }
    for (String tag : heads.keySet()) {
      for (Group group : groups.getOrDefault(tag, List.of())) {
        group.tags().forEach(mate -> shown.computeIfAbsent(mate, known::get));
      }
    }
    return new Shot(at, List.copyOf(shown.values()));
  }

  /** Values before it are missing, so that what belongs together may not have come together. */
  private static Reading apart(Reading reading) {
    return new Reading(reading.tag(), reading.value(), reading.quality(), 1, reading.fault());
  }

  /** Groups whose counter fell without its marker, or whose marker changed alone. */
  private List<Group> torn(Map<String, Sample> heads) {
    return heads.keySet().stream()
        .flatMap(tag -> groups.getOrDefault(tag, List.of()).stream())
        .distinct()
        .filter(group -> isTorn(group, heads))
        .collect(Collectors.toList());
  }

  private boolean isTorn(Group group, Map<String, Sample> heads) {
    String marker = group.marker();
    if (marker == null) {
      return false;
    }
    return isFallen(group.counter(), heads) != isChanged(marker, heads);
  }

  private boolean isFallen(String tag, Map<String, Sample> heads) {
    Sample sample = heads.get(tag);
    Reading before = known.get(tag);
    return sample != null
        && before != null
        && before.value() instanceof Value.Whole old
        && sample.reading().value() instanceof Value.Whole now
        && now.value() < old.value();
  }

  private boolean isChanged(String tag, Map<String, Sample> heads) {
    Sample sample = heads.get(tag);
    Reading before = known.get(tag);
    return sample != null
        && before != null
        && before.value() != null
        && sample.reading().value() != null
        && !before.value().equals(sample.reading().value());
  }

  /** When the other half of a reset is queued: the counter's fall or the marker's change. */
  private Optional<Instant> counterpart(Group group, Instant at) {
    String marker = Objects.requireNonNull(group.marker());
    Instant until = at.plus(patience);
    return List.of(group.counter(), marker).stream()
        .map(tag -> queue(tag).peek())
        .filter(Objects::nonNull)
        .map(Sample::at)
        .filter(time -> time.isAfter(at) && !time.isAfter(until))
        .max(Instant::compareTo);
  }

  private Map<String, Sample> heads(Collection<String> tags, Instant at) {
    Map<String, Sample> heads = new LinkedHashMap<>();
    for (String tag : tags) {
      Sample head = queue(tag).peek();
      if (head != null && !head.at().isAfter(at)) {
        heads.put(tag, head);
      }
    }
    return heads;
  }

  private @Nullable Sample take(Deque<Sample> queue) {
    unlist(queue);
    Sample sample = queue.poll();
    list(queue);
    if (sample != null) {
      waiting--;
    }
    return sample;
  }

  private void list(Deque<Sample> queue) {
    Sample head = queue.peek();
    if (head != null) {
      firsts.computeIfAbsent(head.at(), at -> new LinkedHashSet<>()).add(head.tag());
    }
  }

  private void unlist(Deque<Sample> queue) {
    Sample head = queue.peek();
    Set<String> tags = head == null ? null : firsts.get(head.at());
    if (head != null && tags != null) {
      tags.remove(head.tag());
      if (tags.isEmpty()) {
        firsts.remove(head.at());
      }
    }
  }

  private Deque<Sample> queue(String tag) {
    return Objects.requireNonNull(queues.get(tag), tag);
  }
}
