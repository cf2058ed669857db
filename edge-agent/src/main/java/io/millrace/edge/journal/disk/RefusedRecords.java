package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Records that the relay refused, each in a file of its own, {@code sequence.event}, with the
 * reason beside it in {@code sequence.txt}. A person decides what becomes of them; nothing deletes
 * them. Any thread; blocks on the disk.
 */
public record RefusedRecords(Path folder, Disk disk) {
  /** Records kept of one stream; with more the relay's refusal stays a refusal of the agent. */
  static final int RECORDS_MAX = 1_000;

  private static final String RECORD = ".event";

  /** Whether it is kept, durably. */
  public boolean keep(long sequence, byte[] payload, String why) throws IOException {
    if (count() >= RECORDS_MAX) {
      return false;
    }
    String name = "%019d".formatted(sequence);
    disk.replace(folder.resolve(name + ".txt"), (why + "\n").getBytes(StandardCharsets.UTF_8));
    disk.replace(folder.resolve(name + RECORD), payload);
    return true;
  }

  public long count() throws IOException {
    return Disk.list(folder).stream().filter(file -> file.toString().endsWith(RECORD)).count();
  }
}
