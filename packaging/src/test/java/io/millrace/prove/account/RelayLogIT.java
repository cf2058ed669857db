package io.millrace.prove.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.store.Store;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.QualityResult;
import io.millrace.v1.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a database as the relay writes it. */
class RelayLogIT {
  private static final LogOrigin ORIGIN = new LogOrigin("a", "acme/graz", "events", "e");
  private static final Instant NOW = Instant.EPOCH;

  @TempDir Path folder;

  private final EventLog log = new EventLog();
  private long sequence;

  @Test
  void resultsAndStopsAreSeenOnceInTheirOrderAndCountsAreNot() {
    try (Store store = Store.open(folder.resolve("data"))) {
      RelayLog relay = new RelayLog(folder);
      append(store, result("r1", Verdict.VERDICT_OUTSIDE), count("c1"), downtime("d1", true));
      Happened first = relay.readOn().happened();
      append(store, downtime("d1", false), result("r2", Verdict.VERDICT_WITHIN));
      Happened all = relay.readOn().readOn().happened();

      assertThat(first.events()).extracting(Event::getId).containsExactly("r1", "d1");
      assertThat(all.events()).extracting(Event::getId).containsExactly("r1", "d1", "d1", "r2");
      assertThat(all.samples()).isEqualTo(2);
      assertThat(all.outside()).extracting(Event::getId).containsExactly("r1");
      assertThat(all.stops()).hasSize(1);
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsAnErrorAndNotAnEmptyLog() {
    assertThatThrownBy(() -> new RelayLog(folder).readOn())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("relay.db");
  }

  @Test
  void aRowThatIsNoEventIsAnError() {
    try (Store store = Store.open(folder.resolve("data"))) {
      Event event = result("r1", Verdict.VERDICT_OUTSIDE);
      NewRecord torn = new NewRecord(1, event, event.toByteString().substring(0, 3));
      store.writeNow(
          handle -> {
            log.append(handle, ORIGIN, NOW, List.of(torn));
            return true;
          });

      assertThatThrownBy(() -> new RelayLog(folder).readOn())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private void append(Store store, Event... events) {
    store.writeNow(
        handle -> {
          for (Event event : events) {
            ByteString bytes = event.toByteString();
            log.append(handle, ORIGIN, NOW, List.of(new NewRecord(++sequence, event, bytes)));
          }
          return true;
        });
  }

  private static Event result(String id, Verdict verdict) {
    return Event.newBuilder()
        .setId(id)
        .setQualityResult(QualityResult.newBuilder().setVerdict(verdict))
        .build();
  }

  private static Event downtime(String id, boolean ongoing) {
    return Event.newBuilder()
        .setId(id)
        .setDowntime(Downtime.newBuilder().setDowntime(id).setOngoing(ongoing))
        .build();
  }

  private static Event count(String id) {
    return Event.newBuilder()
        .setId(id)
        .setProductionCount(ProductionCount.getDefaultInstance())
        .build();
  }
}
