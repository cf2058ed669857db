package io.millrace.edge.journal;

import io.millrace.edge.journal.JournalItem.Hole;
import java.util.List;

/**
 * What a complete look at a journal's files found.
 *
 * @param id the journal's UUID
 * @param streams both streams
 */
public record JournalReport(String id, List<Stream> streams) {

  public JournalReport {
    streams = List.copyOf(streams);
  }

  /** Whether every record is whole and nothing is missing between the first and the last. */
  public boolean whole() {
    return streams.stream().allMatch(each -> each.holes().isEmpty() && each.damaged() == 0);
  }

  /** That stream's part. */
  public Stream stream(StreamName name) {
    return streams.stream().filter(each -> each.name() == name).findFirst().orElseThrow();
  }

  /**
   * One stream.
   *
   * @param segments files of records
   * @param bytes their size on disk
   * @param records DATA records that are readable
   * @param first sequence of the first; 0 when there is none
   * @param last sequence of the last; 0 when there is none
   * @param acknowledged highest acknowledged sequence, as far as it was kept
   * @param epochs runs, oldest first
   * @param holes what is known to be gone, and what is missing between the first and the last
   * @param damaged segments with something unreadable in them
   * @param quarantined files in quarantine
   */
  public record Stream(
      StreamName name,
      int segments,
      long bytes,
      long records,
      long first,
      long last,
      long acknowledged,
      List<EpochRange> epochs,
      List<Hole> holes,
      int damaged,
      int quarantined) {

    public Stream {
      epochs = List.copyOf(epochs);
      holes = List.copyOf(holes);
    }
  }
}
