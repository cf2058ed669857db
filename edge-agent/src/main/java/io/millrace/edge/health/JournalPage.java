package io.millrace.edge.health;

import io.millrace.edge.journal.JournalReport;
import io.millrace.edge.journal.StreamFigures;
import io.millrace.v1.GetJournalStatsResponse;
import io.millrace.v1.RetainedEpoch;

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
      stream
          .epochs()
          .forEach(
              epoch ->
                  page.addEpochs(
                      RetainedEpoch.newBuilder()
                          .setStream(stream.name().text())
                          .setEpoch(epoch.epoch())
                          .setPredecessor(epoch.predecessor())
                          .setFirstSequence(epoch.first())
                          .setLastSequence(epoch.last())));
    }
    return page.build();
  }
}
