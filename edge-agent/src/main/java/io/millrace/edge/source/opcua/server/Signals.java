package io.millrace.edge.source.opcua.server;

/** Where the library's threads put what they hear. Any thread; never blocks. */
public interface Signals {

  /** False when there is no room: it is not taken. */
  boolean offer(Signal signal);
}
