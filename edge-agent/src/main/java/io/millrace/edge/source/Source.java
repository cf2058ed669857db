package io.millrace.edge.source;

/**
 * Reads one device for as long as it is open. Owns its one connection and its reconnects (full
 * jitter up to 15 s, for ever); a thread it may share with others. A device that is absent at start
 * is normal; a device never delays another.
 */
public interface Source extends AutoCloseable {

  /** Configured name; unique in the agent. */
  String name();

  /** Begins to connect and to hand scans to the sink; returns at once. Called once. */
  void start(ScanSink sink);

  /** How it is now; any thread, never blocks. */
  SourceHealth health();

  /** Ends its connection; waits at most 2 s. */
  @Override
  void close();
}
