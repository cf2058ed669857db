package io.millrace.edge.derive;

import java.time.Duration;

/** A counter with its path in the company, the modulus that holds, and how often it is read. */
public record CounterRule(CounterSettings settings, String equipment, long modulus, Duration poll) {
  public CounterRule {
    if (modulus < 2 || settings.resetToOrZero() >= modulus) {
      throw new IllegalArgumentException(
          "counter %s: reset_to %d with modulus %d"
              .formatted(settings.id(), settings.resetToOrZero(), modulus));
    }
  }

  /** {@code typeModulus} is that of the tag's type and holds when the settings give none. */
  public static CounterRule of(
      String plant, CounterSettings settings, long typeModulus, Duration poll) {
    Long given = settings.modulus();
    return new CounterRule(
        settings,
        Equipment.in(plant, settings.equipment()),
        given == null ? typeModulus : given,
        poll);
  }

  String id() {
    return settings.id();
  }

  String source() {
    return settings.source();
  }
}
