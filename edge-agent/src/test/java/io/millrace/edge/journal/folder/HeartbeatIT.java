package io.millrace.edge.journal.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.millrace.edge.ManualClock;
import io.millrace.edge.capture.Capture;
import io.millrace.edge.derive.Derivations;
import io.millrace.edge.derive.Rules;
import io.millrace.edge.derive.StateRule;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.NoteFile;
import io.millrace.edge.journal.disk.Salvage;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GapReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a quiet stretch a kill costs no more than the time in which the agent was away. */
class HeartbeatIT {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TWO_PERIODS = Capture.HEARTBEAT.multipliedBy(2);

  private final ManualClock clock = new ManualClock();
  private JournalKit.ByHand hands = new JournalKit.ByHand();
  @TempDir Path folder;
  private Path disk;
  private Capture capture;
  private long state = 1;
  private final FaultyDisk faulty = new FaultyDisk();

  @BeforeEach
  void start() {
    begin(folder.resolve("first"));
  }

  @Test
  void j8AQuietSourceDeclaresTheOutageAndNotTheQuietTime() {
    quiet(Duration.ofSeconds(60));

    Gap gap = killAndSeeAgainAfter(Duration.ofSeconds(30));

    assertThat(length(gap))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(30).plus(TWO_PERIODS));
  }

  @Test
  void j8AClockThatWasSetBackWhileItRanDoesNotSpoilTheGap() {
    quiet(Duration.ofSeconds(30));
    state = 2;
    quiet(Duration.ofSeconds(1));
    clock.step(Duration.ofHours(-1));
    quiet(Duration.ofSeconds(60));

    Gap gap = killAndSeeAgainAfter(Duration.ofSeconds(30));

    assertThat(length(gap))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(30).plus(TWO_PERIODS));
  }

  @Test
  void j8AnAgentThatWasStoppedInOrderDeclaresTheOutageToTheReading() {
    quiet(Duration.ofSeconds(13));
    capture.close();
    capture.journal().close();

    Gap gap = seeAgainAfter(Duration.ofSeconds(30), disk);

    assertThat(length(gap)).isEqualTo(Duration.ofSeconds(30).plus(POLL));
  }

  @Test
  void aTornNoteLeavesTheOneBefore() throws IOException {
    NoteFile file = NoteFile.open(folder.resolve("note"), new Disk());
    file.write(1, 10, new byte[] {1});
    file.write(1, 20, new byte[] {2});
    byte[] bytes = Files.readAllBytes(folder.resolve("note"));
    assertThat(NoteFile.read(folder.resolve("note")).orElseThrow().events()).isEqualTo(20);
    bytes[32] ^= 1;
    Files.write(folder.resolve("note"), bytes);

    NoteFile.Note note = NoteFile.read(folder.resolve("note")).orElseThrow();

    assertThat(note.events()).isEqualTo(10);
    assertThat(note.payload()).containsExactly(1);
  }

  @Test
  void aNoteIsNotWrittenBeforeWhatWasAppendedBeforeItIsDurable() throws IOException {
    try (Journal journal = recover(folder.resolve("third")).begin(() -> new byte[0])) {
      Path note = folder.resolve("third/note");
      journal.events().append(JournalKit.record(1, 20));
      journal.note(new byte[] {1});
      faulty.breakOnce();
      clock.pass(Duration.ofSeconds(2));
      hands.work();
      assertThat(journal.events().durable()).isEqualTo(0);
      assertThat(NoteFile.read(note)).isEmpty();

      assertThatThrownBy(() -> journal.events().append(JournalKit.record(2, 20)))
          .hasMessageContaining("JOURNAL_FAILED");
      journal.events().append(JournalKit.record(2, 20));
      clock.pass(Duration.ofSeconds(2));
      hands.work();

      assertThat(journal.events().durable()).isEqualTo(2);
      assertThat(NoteFile.read(note).orElseThrow().events()).isEqualTo(1);
    }
  }

  private void begin(Path at) {
    disk = at;
    hands = new JournalKit.ByHand();
    StateRule rule = new StateRule("acme/graz/press-1", "press-1", "state", Map.of(1L, "STOPPED"));
    Rules rules = new Rules("acme/graz", List.of(), List.of(rule), List.of());
    capture =
        Capture.begin(
            recover(disk),
            new Derivations(rules, JournalKit.ids(3)),
            Map.of("press-1", Set.of("state")),
            clock);
  }

  private RecoveredJournal recover(Path at) {
    return new JournalFolder(
            at, JournalKit.small(), clock, JournalKit.ids(1), faulty, hands, Salvage.COPY)
        .recover();
  }

  private void quiet(Duration time) {
    for (Duration at = Duration.ZERO; at.compareTo(time) < 0; at = at.plus(POLL)) {
      see();
      hands.work();
    }
  }

  private void see() {
    clock.pass(POLL);
    List<Reading> readings = List.of(Reading.good("state", new Value.Whole(state), 0));
    capture.offer(
        new Scan("press-1", clock.now(), clock.now(), clock.nanos(), clock.nanos(), readings));
    capture.work();
  }

  /** As kill -9 leaves the folder: what was written is there, nothing was closed. */
  private Gap killAndSeeAgainAfter(Duration outage) {
    copy(disk, folder.resolve("second"));
    capture.journal().close();
    return seeAgainAfter(outage, folder.resolve("second"));
  }

  private Gap seeAgainAfter(Duration outage, Path left) {
    clock.pass(outage);
    begin(left);
    see();
    hands.work();
    try (JournalReader reader = capture.journal().events().reader(1)) {
      return JournalKit.drain(reader).stream()
          .map(item -> gap(((JournalItem.Entry) item).payload()))
          .filter(gap -> gap.getReason() == GapReason.GAP_REASON_AGENT_STOPPED)
          .findFirst()
          .orElseThrow();
    } finally {
      capture.journal().close();
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Gap gap(byte[] event) {
    try {
      return Event.parseFrom(event).getGap();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Duration length(Gap gap) {
    return Duration.between(at(gap.getFrom()), at(gap.getTo()));
  }

  private static Instant at(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
