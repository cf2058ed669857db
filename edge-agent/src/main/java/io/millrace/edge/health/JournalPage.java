package io.millrace.edge.health;

import io.millrace.edge.journal.JournalReport;
import io.millrace.edge.journal.StreamFigures;
import io.millrace.v1.GetJournalStatsResponse;

/** A journal that nobody holds, as the page of a running one. */
public final class JournalPage {
  private JournalPage() {}

  /** Everything on disk counts as durable; nothing is known of its rate. */
  public static GetJournalStatsResponse of(JournalReport report) {
    GetJournalStatsResponse.Builder page = GetJournalStatsResponse.newBuilder();
    for (JournalReport.Stream stream : report.streams()) {
      page.addStreams(
          StreamPage.of(
              stream.name(),
              new StreamFigures(
                  stream.last(),
                  stream.last(),
                  stream.acknowledged(),
                  stream.bytes(),
                  stream.segments(),
                  0,
                  stream.quarantined())));
      page.addAllEpochs(StreamPage.epochs(stream.name(), stream.epochs()));
    }
    return page.build();
  }
}
