package io.millrace.edge.source.opcua;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.opcua.server.Sample;
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
 * the groups that it touches. Values wait until every item has shown its first one: what changed
 * unseen is told as one shot, never step by step.
 *
 * <p>A reset shows in a counter and in its marker, and a server may sample them one after the
 * other: one of the two alone waits for the other for up to {@code patience}, and is told with it;
 * what the counter showed between the marker and its fall is of before the reset.
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
  private final Repeats repeats;
  private final Duration patience;
  private int waiting;
  private @Nullable Long tornNanos;

  /** {@code queue} is how many values of an item may come at once. */
  Assembly(Collection<String> tags, List<Group> groups, Duration patience, int queue) {
    this.patience = patience;
    this.repeats = new Repeats(tags.size(), queue);
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
    Instant at = Shot.NO_TIME;
    for (String tag : fresh) {
      Sample sample = take(queue(tag));
      if (sample != null) {
        known.put(sample.tag(), sample.reading());
        at = sample.at().isAfter(at) ? sample.at() : at;
      }
    }
    return new Shot(at, List.copyOf(known.values()));
  }

  private Optional<Shot> next(long nowNanos) {
    while (!firsts.isEmpty()) {
      Instant at = firsts.firstKey();
      Map<String, Sample> heads = heads(firsts.firstEntry().getValue(), at);
      if (isMoved(heads, at)) {
        continue;
      }
      if (!torn(heads).isEmpty() && waits(nowNanos)) {
        return Optional.empty();
      }
      tornNanos = null;
      return Optional.of(tell(at, heads));
    }
    return Optional.empty();
  }

  /** Whether half of a reset was moved to the other half, so that something else may be next. */
  private boolean isMoved(Map<String, Sample> heads, Instant at) {
    for (Group group : torn(heads)) {
      if (mend(group, heads, at)) {
        tornNanos = null;
        return true;
      }
    }
    return false;
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
    String counter = group.counter();
    String marker = group.marker();
    return counter != null
        && marker != null
        && isFallen(counter, heads) != isChanged(marker, heads);
  }

  private boolean isFallen(String tag, Map<String, Sample> heads) {
    Sample sample = heads.get(tag);
    Reading before = known.get(tag);
    return sample != null && before != null && isFall(before.value(), sample.reading().value());
  }

  private boolean isChanged(String tag, Map<String, Sample> heads) {
    Sample sample = heads.get(tag);
    Reading before = known.get(tag);
    return sample != null && before != null && isChange(before.value(), sample.reading().value());
  }

  /**
   * Puts the half of a reset that came first to the other one, when that is queued: to its time, or
   * out of this shot when that is the same. Whether it got another time.
   */
  private boolean mend(Group group, Map<String, Sample> heads, Instant at) {
    String counter = Objects.requireNonNull(group.counter());
    String marker = Objects.requireNonNull(group.marker());
    boolean isMarkerFirst = isChanged(marker, heads);
    String early = isMarkerFirst ? marker : counter;
    Instant due = turn(isMarkerFirst ? counter : marker, isMarkerFirst, at);
    if (due == null) {
      return false;
    }
    if (due.isAfter(at)) {
      Deque<Sample> queue = queue(early);
      Sample head = Objects.requireNonNull(queue.peek());
      unlist(queue);
      queue.poll();
      queue.addFirst(new Sample(head.reading(), due, head.overflow()));
      list(queue);
      return true;
    }
    if (heads.size() > 1) {
      heads.remove(early); // stays first of its queue
    }
    return false;
  }

  /**
   * When a counter falls, or a marker changes, as far as that is queued and near; null when not. A
   * value is told when those before it are.
   */
  private @Nullable Instant turn(String tag, boolean isFall, Instant at) {
    Reading before = known.get(tag);
    Value last = before == null ? null : before.value();
    Instant due = at;
    for (Sample sample : queue(tag)) {
      due = sample.at().isAfter(due) ? sample.at() : due;
      if (due.isAfter(at.plus(patience))) {
        return null;
      }
      Value now = sample.reading().value();
      if (isFall ? isFall(last, now) : isChange(last, now)) {
        return due;
      }
      last = now == null ? last : now;
    }
    return null;
  }

  private static boolean isFall(@Nullable Value before, @Nullable Value now) {
    return before instanceof Value.Whole old
        && now instanceof Value.Whole next
        && next.value() < old.value();
  }

  private static boolean isChange(@Nullable Value before, @Nullable Value now) {
    return before != null && now != null && !before.equals(now);
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
