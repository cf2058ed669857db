package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.config.ConfigReader;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Call;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.FakeTarget;
import io.millrace.relay.connector.FakeTarget.Fault;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.connector.Target;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Reference;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay on an older copy of its database, before any agent could tell it so. */
class J7StartIT {
  private static final Duration STEP = Duration.ofMillis(10);
  private static final int STEPS = 6_000;
  private static final String TARGET =
      """
      target: erp
      base_url: http://localhost:1
      limits: {in_flight: 4, rate: 1000000/s, timeout: 1s, lease: 3s, settle: 2s, lookup_lag: 1s, recount: 10s}
      operations:
        confirm:
          level: L3
          poison: park
          request: {method: POST, path: '/c/{order}', body: {reference: '{reference}'}}
          document: /number
          lookup: {path: '/c?reference={reference}', items: /items, document: /number}
      """;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private Fault fault = Fault.NONE;
  private final Target target = ConfigReader.read("erp.yaml", TARGET, Target.class);
  private final FakeTarget erp =
      new FakeTarget(clock, target.limits(), () -> fault, () -> 0.5, false);
  private final Postings postings = new Postings(clock);
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder);
    for (int number = 1; number <= 3; number++) {
      create(number);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWaitsBehindOneThatWasOnItsWayIsLookedUpBeforeItIsSent() {
    store.writeNow(handle -> markHead(handle));
    List.of(1, 2, 3).forEach(this::sendByTheOneThatWentOn);

    run(erp);

    assertThat(made()).containsExactly("1", "2", "3");
    assertThat(state(1)).isEqualTo(PostingState.CONFIRMED);
    assertThat(state(3)).isEqualTo(PostingState.CONFIRMED);
  }

  @Test
  void whatWaitsBehindOneThatIsRefusedIsLookedUpBeforeItIsSent() {
    List.of(2, 3).forEach(this::sendByTheOneThatWentOn);

    run(new RefusingTheFirst());

    assertThat(made()).containsExactly("2", "3");
    assertThat(state(1)).isEqualTo(PostingState.PARKED);
    assertThat(state(3)).isEqualTo(PostingState.CONFIRMED);
  }

  private void run(Connector connector) {
    SteppedLanes lanes =
        new SteppedLanes(
            store,
            postings,
            new Cases(store, clock),
            clock,
            new Random(1),
            Map.of(target, connector),
            new Unheard(),
            0);
    for (int step = 0; step < STEPS; step++) {
      if (lanes.work() + erp.work() == 0) {
        clock.advance(STEP.toNanos());
      }
    }
  }

  private void create(int number) {
    NewPosting asked =
        new NewPosting(
            "acme/graz",
            "erp",
            "confirm",
            "effect",
            "PO-1",
            "PO-1/" + number,
            1,
            Map.of("order", "PO-1", "unit", Integer.toString(number)),
            List.of(),
            List.of(),
            false);
    store.writeNow(handle -> postings.create(handle, asked));
  }

  private boolean markHead(Handle handle) {
    LaneHead head = Objects.requireNonNull(LaneRows.head(handle, 1));
    return LaneRows.moveFence(handle, head)
        && LaneRows.mark(handle, 1, head.fence() + 1, Doubt.KNOWN, null, clock.now()).isPresent();
  }

  private void sendByTheOneThatWentOn(int number) {
    var unused =
        erp.send(
            new Call(
                "confirm",
                Map.of("order", "PO-1", "unit", Integer.toString(number)),
                Reference.of("PO-1/" + number),
                null,
                clock.nanos() + Duration.ofSeconds(1).toNanos()));
    for (int step = 0; step < STEPS / 10; step++) {
      erp.work();
      clock.advance(STEP.toNanos());
    }
  }

  private List<String> made() {
    return erp.documents().stream()
        .map(document -> String.valueOf(document.call().fields().get("unit")))
        .sorted()
        .toList();
  }

  private PostingState state(long id) {
    return store.read(handle -> postings.find(handle, id)).orElseThrow().state();
  }

  /** The target takes none of the first posting, then as before. */
  private final class RefusingTheFirst implements Connector {
    @Override
    public CompletableFuture<Outcome> send(Call call) {
      fault = "1".equals(call.fields().get("unit")) ? Fault.DATA : Fault.NONE;
      return erp.send(call);
    }

    @Override
    public CompletableFuture<Outcome> undo(Call call) {
      return erp.undo(call);
    }

    @Override
    public CompletableFuture<Found> lookup(Call call) {
      return erp.lookup(call);
    }

    @Override
    public void close() {
      erp.close();
    }
  }

  private static final class Unheard implements PostingListener {
    @Override
    public void confirmed(Handle handle, Posting posting) {}

    @Override
    public void dropped(Handle handle, Posting posting) {}
  }
}
