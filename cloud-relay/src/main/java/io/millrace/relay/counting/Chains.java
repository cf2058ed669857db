package io.millrace.relay.counting;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.casework.Cases;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The chains of all counters. What writes runs on the store's writer thread within the caller's
 * transaction; the rest on any handle.
 */
public final class Chains {
  private final Cases cases;

  /** Cases are opened there. */
  public Chains(Cases cases) {
    this.cases = cases;
  }

  /** A sheet for one transaction. */
  public ChainSheet sheet(Handle handle) {
    return new ChainSheet(handle, cases);
  }

  /** Stretches of the count at that log position that flows have not seen, ascending. */
  public List<Withheld> ofPosition(Handle handle, long position) {
    return WithheldRows.ofPosition(handle, position);
  }

  /** What waits for the decision of the case with that subject. */
  public List<Withheld> open(Handle handle, String plant, String subject) {
    return WithheldRows.open(handle, plant, subject);
  }

  /** What is logged and a person decided never to post; sums count it as withheld. */
  public List<Withheld> givenUp(Handle handle) {
    return WithheldRows.givenUp(handle);
  }

  /** A person had it posted to that order; the caller makes the posting. */
  public void release(Handle handle, Withheld stretch, String order) {
    WithheldRows.settle(handle, stretch, HoleState.POSTED);
    if (stretch.position() > 0) {
      CounterTotals.release(handle, stretch, order);
    }
  }

  /** A person decided that it is never posted. */
  public void ignore(Handle handle, Withheld stretch) {
    WithheldRows.settle(handle, stretch, HoleState.IGNORED);
  }

  /** What had passed is given up by the flow that is named there: no document will hold it. */
  public void giveUp(Handle handle, GivenUpCount count) {
    WithheldRows.insertGivenUp(handle, count);
    CounterTotals.giveUp(handle, count);
  }

  /**
   * Gives a counter to the agent that opened the generation in the subject of a COUNTER_OWNER case,
   * so that what it counts from now on passes. NOT_FOUND when there is no such generation.
   */
  public void move(Handle handle, String plant, String subject) {
    int slash = subject.lastIndexOf('/');
    String counter = subject.substring(0, Math.max(0, slash));
    Generation taken =
        ChainRows.generation(handle, plant, counter, subject.substring(slash + 1))
            .orElseThrow(() -> new MillraceException(ErrorCode.NOT_FOUND, "generation " + subject));
    handle.execute(
        "UPDATE counter SET agent = ?, generation = ? WHERE plant = ? AND counter = ?",
        taken.agent(),
        taken.id(),
        plant,
        counter);
  }

  /** What is in the log per counter and order, sorted by plant, counter and order. */
  public List<ChainSum> sums(Handle handle) {
    return CounterTotals.all(handle);
  }
}
