package io.millrace.sim.opcua;

import java.util.Arrays;
import java.util.Locale;

/** How the server misbehaves until told otherwise. */
public enum OpcUaFault {
  /** Not at all. */
  NONE,
  /** Gone, as after a kill: port closed, sessions and subscriptions forgotten. */
  DOWN,
  /** Cuts all connections once; sessions and subscriptions live on, and the port stays open. */
  DROP;

  /** By its name in lower case; IllegalArgumentException names all. */
  public static OpcUaFault named(String name) {
    return Arrays.stream(values())
        .filter(fault -> fault.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("mode '" + name + "' is none of none, down, drop"));
  }

  /** As it stands in requests and answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
