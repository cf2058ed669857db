package io.millrace.relay.eventlog;

import io.millrace.v1.Event;
import java.time.Instant;

/**
 * An event as the log holds it. Positions begin at 1 and grow with arrival; agent, plant, epoch and
 * sequence say who sent it and under which number.
 */
public record LoggedEvent(
    long position,
    Event event,
    String agent,
    String plant,
    String epoch,
    long sequence,
    Instant receivedAt) {
  /** Who sent it begins so when it was no agent, but another system's message. */
  public static final String MESSAGE = "inbound:";

  /** Whether another system's message told it. */
  public boolean isMessage() {
    return agent.startsWith(MESSAGE);
  }
}
