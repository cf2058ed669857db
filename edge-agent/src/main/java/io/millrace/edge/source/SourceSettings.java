package io.millrace.edge.source;

import java.time.Duration;
import java.util.Map;

/** One source of any kind, as the file says it. */
public interface SourceSettings {

  /** Unique in the agent. */
  String name();

  /** Where it is, as people write it: host, port and the like. */
  String where();

  /** Longest time from one look at a value to the next while the source is well. */
  Duration poll();

  /** By name. */
  Map<String, ? extends TagSettings> tags();
}
