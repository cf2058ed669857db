package io.millrace.edge.journal.folder;

import io.millrace.edge.journal.disk.NoteFile;
import io.millrace.edge.journal.stream.OpenStream;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Notes on their way to disk: each waits until everything appended before it is durable, so that it
 * never says more than the journal holds. At most two wait, the older so that a slow force cannot
 * hold off all of them. Given by the appending thread, kept by the maintenance of events.
 */
final class Notes {
  private final NoteFile file;
  private final OpenStream events;
  private final OpenStream telemetry;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Waiting first;
  private @Nullable Waiting newest;

  Notes(NoteFile file, OpenStream events, OpenStream telemetry) {
    this.file = file;
    this.events = events;
    this.telemetry = telemetry;
  }

  void give(byte[] payload) {
    if (payload.length > NoteFile.PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "note of %d bytes > %d bytes".formatted(payload.length, NoteFile.PAYLOAD_BYTES_MAX));
    }
    Waiting note =
        new Waiting(events.number(), events.appended(), telemetry.appended(), payload.clone());
    lock.lock();
    try {
      if (first == null) {
        first = note;
      } else {
        newest = note;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what may be written. */
  void keep() throws IOException {
    Waiting note = next();
    if (note != null) {
      file.write(note.segment, note.events, note.payload);
    }
  }

  private @Nullable Waiting next() {
    lock.lock();
    try {
      Waiting due = null;
      if (isCovered(newest)) {
        due = newest;
        first = null;
        newest = null;
      } else if (isCovered(first)) {
        due = first;
        first = newest;
        newest = null;
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCovered(@Nullable Waiting note) {
    return note != null && note.events <= events.durable() && note.telemetry <= telemetry.durable();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Waiting(int segment, long events, long telemetry, byte[] payload) {}
}
