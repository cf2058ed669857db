package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.quantity.Quantity;
import io.millrace.v1.Event;
import io.millrace.v1.ProductionCount;
import java.util.UUID;

/** What an event must keep to be logged. Any thread. */
final class EventRules {
  /** Longest text of an event. */
  private static final int TEXT_CHARACTERS_MAX = 512;

  private final String plant;
  private final String below;

  EventRules(String plant) {
    this.plant = plant;
    this.below = plant + "/";
  }

  /** BATCH_INVALID or PLANT_FOREIGN, naming the sequence. */
  void check(long sequence, Event event) {
    require(isUuid(event.getId()), sequence, "id is no UUID in canonical text");
    require(event.getBodyCase() != Event.BodyCase.BODY_NOT_SET, sequence, "has no body");
    require(event.getEquipment().length() <= TEXT_CHARACTERS_MAX, sequence, "equipment too long");
    if (!event.getEquipment().startsWith(below) && !event.getEquipment().equals(plant)) {
      throw new MillraceException(
          ErrorCode.PLANT_FOREIGN,
          "record %d is of '%s', the certificate of plant %s"
              .formatted(sequence, event.getEquipment(), plant));
    }
    if (event.hasProductionCount()) {
      check(sequence, event.getProductionCount());
    }
  }

  private static void check(long sequence, ProductionCount count) {
    require(!count.getCounter().isEmpty(), sequence, "count without counter");
    require(count.getCounter().length() <= TEXT_CHARACTERS_MAX, sequence, "counter too long");
    require(isCanonical(count.getQuantity()), sequence, "quantity is no canonical decimal");
    require(isCanonical(count.getFactor()), sequence, "factor is no canonical decimal");
    require(isCanonical(count.getTotal()), sequence, "total is no canonical decimal");
    require(
        Long.compareUnsigned(count.getFrom(), count.getTo()) <= 0, sequence, "from is above to");
  }

  private static boolean isCanonical(String text) {
    try {
      return text.isEmpty() || Quantity.parse(text).toString().equals(text);
    } catch (ArithmeticException | NumberFormatException e) {
      return false;
    }
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void require(boolean held, long sequence, String what) {
    if (!held) {
      throw new MillraceException(
          ErrorCode.BATCH_INVALID, "record %d: %s".formatted(sequence, what));
    }
  }
}
