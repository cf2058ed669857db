package io.millrace.edge.journal.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalItem.Entry;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal promises to those who use it, on a real disk with its own threads. */
class JournalIT {
  @TempDir Path folder;

  @Test
  void whatIsAppendedIsReadInOrder() {
    try (Journal journal = JournalKit.open(folder, JournalKit.small())) {
      JournalStream events = journal.events();
      for (int i = 1; i <= 2000; i++) {
        assertThat(events.append(JournalKit.record(i, 200))).isEqualTo(i);
      }
      JournalKit.await(() -> events.durable() == 2000);

      JournalReader reader = events.reader(1);
      List<JournalItem> items = JournalKit.drain(reader);
      reader.close();

      assertThat(items).hasSize(2000);
      for (int i = 1; i <= 2000; i++) {
        Entry entry = (Entry) items.get(i - 1);
        assertThat(entry.sequence()).isEqualTo(i);
        assertThat(entry.epoch()).isEqualTo(journal.epoch());
        assertThat(entry.payload()).isEqualTo(JournalKit.record(i, 200));
      }
      assertThat(events.figures().segments()).isGreaterThan(5);
    }
  }

  @Test
  void checkpointAndReplayHandBackTheNewestCheckpointAndTheEventsAfterIt() {
    int[] asked = {0};
    try (RecoveredJournal recovered = JournalKit.recover(folder, JournalKit.small());
        Journal journal = recovered.begin(() -> JournalKit.text("checkpoint " + ++asked[0]))) {
      assertThat(recovered.checkpoint()).isEmpty();
      for (int i = 1; i <= 1000; i++) {
        journal.events().append(JournalKit.record(i, 200));
      }
    }

    try (RecoveredJournal recovered = JournalKit.recover(folder, JournalKit.small())) {
      List<byte[]> replayed = new ArrayList<>();
      recovered.replay(replayed::add);

      assertThat(asked[0]).isGreaterThan(2);
      assertThat(recovered.checkpoint()).isEqualTo(JournalKit.text("checkpoint " + asked[0]));
      assertThat(replayed).isNotEmpty().hasSizeLessThan(400);
      for (int i = 0; i < replayed.size(); i++) {
        long sequence = 1000L - replayed.size() + 1 + i;
        assertThat(replayed.get(i)).isEqualTo(JournalKit.record(sequence, 200));
      }
    }
  }

  @Test
  void aSecondProcessIsRefused() {
    try (Journal journal = JournalKit.open(folder, JournalKit.small())) {
      assertThat(journal.id()).isNotEmpty();

      assertThatThrownBy(() -> JournalKit.recover(folder, JournalKit.small()))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_IN_USE));
    }
    JournalKit.open(folder, JournalKit.small()).close();
  }

  @Test
  void otherSettingsNeverDiscardWhatIsJournalled() {
    byte[] large = JournalKit.record(1, 100_000);
    try (Journal journal = JournalKit.open(folder, JournalKit.settings(1 << 20, 64L << 20))) {
      journal.events().append(large);
    }
    for (long segment : new long[] {64 << 10, 256 << 10}) {
      try (Journal journal = JournalKit.open(folder, JournalKit.settings(segment, 64L << 20));
          JournalReader reader = journal.events().reader(1)) {
        assertThat(reader.poll())
            .isInstanceOfSatisfying(
                Entry.class, entry -> assertThat(entry.payload()).isEqualTo(large));
      }
    }
  }
}
