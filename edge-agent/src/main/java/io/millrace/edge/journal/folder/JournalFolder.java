package io.millrace.edge.journal.folder;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.StreamSettings;
import io.millrace.edge.journal.disk.ChronicleProperties;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.FolderLock;
import io.millrace.edge.journal.disk.Salvage;
import io.millrace.edge.journal.disk.StreamFolder;
import io.millrace.edge.journal.stream.RecoveredStream;
import io.millrace.edge.journal.stream.StreamRecovery;
import io.millrace.edge.journal.stream.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * The journal's folder: {@code journal.lock}, {@code journal.id}, {@code note}, and a folder for
 * each stream.
 */
public final class JournalFolder {
  static final String LOCK = "journal.lock";
  static final String ID = "journal.id";
  static final String NOTE = "note";

  static {
    ChronicleProperties.set();
  }

  private final Path folder;
  private final JournalSettings settings;
  private final Clock clock;
  private final Ids ids;
  private final Disk disk;
  private final Workers workers;
  private final Salvage salvage;

  JournalFolder(
      Path folder,
      JournalSettings settings,
      Clock clock,
      Ids ids,
      Disk disk,
      Workers workers,
      Salvage salvage) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.ids = ids;
    this.disk = disk;
    this.workers = workers;
    this.salvage = salvage;
  }

  /**
   * Takes the folder, creating it if need be, and makes both streams whole. Blocks: reads the last
   * segments completely. DATA_IN_USE when another process holds it; JOURNAL_FAILED when the disk
   * does not answer, and then nothing is held.
   */
  public static RecoveredJournal recover(
      Path folder, JournalSettings settings, Clock clock, Ids ids) {
    return new JournalFolder(
            folder, settings, clock, ids, new Disk(), Workers.THREADS, Salvage.COPY)
        .recover();
  }

  RecoveredJournal recover() {
    try {
      Files.createDirectories(folder);
      FolderLock lock = FolderLock.take(folder.resolve(LOCK));
      try {
        return new RecoveredFolder(
            id(), ids.uuid(), lock, workers, folder.resolve(NOTE), streams());
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.JOURNAL_FAILED, folder + ": " + e, e);
    }
  }

  private Map<StreamName, RecoveredStream> streams() throws IOException {
    Map<StreamName, RecoveredStream> streams = new EnumMap<>(StreamName.class);
    for (StreamName name : StreamName.values()) {
      streams.put(
          name,
          new StreamRecovery(
                  StreamFolder.of(folder, name),
                  StreamSettings.of(name, settings),
                  disk,
                  clock,
                  salvage)
              .recover());
    }
    return streams;
  }

  private String id() throws IOException {
    Path file = folder.resolve(ID);
    if (!Files.exists(file)) {
      disk.replace(file, (ids.uuid() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String text = Files.readString(file).strip();
    try {
      return UUID.fromString(text).toString();
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          ErrorCode.JOURNAL_FAILED, "%s holds '%s', not a UUID".formatted(file, text), e);
    }
  }
}
