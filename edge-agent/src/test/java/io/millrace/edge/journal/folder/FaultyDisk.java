package io.millrace.edge.journal.folder;

import io.millrace.edge.journal.disk.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk that a test can fill or break. */
final class FaultyDisk extends Disk {
  private volatile boolean breaks;
  private volatile long bytesLeft = Long.MAX_VALUE;
  private volatile Runnable renamed = () -> {};

  /** The next force fails. */
  void breakOnce() {
    breaks = true;
  }

  void bytesLeft(long bytes) {
    bytesLeft = bytes;
  }

  @Override
  public void force(Path file, FileChannel channel, boolean metadata) throws IOException {
    if (breaks) {
      breaks = false;
      throw new IOException("Input/output error");
    }
    super.force(file, channel, metadata);
  }

  /** Runs whenever a segment has its new name and nobody knows it yet. */
  void onRenamed(Runnable task) {
    renamed = task;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    super.rename(from, to);
    if (Disk.parent(to).endsWith("kept")) {
      renamed.run();
    }
  }

  @Override
  public void allocate(Path file, long bytes) throws IOException {
    if (bytes > bytesLeft) {
      throw new IOException("No space left on device");
    }
    super.allocate(file, bytes);
  }
}
