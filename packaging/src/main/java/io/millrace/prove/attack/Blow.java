package io.millrace.prove.attack;

/** One attack from the moment that is waited for to the recovery. One thread. */
interface Blow {

  /** One step, without waiting; whether it is over. */
  boolean advance();

  /** Whether it still waits for its moment, so that it may be given up. */
  boolean isWaiting();

  /** The moment did not come: leaves the line as it was found. */
  default void giveUp() {}
}
