package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What the journal asks of the file system so that it survives power loss; a test puts a failing
 * one in its place. Any thread; all of it blocks.
 */
public class Disk {

  /** Forces a segment's bytes; on Linux that covers pages written through any mapping. */
  public void force(Path file, FileChannel channel, boolean metadata) throws IOException {
    channel.force(metadata);
  }

  /** Makes a file of that size whose blocks are taken. */
  public void allocate(Path file, long bytes) throws IOException {
    Allocation.allocate(file, bytes);
  }

  /** Makes names in the folder durable. */
  public final void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Puts the content in the file's place: whole, or not at all. */
  public final void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    rename(next, file);
    forceFolder(parent(file));
  }

  /** Atomically, over what is there; durable once both folders were forced. */
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public static Path parent(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  /** The files of the folder, sorted by name; empty when there is no such folder. */
  public static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(files::add);
      }
    }
    Collections.sort(files);
    return files;
  }
}
