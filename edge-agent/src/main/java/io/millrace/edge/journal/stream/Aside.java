package io.millrace.edge.journal.stream;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.disk.Catalogue;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.RefusedRecords;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.disk.StreamFolder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** The records of a stream that the relay refused, put aside. Any thread; blocks on the disk. */
final class Aside {
  private final StreamFolder folder;
  private final Disk disk;
  private final Catalogue catalogue;
  private final HoleLedger ledger;
  private final StartRecord start;

  /** Below 0 when it is to be counted anew. */
  private final AtomicLong kept = new AtomicLong(-1);

  Aside(StreamFolder folder, Disk disk, Catalogue catalogue, HoleLedger ledger, StartRecord start) {
    this.folder = folder;
    this.disk = disk;
    this.catalogue = catalogue;
    this.ledger = ledger;
    this.start = start;
  }

  /** Keeps it and leaves a hole in its place; false when there is no room for it. */
  boolean put(JournalItem.Entry entry, String why) throws IOException {
    long sequence = entry.sequence();
    if (!records().keep(sequence, entry.payload(), why)) {
      return false;
    }
    kept.set(-1);
    StartRecord run = Runs.of(catalogue.segments(), ledger.entries(), start).at(sequence);
    ledger.add(new Lost(sequence, sequence, run, JournalItem.Reason.RELAY_REFUSED));
    return true;
  }

  /** How many are kept; listed once. JOURNAL_FAILED when they cannot be listed. */
  long count() {
    if (kept.get() < 0) {
      try {
        kept.compareAndSet(-1, records().count());
      } catch (IOException e) {
        throw new MillraceException(ErrorCode.JOURNAL_FAILED, folder.refused() + ": " + e, e);
      }
    }
    return kept.get();
  }

  private RefusedRecords records() {
    return new RefusedRecords(folder.refused(), disk);
  }
}
