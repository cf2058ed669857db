package io.millrace.edge.journal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalItem.Entry;
import io.millrace.edge.journal.JournalItem.Hole;
import io.millrace.edge.journal.JournalItem.Reason;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Envelope;
import io.millrace.edge.journal.disk.RecordScan;
import io.millrace.edge.journal.disk.SegmentName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A damaged file costs the records that were damaged, says which, and never stops the journal. */
class CorruptionIT {
  private static final int RECORDS = 600;
  private static final int RECORD_BYTES = 200;
  private static final int DOCUMENT_BYTES = 4 + Envelope.HEADER + RECORD_BYTES;
  private static final int PAGE = 4096;

  /** Records that touch a damaged page, at most. */
  private static final int OF_A_PAGE = PAGE / DOCUMENT_BYTES + 2;

  @TempDir Path folder;

  /** What happens to a record's document, and how many records that may cost. */
  private enum Damage {
    PAYLOAD_BIT(1),
    HEADER_ZERO(0),
    LENGTH_MORE(0),
    LENGTH_LESS(0),
    LENGTH_DOUBLE(0),
    LENGTH_HUGE(0),
    NOT_COMPLETE(0),
    META(0),
    END_OF_SEGMENT(0),
    ZERO_PAGE(OF_A_PAGE),
    GARBAGE_PAGE(OF_A_PAGE),
    FIRST_HEADER_ZERO(0),
    FIRST_PAGE_GARBAGE(0);

    private final int costs;

    Damage(int costs) {
      this.costs = costs;
    }
  }

  @BeforeEach
  void write() {
    try (Journal journal = JournalKit.open(folder, JournalKit.small())) {
      for (int i = 1; i <= RECORDS; i++) {
        journal.events().append(JournalKit.record(i, RECORD_BYTES));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void damageInTheNewestSegmentIsSalvaged(Damage damage) throws IOException {
    Path file = newest(folder.resolve("events/q"));
    damage(file, damage);

    assertOnlyTheDamagedAreMissing(damage);
  }

  @ParameterizedTest
  @EnumSource
  void damageInAKeptSegmentIsReadAround(Damage damage) throws IOException {
    damage(newest(folder.resolve("events/kept")), damage);

    assertOnlyTheDamagedAreMissing(damage);
  }

  @Test
  void aMissingSegmentIsAHole() throws IOException {
    Path kept = newest(folder.resolve("events/kept"));
    java.nio.file.Files.delete(kept);

    try (RecoveredJournal recovered = JournalKit.recover(folder, JournalKit.small())) {
      List<Hole> holes = recovered.holes(StreamName.EVENTS);

      SegmentName name = SegmentName.kept(kept.getFileName().toString()).orElseThrow();
      assertThat(holes).hasSize(1);
      assertThat(holes.get(0).first()).isEqualTo(name.first());
      assertThat(holes.get(0).last()).isEqualTo(name.last());
      assertThat(recovered.holes(StreamName.EVENTS)).isEmpty();
    }
  }

  private void assertOnlyTheDamagedAreMissing(Damage damage) {
    int missing = 0;
    try (Journal journal = JournalKit.open(folder, JournalKit.small())) {
      JournalStream events = journal.events();
      long added = events.append(JournalKit.record(events.appended() + 1, RECORD_BYTES));
      JournalKit.await(() -> events.durable() == added);
      long next = 1;
      try (JournalReader reader = events.reader(1)) {
        for (JournalItem item : JournalKit.drain(reader)) {
          if (item instanceof Hole hole) {
            assertThat(hole.first()).isEqualTo(next);
            assertThat(hole.reason()).isEqualTo(Reason.JOURNAL_DAMAGED);
            missing += (int) (hole.last() - hole.first() + 1);
            next = hole.last() + 1;
          } else if (item instanceof Entry entry) {
            assertThat(entry.sequence()).isEqualTo(next++);
            assertThat(entry.payload())
                .isEqualTo(JournalKit.record(entry.sequence(), RECORD_BYTES));
          }
        }
      }
      assertThat(next).isEqualTo(RECORDS + 2L);
      assertThat(added).isEqualTo(RECORDS + 1L);
    }
    assertThat(missing).isLessThanOrEqualTo(damage.costs);
    assertThat(missing > 0).isEqualTo(damage.costs > 0);
  }

  private static void damage(Path segment, Damage damage) throws IOException {
    long record = middle(segment);
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      int header = Integer.reverseBytes(at(file, record).readInt());
      switch (damage) {
        case PAYLOAD_BIT -> at(file, record + 100).write(at(file, record + 100).read() ^ 4);
        case HEADER_ZERO -> put(file, record, 0);
        case LENGTH_MORE -> put(file, record, header + 4);
        case LENGTH_LESS -> put(file, record, header - 4);
        case LENGTH_DOUBLE -> put(file, record, header * 2);
        case LENGTH_HUGE -> put(file, record, header | 1 << 29);
        case NOT_COMPLETE -> put(file, record, header | 1 << 31);
        case META -> put(file, record, header | 1 << 30);
        case END_OF_SEGMENT -> put(file, record, 0xC0000000);
        case ZERO_PAGE -> at(file, record & -PAGE).write(new byte[PAGE]);
        case GARBAGE_PAGE -> at(file, record & -PAGE).write(noise());
        case FIRST_HEADER_ZERO -> put(file, 0, 0);
        case FIRST_PAGE_GARBAGE -> at(file, 0).write(noise(), 0, 512);
      }
    }
  }

  private static long middle(Path segment) throws IOException {
    try (RecordScan scan = new RecordScan(segment)) {
      for (int i = 0; i < 60; i++) {
        assertThat(scan.next()).isEqualTo(RecordScan.Step.RECORD);
      }
      return scan.start();
    }
  }

  private static Path newest(Path in) throws IOException {
    return Disk.list(in).stream()
        .filter(file -> !file.getFileName().toString().startsWith("metadata"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static RandomAccessFile at(RandomAccessFile file, long position) throws IOException {
    file.seek(position);
    return file;
  }

  private static void put(RandomAccessFile file, long position, int value) throws IOException {
    at(file, position).writeInt(Integer.reverseBytes(value));
  }

  private static byte[] noise() {
    byte[] noise = new byte[PAGE];
    new Random(5).nextBytes(noise);
    return noise;
  }
}
