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

  /**
   * Leaves a small note beside the streams, of at most 400 KiB; only the newest counts. It is
   * durable about a second after everything appended before it is, and never earlier. The appending
   * thread; never blocks.
   */
  void note(byte[] note);

  /** Forces what was appended, keeps the cursors, releases the folder. */
  @Override
  void close();
}
