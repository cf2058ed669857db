package io.millrace.edge.journal.folder;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.journal.JournalReport;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.disk.StreamFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a journal's files without changing them and without taking the folder, so that it may be
 * used beside a running agent: what is appended meanwhile may or may not be seen. Blocks on the
 * disk; any thread. NOT_FOUND when there is no journal, JOURNAL_FAILED when the disk does not
 * answer.
 */
public final class JournalInspection {
  private JournalInspection() {}

  /** Sees one record of data. */
  @FunctionalInterface
  public interface Visitor {
    /** The payload belongs to the receiver. */
    void record(long sequence, String epoch, byte[] payload);
  }

  /** Reads every record of both streams. */
  public static JournalReport verify(Path folder) {
    try {
      List<JournalReport.Stream> streams = new ArrayList<>();
      for (StreamName name : StreamName.values()) {
        Inspection inspection = new Inspection(StreamFolder.of(folder, name), (s, e, p) -> {});
        streams.add(inspection.run().report(name));
      }
      return new JournalReport(Files.readString(check(folder)).strip(), streams);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Hands over all retained records of data of that stream, each once, in order of sequence. */
  public static void forEachEvent(Path folder, StreamName stream, Visitor visitor) {
    check(folder);
    try {
      new Inspection(StreamFolder.of(folder, stream), visitor).run();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static Path check(Path folder) {
    Path id = folder.resolve(JournalFolder.ID);
    if (!Files.exists(id)) {
      throw new MillraceException(ErrorCode.NOT_FOUND, folder + " is no journal");
    }
    return id;
  }

  private static MillraceException failed(Path folder, IOException e) {
    return new MillraceException(ErrorCode.JOURNAL_FAILED, folder + ": " + e, e);
  }
}
