package io.millrace.sim.plc;

import java.util.Arrays;
import java.util.Locale;

/** How a controller misbehaves. */
public enum WireFault {
  /** Answers properly. */
  NONE,
  /** Accepts connections and requests, answers nothing. */
  SILENT,
  /** Neither listens nor keeps connections. */
  REFUSE,
  /** Answers properly, but late. */
  SLOW,
  /** Answers with a frame that is none. */
  GARBAGE,
  /** Closes the connection at each request. */
  DROP;

  /** By its name in lower case; IllegalArgumentException names all. */
  static WireFault named(String name) {
    return Arrays.stream(values())
        .filter(fault -> fault.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "mode '" + name + "' is none of none, silent, refuse, slow, garbage, drop"));
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
