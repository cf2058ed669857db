package io.millrace.relay.inbound;

import io.millrace.v1.Event;

/** What the mapping made of a message. */
sealed interface Mapped {

  /** An event. */
  record Made(Event event) implements Mapped {}

  /** Nothing: {@code why} names the JSON pointer that did not fit, and what was expected there. */
  record Unfit(String why) implements Mapped {}
}
