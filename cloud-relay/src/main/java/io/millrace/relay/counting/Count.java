package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A production count, checked. {@code from} and {@code to} are extended register values, {@code
 * factor} turns a step into a quantity of {@code unit}; {@code order} is empty where nobody said
 * it; {@code previousGeneration} and {@code previousTo} are set only where a generation begins and
 * the agent knew the one before. {@code orderBefore} is null unless the order changed between the
 * two readings.
 */
public record Count(
    String plant,
    String agent,
    long position,
    String event,
    Instant occurredAt,
    String equipment,
    String order,
    String counter,
    CountKind kind,
    String generation,
    GenerationStart start,
    long from,
    long to,
    long fromRaw,
    long toRaw,
    Quantity factor,
    String unit,
    boolean uncertain,
    long unobservedMs,
    String previousGeneration,
    long previousTo,
    @Nullable String orderBefore) {

  /** Highest value of a counter; with the factor it must fit a quantity, so that any step does. */
  public static final long VALUE_MAX = 1_000_000_000_000_000L;

  /** IllegalArgumentException says what breaks the contract. */
  public Count {
    require(!counter.isEmpty(), "counter is empty");
    require(!generation.isEmpty(), "generation is empty");
    require(from >= 0 && to >= from, "from " + from + " to " + to + " does not rise");
    require(kind != CountKind.UNRECOGNIZED, "kind is unknown to this relay");
    require(previousTo >= 0, "previous_to " + previousTo + " is negative");
    require(factor.compareTo(Quantity.ZERO) > 0, "factor " + factor + " is not positive");
    requireWithin("to", to);
    requireWithin("previous_to", previousTo);
    requireWithin("from_raw", fromRaw);
    requireWithin("to_raw", toRaw);
    require(fits(factor), "factor " + factor + " x " + VALUE_MAX + " has over 18 digits");
  }

  /** Of an event whose body is a production count; IllegalArgumentException as above. */
  public static Count of(long position, String agent, String plant, Event event) {
    ProductionCount body = event.getProductionCount();
    return new Count(
        plant,
        agent,
        position,
        event.getId(),
        Instant.ofEpochSecond(event.getOccurredAt().getSeconds(), event.getOccurredAt().getNanos()),
        event.getEquipment(),
        event.getKeys().getOrder(),
        body.getCounter(),
        body.getKind(),
        body.getGeneration(),
        body.getStart(),
        body.getFrom(),
        body.getTo(),
        body.getFromRaw(),
        body.getToRaw(),
        factor(body.getFactor()),
        body.getUnit(),
        body.getFlagsList().contains(CountFlag.COUNT_FLAG_UNCERTAIN),
        body.getUnobservedMs(),
        body.getPreviousGeneration(),
        body.getPreviousTo(),
        body.hasOrderBefore() ? body.getOrderBefore() : null);
  }

  /** Quantity of that many steps. */
  public Quantity quantity(long steps) {
    return factor.times(steps);
  }

  /** Whether it opens a generation. */
  public boolean opens() {
    return start != GenerationStart.GENERATION_START_UNSPECIFIED;
  }

  private static Quantity factor(String text) {
    try {
      return text.isEmpty() ? Quantity.of(1) : Quantity.parse(text);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("factor '" + text + "' is no decimal of 18.6 digits", e);
    }
  }

  private static void requireWithin(String what, long value) {
    require(value >= 0 && value <= VALUE_MAX, what + " " + value + " is not within " + VALUE_MAX);
  }

  private static boolean fits(Quantity factor) {
    try {
      return factor.times(VALUE_MAX).compareTo(Quantity.ZERO) > 0;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
