package io.millrace.base.id;

import io.millrace.base.time.Clock;
import java.util.random.RandomGenerator;

/** Gives new identifiers. Any thread, unless the implementation says otherwise. */
public interface Ids {

  /** A UUIDv7 in canonical text: 36 characters, lower case (RFC 9562, section 5.7). */
  String uuid();

  /** A W3C trace id: 32 lower-case hexadecimal digits, not all zero. */
  String trace();

  /** Identifiers by that clock and randomness. */
  static Ids of(Clock clock, RandomGenerator random) {
    return new TimeOrderedIds(clock, random);
  }
}
