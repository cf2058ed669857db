package io.millrace.edge.journal.disk;

import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/**
 * Lets the segment's number, not a clock, choose Chronicle's file: a clock that steps back hides
 * records and wedges readers (OpenHFT/Chronicle-Queue#1323). The file of number n is named as if it
 * were n seconds after 1970. The appending thread only.
 */
final class SegmentCycle implements RollCycle {
  /** 256 x 256 x 256 records at most in a segment, an index page of 2 KiB. */
  private static final RollCycleArithmetic ARITHMETIC = RollCycleArithmetic.of(256, 256);

  private volatile int number;

  void number(int next) {
    number = next;
  }

  @Override
  public String format() {
    return "'" + SegmentName.PREFIX + "'" + SegmentName.PATTERN;
  }

  @Override
  public int lengthInMillis() {
    return 1000;
  }

  @Override
  public int defaultIndexCount() {
    return ARITHMETIC.indexCount();
  }

  @Override
  public int defaultIndexSpacing() {
    return ARITHMETIC.indexSpacing();
  }

  @Override
  public int current(TimeProvider time, long epoch) {
    return number;
  }

  @Override
  public long toIndex(int cycle, long sequence) {
    return ARITHMETIC.toIndex(cycle, sequence);
  }

  @Override
  public long toSequenceNumber(long index) {
    return ARITHMETIC.toSequenceNumber(index);
  }

  @Override
  public int toCycle(long index) {
    return ARITHMETIC.toCycle(index);
  }

  @Override
  public long maxMessagesPerCycle() {
    return ARITHMETIC.maxMessagesPerCycle();
  }
}
