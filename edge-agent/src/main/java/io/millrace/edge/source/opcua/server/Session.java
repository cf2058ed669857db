package io.millrace.edge.source.opcua.server;

/** An open client of one server. Any thread; nothing blocks, answers come as signals. */
public interface Session {

  /** Makes a subscription of the part's items, in place of one it may have had. */
  void subscribe(int part, long life);

  /** Asks again for the items that the server refused. */
  void retryRefused(int part, long life);

  /** Ends it; no signals afterwards. */
  void close();
}
