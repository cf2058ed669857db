package io.millrace.edge.source.opcua.server;

/** Opens sessions with one server. */
public interface Opener {

  /**
   * Tries once, within bounds of time of its own; returns at once. The sink is told how it ended,
   * then what the session tells; it answers false when it has no room.
   */
  void open(Signals sink);
}
