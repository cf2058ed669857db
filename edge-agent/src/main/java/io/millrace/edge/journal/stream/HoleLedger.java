package io.millrace.edge.journal.stream;

import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.stream.Lost.Telling;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * What is gone, on disk before it is deleted, so that a hole is declared after a restart too. The
 * file is replaced as a whole: magic 4, count 4, per entry first 8, last 8, reason 2, told 2, START
 * payload 48, then CRC32C 4; little-endian. Neighbours are joined. Any thread; adding blocks on the
 * disk.
 */
public final class HoleLedger {
  /** Beyond this many the oldest are forgotten; the reader then calls them damaged. */
  static final int ENTRIES_MAX = 4096;

  private static final int MAGIC = 0x314C484D; // "MHL1"
  private static final int ENTRY = 2 * Long.BYTES + Integer.BYTES + StartRecord.BYTES;

  /** The index is what stands on disk. */
  private static final List<JournalItem.Reason> CODES =
      List.of(
          JournalItem.Reason.JOURNAL_DAMAGED,
          JournalItem.Reason.JOURNAL_FULL,
          JournalItem.Reason.RELAY_RESTORED,
          JournalItem.Reason.RELAY_REFUSED);

  private final Path file;
  private final Disk disk;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Lost> entries;

  /** Spares readers the search: once true it stays so. */
  private volatile boolean hasRefused;

  private HoleLedger(Path file, Disk disk, List<Lost> entries) {
    this.file = file;
    this.disk = disk;
    this.entries = entries;
    this.hasRefused = entries.stream().anyMatch(HoleLedger::wasRefused);
  }

  static HoleLedger open(Path file, Disk disk) throws IOException {
    return new HoleLedger(file, disk, read(file));
  }

  /** What the file says; empty when there is none or it is damaged. */
  public static List<Lost> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int count = buffer.getInt() == MAGIC ? buffer.getInt() : 0;
      List<Lost> read = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        read.add(entry(buffer));
      }
      return buffer.getInt() == crc(buffer.array()) ? List.copyOf(read) : List.of();
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return List.of();
    }
  }

  /** All, ascending. */
  List<Lost> entries() {
    return entries;
  }

  /**
   * Whether that record, though it is in a segment, counts as gone because the relay refused it.
   */
  boolean isRefused(long sequence) {
    return hasRefused && find(sequence).filter(HoleLedger::wasRefused).isPresent();
  }

  private static boolean wasRefused(Lost lost) {
    return lost.reason() == JournalItem.Reason.RELAY_REFUSED;
  }

  Optional<Lost> find(long sequence) {
    return entries.stream().filter(lost -> lost.contains(sequence)).findFirst();
  }

  /** What of it is not known yet; durable when this returns. */
  void add(Lost lost) throws IOException {
    lock.lock();
    try {
      List<Lost> all = new ArrayList<>(entries);
      long at = lost.first();
      for (Lost known : entries.stream().filter(each -> each.last() >= lost.first()).toList()) {
        addPart(all, lost, at, Math.min(lost.last(), known.first() - 1));
        at = Math.max(at, known.last() + 1);
      }
      addPart(all, lost, at, lost.last());
      if (all.size() > entries.size()) {
        write(all);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void addPart(List<Lost> all, Lost lost, long first, long last) {
    if (first <= last) {
      all.add(new Lost(first, last, lost.start(), lost.reason(), lost.telling()));
    }
  }

  /** Forgets what was told and ends at or below the sequence, durably at the next addition. */
  void forget(long sequence) {
    lock.lock();
    try {
      entries =
          entries.stream()
              .filter(lost -> lost.last() > sequence || lost.telling() != Telling.TOLD)
              .toList();
    } finally {
      lock.unlock();
    }
  }

  /** What was not handed out in this run and is not told; after a restart it is again. */
  public List<Lost> handOut() {
    if (entries.stream().noneMatch(HoleLedger::isUntold)) {
      return List.of();
    }
    lock.lock();
    try {
      List<Lost> untold = entries.stream().filter(HoleLedger::isUntold).toList();
      entries =
          entries.stream()
              .map(lost -> isUntold(lost) ? lost.as(Telling.HANDED_OUT) : lost)
              .toList();
      return untold;
    } finally {
      lock.unlock();
    }
  }

  /** The gap of what was handed out is durable; this is too when it returns. */
  void told(long first, long last) throws IOException {
    lock.lock();
    try {
      write(
          entries.stream()
              .map(
                  lost ->
                      lost.telling() == Telling.HANDED_OUT
                              && first <= lost.first()
                              && lost.last() <= last
                          ? lost.as(Telling.TOLD)
                          : lost)
              .toList());
    } finally {
      lock.unlock();
    }
  }

  private static boolean isUntold(Lost lost) {
    return lost.telling() == Telling.UNTOLD;
  }

  private void write(List<Lost> all) throws IOException {
    List<Lost> next = joined(all);
    disk.replace(file, encode(next));
    entries = next;
    if (next.stream().anyMatch(HoleLedger::wasRefused)) {
      hasRefused = true;
    }
  }

  private static List<Lost> joined(List<Lost> all) {
    List<Lost> next = new ArrayList<>();
    for (Lost each : all.stream().sorted(Comparator.comparingLong(Lost::first)).toList()) {
      int end = next.size() - 1;
      if (end >= 0 && next.get(end).meets(each)) {
        next.set(end, next.get(end).with(each));
      } else {
        next.add(each);
      }
    }
    return List.copyOf(next.subList(Math.max(0, next.size() - ENTRIES_MAX), next.size()));
  }

  private static byte[] encode(List<Lost> list) {
    ByteBuffer buffer =
        ByteBuffer.allocate(3 * Integer.BYTES + list.size() * ENTRY)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MAGIC)
            .putInt(list.size());
    for (Lost lost : list) {
      buffer.putLong(lost.first()).putLong(lost.last());
      buffer
          .putShort((short) CODES.indexOf(lost.reason()))
          .putShort((short) (lost.telling() == Telling.TOLD ? 1 : 0));
      buffer.put(lost.start().encode());
    }
    return buffer.putInt(crc(buffer.array())).array();
  }

  private static Lost entry(ByteBuffer buffer) {
    long first = buffer.getLong();
    long last = buffer.getLong();
    JournalItem.Reason reason = CODES.get(buffer.getShort());
    Telling telling = buffer.getShort() == 1 ? Telling.TOLD : Telling.UNTOLD;
    byte[] start = new byte[StartRecord.BYTES];
    buffer.get(start);
    return new Lost(first, last, StartRecord.decode(start), reason, telling);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - Integer.BYTES);
    return (int) crc.getValue();
  }
}
