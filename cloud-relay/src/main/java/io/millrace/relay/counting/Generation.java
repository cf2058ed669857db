package io.millrace.relay.counting;

/**
 * The chain of one generation of a counter as far as the relay has it: everything above {@code
 * first} up to {@code last} was received or stands as a hole. Raw values are the register's own.
 */
record Generation(
    String plant,
    String counter,
    String id,
    String agent,
    String previous,
    long first,
    long last,
    long firstRaw,
    long lastRaw) {

  Generation withLast(long newLast, long newLastRaw) {
    return new Generation(
        plant, counter, id, agent, previous, first, newLast, firstRaw, newLastRaw);
  }

  Generation withPrevious(String newPrevious) {
    return new Generation(plant, counter, id, agent, newPrevious, first, last, firstRaw, lastRaw);
  }

  Generation withFirst(long newFirst, long newFirstRaw) {
    return new Generation(
        plant, counter, id, agent, previous, newFirst, last, newFirstRaw, lastRaw);
  }
}
