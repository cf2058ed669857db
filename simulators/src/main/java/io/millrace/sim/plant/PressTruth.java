package io.millrace.sim.plant;

import java.util.List;
import java.util.Map;

/**
 * What a press really made; the truth that every count is judged by. For each kind {@code raw +
 * wraps x 65536 + beforeResets - start = made}, where raw is what the 16-bit register shows.
 *
 * @param running whether it was told to run; it may still stand for a set-up or a fault
 * @param orders pieces per order, in the order in which they came
 * @param start what the registers showed before the first piece
 * @param stops when it stood with a fault or was told to stop, longer than 0.5 s; the newest 10,000
 * @param offSpec numbers of the pieces, good or scrap, from 1, whose fill weight was outside 98.5
 *     to 101.5 g; the newest 10,000
 * @param beforeResets what the 16-bit registers showed when they were reset, summed
 */
public record PressTruth(
    String name,
    boolean running,
    PressState state,
    String order,
    GoodScrap made,
    Map<String, GoodScrap> orders,
    int resets,
    GoodScrap wraps,
    int orderChanges,
    GoodScrap start,
    GoodScrap beforeResets,
    List<Stop> stops,
    List<Long> offSpec) {}
