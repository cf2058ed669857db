package io.millrace.edge.journal.folder;

import io.millrace.base.time.Clock;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** A process that appends until it is killed; arguments: folder, file of returned sequences. */
public final class Appending {
  private Appending() {}

  public static void main(String[] arguments) throws IOException {
    try (RecoveredJournal recovered =
            JournalFolder.recover(
                Path.of(arguments[0]),
                JournalKit.settings(1 << 20, 256L << 20),
                Clock.system(),
                JournalKit.ids(new Random().nextLong()));
        Journal journal = recovered.begin(() -> new byte[0]);
        FileChannel channel =
            FileChannel.open(
                Path.of(arguments[1]),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MappedByteBuffer returned = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
      JournalStream events = journal.events();
      for (int i = 0; i < Integer.MAX_VALUE; i++) {
        long sequence = events.appended() + 1;
        returned.putLong(0, events.append(JournalKit.record(sequence, 100 + i % 200)));
        if (i % 100 == 0) {
          java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
      }
    }
  }
}
