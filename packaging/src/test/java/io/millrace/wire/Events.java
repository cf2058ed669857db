package io.millrace.wire;

import com.google.protobuf.Timestamp;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.Sample;
import io.millrace.v1.Telemetry;
import java.util.UUID;

/** Events as an agent journals them. */
public final class Events {
  private Events() {}

  /** A count whose counter's value is the number. */
  public static Event count(String plant, long number) {
    return Event.newBuilder()
        .setId(new UUID(0x7000L | number << 16, 0x8000_0000_0000_0000L | number).toString())
        .setOccurredAt(Timestamp.newBuilder().setSeconds(1_700_000_000L + number))
        .setEquipment(plant + "/press-shop/line-1/press-1")
        .setKeys(Keys.newBuilder().setOrder("PO-1-001"))
        .setProductionCount(
            ProductionCount.newBuilder()
                .setCounter("press-1.good")
                .setKind(CountKind.COUNT_KIND_GOOD)
                .setFrom(number)
                .setTo(number + 1)
                .setFactor("1")
                .setQuantity("1")
                .setUnit("{piece}"))
        .build();
  }

  /** A reading whose value is the number. */
  public static Event reading(String plant, long number) {
    return Event.newBuilder()
        .setId(new UUID(0x7000L | number << 16, 0x9000_0000_0000_0000L | number).toString())
        .setEquipment(plant + "/press-shop/line-1/press-1")
        .setTelemetry(
            Telemetry.newBuilder()
                .addSamples(Sample.newBuilder().setTag("temperature").setWhole(number)))
        .build();
  }
}
