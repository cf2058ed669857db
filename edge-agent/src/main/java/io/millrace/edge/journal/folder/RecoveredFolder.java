package io.millrace.edge.journal.folder;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.disk.FolderLock;
import io.millrace.edge.journal.disk.NoteFile;
import io.millrace.edge.journal.disk.StartFile;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.stream.Lost;
import io.millrace.edge.journal.stream.OpenStream;
import io.millrace.edge.journal.stream.RecoveredStream;
import io.millrace.edge.journal.stream.RecoveredStream.Found;
import io.millrace.edge.journal.stream.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Both streams after recovery; holds the folder until closed or begun. */
final class RecoveredFolder implements RecoveredJournal {
  private final String id;
  private final String epoch;
  private final FolderLock lock;
  private final Workers workers;
  private final Map<StreamName, RecoveredStream> streams;
  private final Optional<Found> found;
  private final Path noteFile;
  private final Optional<NoteFile.Note> note;
  private boolean begun;

  RecoveredFolder(
      String id,
      String epoch,
      FolderLock lock,
      Workers workers,
      Path noteFile,
      Map<StreamName, RecoveredStream> streams)
      throws IOException {
    this.id = id;
    this.epoch = epoch;
    this.lock = lock;
    this.workers = workers;
    this.streams = new EnumMap<>(streams);
    this.found = stream(StreamName.EVENTS).checkpoint();
    this.noteFile = noteFile;
    int checkpointed = found.map(Found::segment).orElse(0);
    this.note = NoteFile.read(noteFile).filter(each -> each.segment() >= checkpointed);
  }

  @Override
  public byte[] checkpoint() {
    return found.map(Found::checkpoint).orElse(new byte[0]);
  }

  @Override
  public void replay(Consumer<byte[]> events, Consumer<byte[]> noted) {
    long noteAfter = note.map(NoteFile.Note::events).orElse(Long.MAX_VALUE);
    boolean[] isNoted = {false};
    try {
      stream(StreamName.EVENTS)
          .replay(
              found.map(Found::next).orElse(0L),
              (sequence, payload) -> {
                if (!isNoted[0] && sequence > noteAfter) {
                  isNoted[0] = true;
                  note.ifPresent(newest -> noted.accept(newest.payload()));
                }
                events.accept(payload);
              });
      if (!isNoted[0]) {
        note.ifPresent(newest -> noted.accept(newest.payload()));
      }
    } catch (IOException e) {
      throw failed("replay", e);
    }
  }

  @Override
  public List<JournalItem.Hole> holes(StreamName stream) {
    return stream(stream).ledger().handOut().stream().map(Lost::hole).toList();
  }

  @Override
  public Optional<EpochRange> lastEpoch(StreamName stream) {
    return stream(stream).lastEpoch();
  }

  @Override
  public Journal begin(Supplier<byte[]> checkpoint) {
    try {
      OpenStream events = open(StreamName.EVENTS, checkpoint);
      OpenStream telemetry = open(StreamName.TELEMETRY, checkpoint);
      telemetry.lendTo(events);
      telemetry.begin();
      events.begin();
      NoteFile notes = NoteFile.open(noteFile, stream(StreamName.EVENTS).disk());
      begun = true;
      return new OpenJournal(id, epoch, lock, workers, notes, events, telemetry);
    } catch (IOException e) {
      throw failed("begin", e);
    }
  }

  @Override
  public void close() {
    if (!begun) {
      lock.close();
    }
  }

  private OpenStream open(StreamName name, Supplier<byte[]> checkpoint) throws IOException {
    RecoveredStream recovered = stream(name);
    StartRecord start = recovered.start(epoch);
    new StartFile(recovered.lastNumber() + 1, start)
        .write(recovered.folder().start(), recovered.disk());
    return new OpenStream(recovered, start, checkpoint);
  }

  private RecoveredStream stream(StreamName name) {
    return Objects.requireNonNull(streams.get(name));
  }

  private static MillraceException failed(String what, IOException e) {
    return new MillraceException(ErrorCode.JOURNAL_FAILED, what + ": " + e, e);
  }
}
