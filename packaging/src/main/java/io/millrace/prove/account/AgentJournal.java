package io.millrace.prove.account;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.folder.JournalInspection;
import io.millrace.v1.Event;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what an agent has journalled. */
public final class AgentJournal {
  private AgentJournal() {}

  /**
   * All retained counts and gaps. Blocks on the files; UncheckedIOException when one is no event.
   */
  public static Journalled read(Path journal) {
    List<Event> counts = new ArrayList<>();
    List<Event> gaps = new ArrayList<>();
    JournalInspection.forEachEvent(
        journal,
        StreamName.EVENTS,
        (sequence, epoch, payload) -> {
          Event event = event(payload);
          if (event.hasProductionCount()) {
            counts.add(event);
          } else if (event.hasGap()) {
            gaps.add(event);
          }
        });
    return new Journalled(counts, gaps);
  }

  /** Samples in all retained telemetry. Blocks on the files. */
  public static long samples(Path journal) {
    long[] samples = new long[1];
    JournalInspection.forEachEvent(
        journal,
        StreamName.TELEMETRY,
        (sequence, epoch, payload) ->
            samples[0] += event(payload).getTelemetry().getSamplesCount());
    return samples[0];
  }

  private static Event event(byte[] payload) {
    try {
      return Event.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException("a record of the journal is no event", e);
    }
  }
}
