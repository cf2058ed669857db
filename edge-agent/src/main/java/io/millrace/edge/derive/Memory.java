package io.millrace.edge.derive;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.v1.Checkpoint;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CounterState;
import io.millrace.v1.CountersRead;
import io.millrace.v1.DowntimeState;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GapReason;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.MachineMemory;
import io.millrace.v1.MeasureState;
import io.millrace.v1.OpenGap;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.SourceMemory;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of all derivations. It changes by journalled events only, configured or not: a counter
 * that left the configuration goes on where it was when it returns. One thread writes; counters may
 * be read from any.
 */
final class Memory {
  /**
   * Sources in a heartbeat: with their names as long as may be they stay below 60 KiB, and beside
   * all counters of an agent below what the journal takes as a note.
   */
  static final int HEARTBEAT_SOURCES_MAX = 400;

  private final Map<String, CounterState> counters = new ConcurrentHashMap<>();
  private final Map<String, Timestamp> readAt = new ConcurrentHashMap<>();
  private final Map<String, MachineMemory> machines = new LinkedHashMap<>();
  private final Map<String, SourceMemory> sources = new LinkedHashMap<>();
  private final Map<GapKey, OpenGap> gaps = new LinkedHashMap<>();
  private final Map<String, DowntimeState> downtimes = new ConcurrentHashMap<>();
  private final Map<MeasureKey, MeasureState> measures = new ConcurrentHashMap<>();
  private UnknownFieldSet unknown = UnknownFieldSet.getDefaultInstance();

  /**
   * Takes the checkpoint into an empty memory, before anything else; an empty one changes nothing.
   */
  void restore(byte[] bytes) throws InvalidProtocolBufferException {
    Checkpoint checkpoint = Checkpoint.parseFrom(bytes);
    checkpoint.getCountersList().forEach(state -> counters.put(state.getCounter(), state));
    checkpoint.getMachinesList().forEach(state -> machines.put(state.getEquipment(), state));
    checkpoint.getSourcesList().forEach(state -> sources.put(state.getSource(), state));
    checkpoint.getGapsList().forEach(gap -> gaps.put(GapKey.of(gap), gap));
    checkpoint.getDowntimesList().forEach(state -> downtimes.put(state.getEquipment(), state));
    checkpoint.getMeasuresList().forEach(this::measured);
    unknown = checkpoint.getUnknownFields();
  }

  byte[] checkpoint() {
    return Checkpoint.newBuilder()
        .addAllCounters(counters.values().stream().map(this::withLastRead).toList())
        .addAllMachines(machines.values())
        .addAllSources(sources.values())
        .addAllGaps(gaps.values())
        .addAllDowntimes(downtimes.values())
        .addAllMeasures(measures.values())
        .setUnknownFields(unknown)
        .build()
        .toByteArray();
  }

  /**
   * The sources of the checkpoint alone, those seen last if they are very many, and when each
   * counter was read in this run.
   */
  byte[] heartbeat() {
    Checkpoint.Builder beat = Checkpoint.newBuilder();
    sources.values().stream()
        .sorted(
            Comparator.comparing((SourceMemory own) -> Times.of(own.getObservedAt())).reversed())
        .limit(HEARTBEAT_SOURCES_MAX)
        .forEach(beat::addSources);
    Map<Timestamp, CountersRead.Builder> together = new LinkedHashMap<>();
    readAt.forEach(
        (counter, at) ->
            together
                .computeIfAbsent(at, key -> CountersRead.newBuilder().setAt(key))
                .addCounters(counter));
    together.values().forEach(beat::addRead);
    return beat.build().toByteArray();
  }

  /** Later than what was applied before, whatever the clock says. */
  void beat(byte[] heartbeat) throws InvalidProtocolBufferException {
    Checkpoint beat = Checkpoint.parseFrom(heartbeat);
    beat.getSourcesList().forEach(state -> seen(state.getSource(), state.getObservedAt()));
    for (CountersRead read : beat.getReadList()) {
      for (String counter : read.getCountersList()) {
        counters.computeIfPresent(
            counter, (id, state) -> state.toBuilder().setObservedAt(read.getAt()).build());
      }
    }
  }

  private CounterState withLastRead(CounterState state) {
    Timestamp at = readAt.get(state.getCounter());
    return at == null ? state : state.toBuilder().setObservedAt(at).build();
  }

  /** Moves the state on by an event that is in the journal. */
  void apply(Event event) {
    if (event.hasProductionCount()) {
      count(event, event.getProductionCount());
    } else if (event.hasMachineState()) {
      machine(event);
    } else if (event.hasGap()) {
      gap(event, event.getGap());
    }
    if (!event.hasGap()) {
      seen(event.getOrigin().getSource(), event.getObservedAt());
    } else if (event.getGap().hasTo()) {
      seen(event.getOrigin().getSource(), event.getGap().getTo());
    }
  }

  /** Everything of a scan of that source is in the journal; its readings told nothing newer. */
  void seen(String source, Timestamp at) {
    if (!source.isEmpty()) {
      SourceMemory before = sources.getOrDefault(source, SourceMemory.getDefaultInstance());
      sources.put(source, before.toBuilder().setSource(source).setObservedAt(at).build());
    }
  }

  /** The counter was read well at that time, whether it had moved or not. */
  void read(String counter, Timestamp at) {
    readAt.put(counter, at);
  }

  /** Whether the counter was read well in this run. Any thread. */
  boolean wasRead(String counter) {
    return readAt.containsKey(counter);
  }

  @Nullable CounterState counter(String id) {
    return counters.get(id);
  }

  Collection<CounterState> counters() {
    return counters.values().stream()
        .sorted(Comparator.comparing(CounterState::getCounter))
        .toList();
  }

  @Nullable MachineMemory machine(String equipment) {
    return machines.get(equipment);
  }

  /** How that machine stands; null when it does not. Any thread. */
  @Nullable DowntimeState downtime(String equipment) {
    return downtimes.get(equipment);
  }

  /** The machine stands like that. */
  void stands(DowntimeState state) {
    downtimes.put(state.getEquipment(), state);
  }

  /** The machine stands no longer. */
  void goes(String equipment) {
    downtimes.remove(equipment);
  }

  /** Where the samples of that characteristic stand; null before the first. Any thread. */
  @Nullable MeasureState measure(String equipment, String characteristic) {
    return measures.get(new MeasureKey(equipment, characteristic));
  }

  /** The samples of a characteristic stand like that. */
  void measured(MeasureState state) {
    measures.put(new MeasureKey(state.getEquipment(), state.getCharacteristic()), state);
  }

  /** When that source was read last. */
  Optional<Instant> lastSeen(String source) {
    return Optional.ofNullable(sources.get(source)).map(own -> Times.of(own.getObservedAt()));
  }

  /** When any source was read last. */
  Optional<Instant> lastSeen() {
    return sources.values().stream()
        .map(any -> Times.of(any.getObservedAt()))
        .max(Comparator.naturalOrder());
  }

  /** The open gaps of that source. */
  List<OpenGap> gaps(String source) {
    return gaps.values().stream().filter(gap -> gap.getSource().equals(source)).toList();
  }

  /** All open gaps, of sources configured or not. */
  List<OpenGap> openGaps() {
    return List.copyOf(gaps.values());
  }

  /** All machines that stand, configured or not. */
  List<DowntimeState> standing() {
    return downtimes.values().stream()
        .sorted(Comparator.comparing(DowntimeState::getEquipment))
        .toList();
  }

  @Nullable OpenGap gap(String source, String tag, GapReason reason, String stream) {
    return gaps.get(new GapKey(source, tag, reason, stream));
  }

  private void count(Event event, ProductionCount count) {
    CounterState before =
        counters.getOrDefault(count.getCounter(), CounterState.getDefaultInstance());
    boolean orderChanged = count.getFlagsList().contains(CountFlag.COUNT_FLAG_ORDER_CHANGED);
    CounterState.Builder after =
        before.toBuilder()
            .setCounter(count.getCounter())
            .setEquipment(event.getEquipment())
            .setKind(count.getKind())
            .setGeneration(count.getGeneration())
            .setTo(count.getTo())
            .setRaw(count.getToRaw())
            .setTotal(count.getTotal())
            .setOrder(orderChanged ? count.getOrderAfter() : event.getKeys().getOrder())
            .setObservedAt(event.getObservedAt());
    if (count.hasResetMarker()) {
      after.setResetMarker(count.getResetMarker());
    } else if (count.getStart() != GenerationStart.GENERATION_START_UNSPECIFIED) {
      after.clearResetMarker();
    }
    counters.put(count.getCounter(), after.build());
    readAt.computeIfPresent(count.getCounter(), (id, at) -> event.getObservedAt());
  }

  private void machine(Event event) {
    MachineMemory before =
        machines.getOrDefault(event.getEquipment(), MachineMemory.getDefaultInstance());
    machines.put(
        event.getEquipment(),
        before.toBuilder()
            .setEquipment(event.getEquipment())
            .setState(event.getMachineState().getState())
            .setRaw(event.getMachineState().getRaw())
            .build());
  }

  private void gap(Event event, Gap gap) {
    String source = event.getOrigin().getSource();
    if (source.isEmpty()) {
      return; // of the journal itself: told at once with both ends
    }
    List<String> tags = gap.getTagsCount() == 0 ? List.of("") : gap.getTagsList();
    for (String tag : tags) {
      GapKey key = new GapKey(source, tag, gap.getReason(), gap.getStream());
      if (gap.hasTo()) {
        gaps.remove(key);
      } else {
        gaps.put(key, key.open(gap.getFrom()));
      }
    }
  }

  private record MeasureKey(String equipment, String characteristic) {}

  private record GapKey(String source, String tag, GapReason reason, String stream) {
    static GapKey of(OpenGap gap) {
      return new GapKey(gap.getSource(), gap.getTag(), gap.getReason(), gap.getStream());
    }

    OpenGap open(Timestamp from) {
      return OpenGap.newBuilder()
          .setSource(source)
          .setTag(tag)
          .setReason(reason)
          .setFrom(from)
          .setStream(stream)
          .build();
    }
  }
}
