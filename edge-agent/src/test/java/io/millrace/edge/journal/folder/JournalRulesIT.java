package io.millrace.edge.journal.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalItem.Entry;
import io.millrace.edge.journal.JournalItem.Hole;
import io.millrace.edge.journal.JournalItem.Reason;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the joints, as far as the journal holds them; maintenance is worked by hand. */
class JournalRulesIT {
  private static final long SEGMENT = 64 << 10;
  private static final long QUOTA = 10 * (SEGMENT + SEGMENT / 4);

  /** By limits.md. */
  private static final int REFUSED_MAX = 1_000;

  private final FaultyDisk disk = new FaultyDisk();
  private final JournalKit.ByHand hands = new JournalKit.ByHand();
  @TempDir Path folder;

  @Test
  void j1EachStartOpensAnEpochThatNamesItsPredecessorAndSequencesGoOn() {
    List<String> epochs = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      try (Journal journal = open()) {
        epochs.add(journal.epoch());
        assertThat(journal.events().appended()).isEqualTo(run * 10L);
        append(journal.events(), 10);

        List<EpochRange> known = journal.events().epochs();

        assertThat(known).extracting(EpochRange::epoch).isEqualTo(epochs);
        EpochRange last = known.get(run);
        assertThat(last.predecessor()).isEqualTo(run == 0 ? "" : epochs.get(run - 1));
        assertThat(last.predecessorLast()).isEqualTo(run * 10L);
        assertThat(last.first()).isEqualTo(run * 10L + 1);
        assertThat(last.last()).isEqualTo(run * 10L + 10);
      }
    }
  }

  @Test
  void j1ARunThatWroteNothingIsStillThePredecessor() {
    String idle;
    try (Journal journal = open()) {
      idle = journal.epoch();
    }

    try (RecoveredJournal recovered = recover()) {
      assertThat(recovered.lastEpoch(StreamName.EVENTS).orElseThrow().epoch()).isEqualTo(idle);
      try (Journal journal = recovered.begin(() -> new byte[0])) {
        EpochRange now = journal.events().epochs().get(1);
        assertThat(now.predecessor()).isEqualTo(idle);
      }
    }
  }

  @Test
  void j2NothingIsReadAboveTheDurableMark() {
    try (Journal journal = open();
        JournalReader reader = journal.events().reader(1)) {
      append(journal.events(), 5);
      assertThat(reader.poll()).isNull();

      hands.work();
      append(journal.events(), 5);

      assertThat(JournalKit.drain(reader)).hasSize(5);
      assertThat(journal.events().durable()).isEqualTo(5);
    }
  }

  @Test
  void j2AFailedForceIsFinalForItsSegmentAndIsSaidOnce() {
    try (Journal journal = open()) {
      JournalStream events = journal.events();
      append(events, 300);
      hands.work();
      append(events, 20);
      disk.breakOnce();
      hands.work();
      assertThat(events.durable()).isEqualTo(300);

      assertThatThrownBy(() -> append(events, 1))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED));
      append(events, 10);
      hands.work();

      assertThat(events.durable()).isEqualTo(330);
      assertAllReadable(events, 330);
    }
    try (Journal journal = open()) {
      assertAllReadable(journal.events(), 330);
    }
  }

  @Test
  void j2AFailedForceRightAfterARollLosesNothingOfTheSegmentThatWasDurable() {
    int written = 0;
    try (Journal journal = open()) {
      JournalStream events = journal.events();
      while (events.figures().segments() < 2) {
        hands.work();
        append(events, 1);
        written++;
      }
      assertThat(events.durable()).as("all of the first").isEqualTo(written - 1);
      disk.breakOnce();
      hands.work();
      assertThatThrownBy(() -> append(events, 1)).hasMessageStartingWith("JOURNAL_FAILED");

      append(events, 1);
      hands.work();

      assertThat(events.durable()).isEqualTo(written + 1);
      assertAllReadable(events, written + 1);
    }
    try (Journal journal = open()) {
      assertAllReadable(journal.events(), written + 1);
    }
  }

  @Test
  void j3EachSegmentOfEventsBeginsWithACheckpointAndTheTwoNewestStay() {
    long[] asked = {0};
    try (RecoveredJournal recovered = recover();
        Journal journal = recovered.begin(() -> JournalKit.text("state " + ++asked[0]))) {
      for (int i = 0; i < 80; i++) {
        append(journal.events(), 40);
        hands.work();
        journal.events().acknowledge(journal.events().durable());
      }
      assertThat(asked[0]).isGreaterThan(10); // more segments than the quota holds
      assertThat(journal.events().figures().segments()).isGreaterThanOrEqualTo(2);
    }

    try (RecoveredJournal recovered = recover()) {
      assertThat(recovered.checkpoint()).isEqualTo(JournalKit.text("state " + asked[0]));
    }
  }

  @Test
  void j8TelemetryGivesWayWithAHoleThatIsKnownAfterARestartToo() {
    Hole told;
    try (Journal journal = open()) {
      fill(journal.telemetry(), 4 * QUOTA);

      List<Hole> holes = journal.telemetry().takeHoles();

      assertThat(holes).isNotEmpty();
      told = new Hole(1, holes.get(holes.size() - 1).last(), journal.epoch(), Reason.JOURNAL_FULL);
      assertThat(journal.telemetry().figures().bytes()).isLessThanOrEqualTo(QUOTA);
      assertHoleThenEntries(journal.telemetry());
    }
    try (Journal journal = open();
        JournalReader reader = journal.telemetry().reader(1)) {
      assertThat(reader.poll())
          .isInstanceOfSatisfying(
              Hole.class,
              hole -> {
                assertThat(hole.first()).isEqualTo(1);
                assertThat(hole.last()).isGreaterThanOrEqualTo(told.last());
                assertThat(hole.epoch()).isEqualTo(told.epoch());
                assertThat(hole.reason()).isEqualTo(Reason.JOURNAL_FULL);
              });
    }
  }

  @Test
  void j8AHoleIsHandedOutAgainAtEachStartUntilItsGapIsDurable() {
    try (Journal journal = open()) {
      fill(journal.telemetry(), 4 * QUOTA);
      assertThat(journal.telemetry().takeHoles()).isNotEmpty();
      assertThat(journal.telemetry().takeHoles()).as("once in a run").isEmpty();
    }

    List<Hole> again;
    try (RecoveredJournal recovered = recover()) {
      again = recovered.holes(StreamName.TELEMETRY);
      assertThat(again).as("its gap may be lost").isNotEmpty();
      try (Journal journal = recovered.begin(() -> new byte[0])) {
        again.forEach(journal.telemetry()::told);
        assertThat(journal.telemetry().takeHoles()).isEmpty();
      }
    }
    try (RecoveredJournal recovered = recover()) {
      assertThat(recovered.holes(StreamName.TELEMETRY)).isEmpty();
    }
  }

  @Test
  void j8ASegmentThatIsJustBeingMovedIsNoDamage() {
    List<JournalItem> seen = new ArrayList<>();
    try (Journal journal = open();
        JournalReader reader = journal.events().reader(1)) {
      append(journal.events(), 10);
      hands.work();
      append(journal.events(), 300);
      disk.onRenamed(
          () -> {
            JournalItem item = reader.poll();
            if (item != null) {
              seen.add(item);
            }
          });
      hands.work();
      disk.onRenamed(() -> {});

      seen.addAll(JournalKit.drain(reader));

      assertThat(seen).hasSize(310).allMatch(Entry.class::isInstance);
      assertThat(journal.events().takeHoles()).isEmpty();
    }
  }

  @Test
  void j8ARefusedRecordIsKeptAsideAndAHoleTakesItsPlaceForGood() throws IOException {
    try (Journal journal = open();
        JournalReader reader = journal.events().reader(1)) {
      append(journal.events(), 10);
      hands.work();
      assertThat(journal.events().refuse(11, "not there")).isFalse();

      assertThat(journal.events().refuse(4, "BATCH_INVALID: record 4: has no body")).isTrue();

      assertThat(JournalKit.drain(reader)).hasSize(10).element(3).isEqualTo(refused(journal, 4));
      assertThat(journal.events().takeHoles()).containsExactly(refused(journal, 4));
      assertThat(journal.events().figures().refused()).isEqualTo(1);
    }
    Path aside = folder.resolve("events/refused/0000000000000000004.event");
    assertThat(Files.readAllBytes(aside)).isEqualTo(JournalKit.record(4, 300));
    try (Journal journal = open();
        JournalReader reader = journal.events().reader(1)) {
      assertThat(JournalKit.drain(reader).get(3)).isInstanceOf(Hole.class);
    }
  }

  @Test
  void j8WhatTheRelayHasCannotBeRefusedAnyMore() {
    try (Journal journal = open();
        JournalReader reader = journal.events().reader(1)) {
      append(journal.events(), 10);
      hands.work();
      journal.events().acknowledge(5);

      assertThat(journal.events().refuse(5, "late")).isFalse();
      assertThat(journal.events().refuse(6, "in time")).isTrue();

      assertThat(JournalKit.drain(reader).get(4)).isInstanceOf(Entry.class);
    }
  }

  @Test
  void p8OnlySoManyRefusedRecordsAreKept() throws IOException {
    try (Journal journal = open()) {
      append(journal.events(), 2);
      hands.work();
      Path refused = Files.createDirectories(folder.resolve("events/refused"));
      for (int kept = 1; kept < REFUSED_MAX; kept++) {
        Files.createFile(refused.resolve("x%d.event".formatted(kept)));
      }

      assertThat(journal.events().refuse(1, "the last that fits")).isTrue();
      assertThat(journal.events().refuse(2, "one too many")).isFalse();
    }
  }

  private static Hole refused(Journal journal, long sequence) {
    return new Hole(sequence, sequence, journal.epoch(), Reason.RELAY_REFUSED);
  }

  @Test
  void eventsAreRefusedRatherThanDroppedAndTakenAgainOnceAcknowledged() {
    try (Journal journal = open()) {
      JournalStream events = journal.events();
      assertThatThrownBy(() -> fill(events, 4 * QUOTA))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FULL));
      long kept = events.appended();
      hands.work();
      assertAllReadable(events, kept);

      events.acknowledge(events.durable());
      append(events, 1);

      assertThat(events.appended()).isEqualTo(kept + 1);
    }
  }

  @Test
  void aFullDiskTakesFromTelemetryBeforeEventsAreRefused() {
    try (Journal journal = open()) {
      fill(journal.telemetry(), QUOTA / 2);
      int before = journal.telemetry().figures().segments();

      for (int i = 0; i < 4; i++) {
        disk.bytesLeft(0);
        try {
          fill(journal.events(), SEGMENT);
        } catch (MillraceException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FULL);
        }
      }

      assertThat(journal.telemetry().figures().segments()).isLessThan(before);
      assertAllReadable(journal.events(), journal.events().durable());
    }
  }

  private void fill(JournalStream stream, long bytes) {
    for (long written = 0; written < bytes; written += 1000) {
      stream.append(JournalKit.record(stream.appended() + 1, 1000));
      if (stream.appended() % 30 == 0) {
        hands.work();
      }
    }
    hands.work();
  }

  private static void append(JournalStream stream, int records) {
    for (int i = 0; i < records; i++) {
      stream.append(JournalKit.record(stream.appended() + 1, 300));
    }
  }

  private static void assertAllReadable(JournalStream stream, long last) {
    try (JournalReader reader = stream.reader(1)) {
      long next = 1;
      for (JournalItem item : JournalKit.drain(reader)) {
        assertThat(item).isInstanceOf(Entry.class);
        assertThat(((Entry) item).sequence()).isEqualTo(next++);
      }
      assertThat(next - 1).isEqualTo(last);
    }
  }

  private static void assertHoleThenEntries(JournalStream stream) {
    try (JournalReader reader = stream.reader(1)) {
      List<JournalItem> items = JournalKit.drain(reader);
      assertThat(items.get(0)).isInstanceOf(Hole.class);
      long next = ((Hole) items.get(0)).last() + 1;
      for (JournalItem item : items.subList(1, items.size())) {
        assertThat(((Entry) item).sequence()).isEqualTo(next++);
      }
      assertThat(next - 1).isEqualTo(stream.durable());
    }
  }

  private Journal open() {
    try (RecoveredJournal recovered = recover()) {
      return recovered.begin(() -> new byte[0]);
    }
  }

  private RecoveredJournal recover() {
    return JournalKit.recover(folder, JournalKit.settings(SEGMENT, QUOTA), disk, hands);
  }
}
