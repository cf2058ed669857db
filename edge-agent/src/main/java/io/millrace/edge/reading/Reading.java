package io.millrace.edge.reading;

import org.jspecify.annotations.Nullable;

/**
 * One tag in one scan. {@code request} numbers the request of the scan that brought it, from 0:
 * equal numbers were read by the device in one step. The value is null when quality is BAD, and
 * then {@code fault} says why.
 */
public record Reading(
    String tag, @Nullable Value value, Quality quality, int request, @Nullable String fault) {

  public Reading {
    if ((value == null) != (quality == Quality.BAD)) {
      throw new IllegalArgumentException(tag + ": value " + value + " with quality " + quality);
    }
  }

  /** A good one. */
  public static Reading good(String tag, Value value, int request) {
    return new Reading(tag, value, Quality.GOOD, request, null);
  }

  /** One without a value. */
  public static Reading bad(String tag, int request, String fault) {
    return new Reading(tag, null, Quality.BAD, request, fault);
  }
}
