package io.millrace.edge.journal;

/**
 * Both streams, held by one process. Opening has two steps, because the state of the derivations is
 * in the journal itself: {@link RecoveredJournal} hands out what was last journalled, then begins
 * this run's epoch with a checkpoint of the state restored from it.
 */
public interface Journal extends AutoCloseable {

  /** UUID of the folder, made once. */
  String id();

  /** UUIDv7 of this run. */
  String epoch();

  /** Business events: forced within the sync gap, checkpoint at each segment's head. */
  JournalStream events();

  /** Telemetry: forced at the interval; gives way first. */
  JournalStream telemetry();

  /** Forces what was appended, keeps the cursors, releases the folder. */
  @Override
  void close();
}
