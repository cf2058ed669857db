package io.millrace.sim.enterprise.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.sim.http.Call;
import io.millrace.sim.plant.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyDeskIT {
  private final ManualClock clock = new ManualClock();
  private final FaultSwitch faults = new FaultSwitch(1);
  private final List<Receipt> committed = new ArrayList<>();

  @TempDir private Path folder;

  private Database database;
  private Tally tally;
  private FaultyDesk desk;

  @BeforeEach
  void open() {
    database = Database.open(folder, "desk.db");
    tally = new Tally(database);
    desk = new FaultyDesk(faults, database, tally, clock, Runnable::run, () -> {});
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aCommitThatComesAfterItsTimeLimitIsGivenUp() {
    Call call = arrive();
    clock.pass(faults.settings().limit().minusMillis(FaultSwitch.MARGIN_MS));

    AggregatedHttpResponse answer = take(call);

    assertThat(answer.status().code()).isEqualTo(503);
    assertThat(answer.contentUtf8()).contains("TOO_LATE");
    assertThat(committed).isEmpty();
    assertThat(tally.all()).containsEntry("abandoned", 1L).containsEntry("none", 0L);
  }

  @Test
  void aCommitThatIsFoundInTimeIsMade() {
    Call call = arrive();
    Duration lagAndMargin = Duration.ofMillis(FaultSwitch.INDEX_LAG_MAX_MS + FaultSwitch.MARGIN_MS);
    clock.pass(faults.settings().limit().minus(lagAndMargin));

    assertThat(take(call).status().code()).isEqualTo(201);
    assertThat(committed).hasSize(1);
    assertThat(committed.get(0).visibleAt())
        .isBefore(call.receivedAt().plus(faults.settings().limit()));
  }

  private Call arrive() {
    HttpRequest request = HttpRequest.of(HttpMethod.POST, "/");
    return new Call(
        ServiceRequestContext.of(request),
        AggregatedHttpRequest.of(HttpMethod.POST, "/"),
        clock.now());
  }

  private AggregatedHttpResponse take(Call call) {
    return desk.take(
            call,
            receipt -> {
              committed.add(receipt);
              return Reply.created(Map.of("number", committed.size()));
            })
        .aggregate()
        .join();
  }
}
