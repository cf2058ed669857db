package io.millrace.sim.plant;

import java.time.Duration;

/**
 * Everything that a press shows, of one instant.
 *
 * @param good good pieces as a 32-bit counter, unsigned; a 16-bit one shows its low half
 * @param scrap likewise
 * @param resetMarker goes up by one at each reset, 16 bits
 * @param cycleTime nominal
 * @param order the current order, at most 16 ASCII characters
 */
public record PressReading(
    long good,
    long scrap,
    PressState state,
    int resetMarker,
    Duration cycleTime,
    String order,
    ProcessValues process) {}
