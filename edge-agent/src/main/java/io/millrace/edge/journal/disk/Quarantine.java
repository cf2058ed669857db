package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Damaged files, kept for a person to look at; the oldest go when it holds too much. One thread.
 */
public record Quarantine(Path folder, long bytesMax, Disk disk) {

  /** Moves the file here, durably. */
  public void take(Path file, Instant now) throws IOException {
    String name = "%013d-%s".formatted(now.toEpochMilli(), file.getFileName());
    disk.rename(file, folder.resolve(name));
    disk.forceFolder(folder);
    disk.forceFolder(Disk.parent(file));
    trim();
  }

  public long bytes() throws IOException {
    long bytes = 0;
    for (Path file : Disk.list(folder)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void trim() throws IOException {
    List<Path> files = Disk.list(folder);
    for (int i = 0; i < files.size() - 1 && bytes() > bytesMax; i++) {
      Files.deleteIfExists(files.get(i));
    }
  }
}
