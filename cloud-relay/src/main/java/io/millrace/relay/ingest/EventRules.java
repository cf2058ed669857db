package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.quantity.Quantity;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.QualityResult;
import io.millrace.v1.Verdict;
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
    switch (event.getBodyCase()) {
      case PRODUCTION_COUNT -> check(sequence, event.getProductionCount());
      case DOWNTIME -> check(sequence, event, event.getDowntime());
      case QUALITY_RESULT -> check(sequence, event.getQualityResult());
      case NONCONFORMANCE ->
          require(false, sequence, "a nonconformance is told by a quality system, not by an agent");
      case MACHINE_STATE, TELEMETRY, GAP, BODY_NOT_SET -> {}
    }
  }

  private static void check(long sequence, Event event, Downtime downtime) {
    require(isUuid(downtime.getDowntime()), sequence, "downtime names no event that told it first");
    require(
        !downtime.getOngoing() || downtime.getDowntime().equals(event.getId()),
        sequence,
        "downtime begins with another event's id");
    require(downtime.hasFrom(), sequence, "downtime without its begin");
    require(downtime.getOngoing() != downtime.hasTo(), sequence, "downtime ends while it lasts");
    requireShort(sequence, "state", downtime.getState());
    requireShort(sequence, "reason", downtime.getReason());
  }

  private static void check(long sequence, QualityResult result) {
    require(!result.getCharacteristic().isEmpty(), sequence, "result without characteristic");
    requireShort(sequence, "characteristic", result.getCharacteristic());
    requireShort(sequence, "unit", result.getUnit());
    requireShort(sequence, "counter", result.getCounter());
    require(!result.getValue().isEmpty(), sequence, "result without value");
    require(isCanonical(result.getValue()), sequence, "value is no canonical decimal");
    require(isCanonical(result.getLower()), sequence, "lower is no canonical decimal");
    require(isCanonical(result.getUpper()), sequence, "upper is no canonical decimal");
    require(isVerdict(result.getVerdict()), sequence, "result without verdict");
    require(result.getSample() != 0, sequence, "result without number");
  }

  /** A newer agent's verdict is taken as it is. */
  private static boolean isVerdict(Verdict verdict) {
    return verdict != Verdict.VERDICT_UNSPECIFIED;
  }

  private static void requireShort(long sequence, String what, String text) {
    require(text.length() <= TEXT_CHARACTERS_MAX, sequence, what + " too long");
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
