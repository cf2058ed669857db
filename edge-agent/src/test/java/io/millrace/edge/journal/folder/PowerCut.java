package io.millrace.edge.journal.folder;

import io.millrace.edge.journal.disk.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A disk that remembers what each segment held when it was last forced, and can tell what a power
 * cut may leave: of each page written since, the old one, the new one, a mix of their sectors, or
 * noise in every byte that changed. Bytes that a force covered stay, also in a sector that is being
 * rewritten; a drive that breaks those is beyond any log that does not pad its records to sectors.
 */
final class PowerCut extends Disk {
  private static final int PAGE = 4096;
  private static final int SECTOR = 512;

  /** Chronicle's header and index pages. */
  private static final int HEAD_PAGES = 2;

  private final Map<Object, byte[]> images = new HashMap<>();

  @Override
  public void force(Path file, FileChannel channel, boolean metadata) throws IOException {
    super.force(file, channel, metadata);
    images.put(key(file), Files.readAllBytes(file));
  }

  /** Writes to {@code after} what the cut leaves of {@code before}. */
  void cut(Path before, Path after, Random random) throws IOException {
    boolean headFirst = random.nextBoolean();
    try (Stream<Path> files = Files.walk(before)) {
      for (Path file : files.sorted().toList()) {
        Path to = after.resolve(before.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else if (isSegment(file)) {
          cutSegment(file, to, random, headFirst);
        } else if (!file.getFileName().toString().equals(JournalFolder.LOCK)) {
          Files.copy(file, to);
        }
      }
    }
  }

  private void cutSegment(Path file, Path to, Random random, boolean headFirst) throws IOException {
    byte[] now = Files.readAllBytes(file);
    byte[] forced = images.get(key(file));
    if (forced == null && Disk.parent(file).endsWith("kept")) {
      Files.copy(file, to); // there since before this run
      return;
    }
    if (forced == null && random.nextInt(4) == 0) {
      return; // the folder was not forced since it was made
    }
    byte[] left = forced == null ? new byte[now.length] : Arrays.copyOf(forced, now.length);
    for (int at = 0; at < now.length; at += PAGE) {
      int fate =
          headFirst ? (at < HEAD_PAGES * PAGE ? 1 : random.nextInt(2) * 3) : random.nextInt(4);
      write(now, left, at, fate, random);
    }
    Files.write(to, left);
  }

  private static void write(byte[] now, byte[] left, int page, int fate, Random random) {
    for (int at = page; at < Math.min(page + PAGE, now.length); at += SECTOR) {
      boolean take = fate == 1 || (fate == 2 && random.nextBoolean());
      for (int i = at; i < Math.min(at + SECTOR, now.length); i++) {
        if (take) {
          left[i] = now[i];
        } else if (fate == 3 && left[i] != now[i]) {
          left[i] = (byte) random.nextInt();
        }
      }
    }
  }

  private static boolean isSegment(Path file) {
    return List.of("q", "kept").contains(Disk.parent(file).getFileName().toString())
        && !file.getFileName().toString().startsWith("metadata");
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }
}
