package io.millrace.edge.journal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.disk.Disk;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long outage leaves many segments; the next start does not read them all. */
class ManySegmentsIT {
  private static final int SEGMENTS = 1000;
  private static final Duration OPEN_MAX = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void aThousandSegmentsOpenFast() {
    JournalSettings settings = JournalKit.settings(64 << 10, 512L << 20);
    JournalKit.ByHand hands = new JournalKit.ByHand();
    Disk unforced =
        new Disk() {
          @Override
          public void force(Path file, FileChannel channel, boolean metadata) {}
        };
    try (RecoveredJournal recovered = JournalKit.recover(folder, settings, unforced, hands);
        Journal journal = recovered.begin(() -> new byte[0])) {
      byte[] payload = new byte[journal.events().payloadMax()];
      while (journal.events().figures().segments() <= SEGMENTS) {
        journal.events().append(payload);
        hands.work();
      }
    }

    long began = Clock.system().nanos();
    try (Journal journal = JournalKit.open(folder, settings)) {
      Duration took = Duration.ofNanos(Clock.system().nanos() - began);

      assertThat(journal.events().figures().segments()).isGreaterThan(SEGMENTS);
      assertThat(took).isLessThan(OPEN_MAX);
    }
  }
}
