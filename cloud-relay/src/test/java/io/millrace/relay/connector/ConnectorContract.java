package io.millrace.relay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.connector.FakeTarget.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every connector promises to the lanes. */
public abstract class ConnectorContract {

  /** The connector under test. */
  protected abstract Connector connector();

  /** What happens to the next request that is to change something. */
  protected abstract void next(Fault fault);

  /** Requests that reached the target to change something. */
  protected abstract long arrivals();

  /** Lets time pass until the future is there. */
  protected abstract <T> T await(CompletableFuture<T> future);

  /** Nanoseconds of the connector's clock. */
  protected abstract long now();

  @AfterEach
  void closeConnector() {
    connector().close();
  }

  @Test
  void whatWasDoneIsFoundByItsReferenceAndNoOther() {
    Outcome outcome = await(connector().send(call("REF1")));

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    String number = ((Outcome.Done) outcome).document();
    assertThat(eventually("REF1")).isEqualTo(new Found.Documents(java.util.List.of(number)));
    assertThat(await(connector().lookup(call("REF2")))).isEqualTo(new Found.Absent());
  }

  @Test
  void aDropAfterTheFirstByteIsUnknownAndNeverSentAgainByItself() {
    next(Fault.DROP_AFTER_COMMIT);
    long before = now();

    Outcome outcome = await(connector().send(call("REF1")));

    assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    assertThat(((Outcome.Unknown) outcome).deadline()).isGreaterThan(before);
    assertThat(arrivals()).isEqualTo(1);
    assertThat(eventually("REF1")).isInstanceOf(Found.Documents.class);
  }

  @Test
  void noFirstByteLeavesWhenTooLittleOfTheLeaseIsLeft() {
    Call late = new Call("confirm", fields(), "REF1", null, now() - 1);

    Outcome outcome = await(connector().send(late));

    assertThat(outcome).isInstanceOf(Outcome.NotSent.class);
    assertThat(arrivals()).isZero();
  }

  @Test
  void aRefusalSaysItsClassAndLeavesNothing() {
    next(Fault.LOCKED);
    Outcome locked = await(connector().send(call("REF1")));
    next(Fault.DATA);
    Outcome refused = await(connector().send(call("REF1")));

    assertThat(locked)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            it -> assertThat(it.failureClass()).isEqualTo(FailureClass.LOCKED));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            it -> assertThat(it.failureClass()).isEqualTo(FailureClass.DATA));
    assertThat(await(connector().lookup(call("REF1")))).isEqualTo(new Found.Absent());
  }

  @Test
  void tooManyRequestsIsAPauseOfTheLengthThatTheTargetSays() {
    next(Fault.RATE);

    Outcome outcome = await(connector().send(call("REF1")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.RetryAfter.class,
            it -> assertThat(it.pause()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(3)));
  }

  @Test
  void anUndoReversesTheNamedDocument() {
    Outcome done = await(connector().send(call("REF1")));
    String number = ((Outcome.Done) done).document();

    Outcome undone = await(connector().undo(new Call("confirm", fields(), "REF9", number, far())));

    assertThat(undone)
        .isInstanceOfSatisfying(
            Outcome.Done.class, it -> assertThat(it.document()).contains("REV-"));
  }

  private Found eventually(String reference) {
    @Nullable Found found = null;
    for (int i = 0; i < 100 && !(found instanceof Found.Documents); i++) {
      found = await(connector().lookup(call(reference)));
    }
    return java.util.Objects.requireNonNull(found);
  }

  protected Call call(String reference) {
    return new Call("confirm", fields(), reference, null, far());
  }

  private long far() {
    return now() + Duration.ofSeconds(60).toNanos();
  }

  protected static Map<String, String> fields() {
    return Map.of("order", "PO-1/0 1", "good", "5", "unit", "\"{piece}\"");
  }
}
