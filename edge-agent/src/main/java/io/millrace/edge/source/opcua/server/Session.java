package io.millrace.edge.source.opcua.server;

/** An open client of one server. Any thread; nothing blocks, answers come as signals. */
public interface Session {

  /** Makes the subscription of that number, in place of one it may have had. */
  void subscribe(int subscription, long life);

  /** Asks again for the items that the server refused. */
  void retryRefused(int subscription, long life);

  /** Ends it; no signals afterwards. */
  void close();
}
