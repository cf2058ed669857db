package io.millrace.relay.flow;

import com.google.protobuf.Timestamp;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.Keys;
import io.millrace.v1.ProductionCount;
import java.time.Instant;

/** Makes logged counts for tests; positions go on by themselves. */
public final class Counting {
  public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  public static final String PLANT = "acme/graz";

  private long position;
  private String agent = "press-shop";
  private String counter = "press-1.good";
  private String machine = "press-1";
  private CountKind kind = CountKind.COUNT_KIND_GOOD;
  private String order = "PO-1-001";
  private String generation = "g1";
  private long rawBase;
  private Instant at = START;

  public Counting agent(String value) {
    agent = value;
    return this;
  }

  public Counting counter(String value, CountKind ofKind) {
    counter = value;
    machine = value.replaceFirst("\\..*", "");
    kind = ofKind;
    return this;
  }

  public Counting order(String value) {
    order = value;
    return this;
  }

  public Counting generation(String value) {
    generation = value;
    return this;
  }

  public Counting at(Instant value) {
    at = value;
    return this;
  }

  /** Register value = extended value - base. */
  public Counting rawBase(long value) {
    rawBase = value;
    return this;
  }

  public LoggedEvent count(long from, long to, CountFlag... flags) {
    return event(from, to, ProductionCount.newBuilder().addAllFlags(java.util.List.of(flags)));
  }

  public LoggedEvent start(GenerationStart start, long from, long to) {
    return event(from, to, ProductionCount.newBuilder().setStart(start));
  }

  public LoggedEvent event(long from, long to, ProductionCount.Builder body) {
    position++;
    return new LoggedEvent(
        position,
        Event.newBuilder()
            .setId("event-" + position)
            .setEquipment(PLANT + "/press-shop/line-1/" + machine)
            .setOccurredAt(
                Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
            .setKeys(Keys.newBuilder().setOrder(order))
            .setProductionCount(
                body.setCounter(counter)
                    .setKind(kind)
                    .setGeneration(generation)
                    .setFrom(from)
                    .setTo(to)
                    .setFromRaw(from - rawBase)
                    .setToRaw(to - rawBase)
                    .setFactor("1")
                    .setUnit("{piece}"))
            .build(),
        agent,
        PLANT,
        "epoch",
        position,
        at);
  }
}
