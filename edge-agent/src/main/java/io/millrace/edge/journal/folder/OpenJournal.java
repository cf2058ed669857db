package io.millrace.edge.journal.folder;

import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.disk.FolderLock;
import io.millrace.edge.journal.disk.NoteFile;
import io.millrace.edge.journal.stream.OpenStream;
import io.millrace.edge.journal.stream.Workers;
import java.time.Duration;

/** Both streams of this run. */
final class OpenJournal implements Journal {
  private static final Duration IDLE_MIN = Duration.ofMillis(1);
  private static final int IDLES_PER_GAP = 4;

  private final String id;
  private final String epoch;
  private final FolderLock lock;
  private final Notes notes;
  private final OpenStream events;
  private final OpenStream telemetry;
  private final Workers.Running eventsCare;
  private final Workers.Running telemetryCare;

  OpenJournal(
      String id,
      String epoch,
      FolderLock lock,
      Workers workers,
      NoteFile noteFile,
      OpenStream events,
      OpenStream telemetry) {
    this.id = id;
    this.epoch = epoch;
    this.lock = lock;
    this.events = events;
    this.telemetry = telemetry;
    this.notes = new Notes(noteFile, events, telemetry);
    events.alsoDo(notes::keep);
    this.eventsCare = workers.start(events.care(), idle(events));
    this.telemetryCare = workers.start(telemetry.care(), idle(telemetry));
    events.wake(eventsCare::wake);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public JournalStream events() {
    return events;
  }

  @Override
  public JournalStream telemetry() {
    return telemetry;
  }

  @Override
  public void note(byte[] note) {
    notes.give(note);
  }

  /** Telemetry first: a note waits for both. */
  @Override
  public void close() {
    telemetryCare.close();
    eventsCare.close();
    events.close();
    telemetry.close();
    lock.close();
  }

  private static Duration idle(OpenStream stream) {
    Duration rest = stream.settings().syncGap().dividedBy(IDLES_PER_GAP);
    return rest.compareTo(IDLE_MIN) < 0 ? IDLE_MIN : rest;
  }
}
