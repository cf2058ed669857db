package io.millrace.edge.journal.stream;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.StreamSettings;
import io.millrace.edge.journal.disk.Catalogue;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Quarantine;
import io.millrace.edge.journal.disk.Segment;
import io.millrace.edge.journal.disk.StreamFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Disk for segments, within the quota. One spare stands ready, made by the maintenance thread while
 * appends go on; the appending thread takes it without waiting, and makes one itself only when
 * there is none. Room is made from acknowledged segments, oldest first; then telemetry gives its
 * oldest, with a hole that is durable before they are deleted. The two newest always stay.
 */
final class SegmentRoom {
  private static final int NEWEST_KEPT = 2;

  private final StreamFolder folder;
  private final StreamSettings settings;
  private final Disk disk;
  private final Clock clock;
  private final Catalogue catalogue;
  private final HoleLedger ledger;
  private final Quarantine quarantine;
  private final AtomicLong acknowledged;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable Path> spare = new AtomicReference<>();
  private @Nullable SegmentRoom lender;
  private int made;

  SegmentRoom(
      StreamFolder folder,
      StreamSettings settings,
      Disk disk,
      Clock clock,
      Catalogue catalogue,
      HoleLedger ledger,
      Quarantine quarantine,
      AtomicLong acknowledged) {
    this.folder = folder;
    this.settings = settings;
    this.disk = disk;
    this.clock = clock;
    this.catalogue = catalogue;
    this.ledger = ledger;
    this.quarantine = quarantine;
    this.acknowledged = acknowledged;
  }

  /** Who gives way when the disk, not the quota, is full. Before the first use. */
  void lender(SegmentRoom gives) {
    lender = gives;
  }

  /**
   * A file for one segment. The appending thread; waits only when no spare is ready. JOURNAL_FULL
   * when there is no room and none can be made. The first segment of a run may exceed the quota, so
   * that a journal full of unacknowledged events can still be opened and drained.
   */
  Path take(boolean firstOfRun) {
    Path ready = spare.getAndSet(null);
    if (ready != null) {
      return ready;
    }
    lock.lock();
    try {
      ready = spare.getAndSet(null);
      return ready == null ? make(firstOfRun) : ready;
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.JOURNAL_FULL, settings.name().text() + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Makes the spare ready if it is missing; whether it did. The maintenance thread. */
  boolean prepare() throws IOException {
    if (spare.get() != null) {
      return false;
    }
    lock.lock();
    try {
      if (spare.get() == null) {
        spare.set(make(false));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Deletes acknowledged segments whose time is over. The maintenance thread. */
  void expire() throws IOException {
    lock.lock();
    try {
      for (Segment segment : deletable()) {
        boolean over = segment.since().plus(settings.keep()).isBefore(clock.now());
        if (segment.last() > acknowledged.get() || !over) {
          return;
        }
        delete(segment);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Removes the spare. Nothing is taken after it. */
  void close() throws IOException {
    Path left = spare.getAndSet(null);
    if (left != null) {
      Files.deleteIfExists(left);
    }
  }

  private Path make(boolean firstOfRun) throws IOException {
    while (!firstOfRun && used() + settings.fileBytes() > settings.quotaBytes()) {
      if (!giveOne()) {
        throw new MillraceException(
            ErrorCode.JOURNAL_FULL,
            "%s: %d of %d bytes used, all unacknowledged"
                .formatted(settings.name().text(), used(), settings.quotaBytes()));
      }
    }
    Path file = folder.root().resolve("spare-" + made++);
    for (; ; ) {
      try {
        disk.allocate(file, settings.fileBytes());
        return file;
      } catch (IOException e) {
        if (!giveOne() && (lender == null || !lender.giveForOther())) {
          throw e;
        }
      }
    }
  }

  private long used() throws IOException {
    return catalogue.bytes() + quarantine.bytes();
  }

  private boolean giveForOther() throws IOException {
    lock.lock();
    try {
      Path unused = spare.getAndSet(null);
      if (unused != null) {
        return Files.deleteIfExists(unused);
      }
      return giveOne();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the oldest segment that may go; whether there was one. */
  private boolean giveOne() throws IOException {
    for (Segment oldest : deletable()) {
      if (oldest.last() <= acknowledged.get()) {
        delete(oldest);
        return true;
      }
      if (settings.name() == StreamName.TELEMETRY) {
        ledger.add(
            new Lost(
                Math.max(oldest.first(), acknowledged.get() + 1),
                oldest.last(),
                oldest.start(),
                JournalItem.Reason.JOURNAL_FULL));
        delete(oldest);
        return true;
      }
      return false;
    }
    return false;
  }

  /** Oldest first, without the newest and what is not forced yet. */
  private List<Segment> deletable() {
    List<Segment> all = catalogue.segments();
    return all.subList(0, Math.max(0, all.size() - NEWEST_KEPT)).stream()
        .takeWhile(segment -> segment.file().startsWith(folder.kept()))
        .toList();
  }

  private void delete(Segment segment) throws IOException {
    catalogue.remove(segment);
    Files.deleteIfExists(segment.file());
  }
}
