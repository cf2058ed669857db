package io.millrace.relay.ingest;

import io.millrace.base.config.ConfigReader;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Target;
import io.millrace.relay.connector.http.HttpConnector;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.flow.Counting;
import io.millrace.relay.flow.FlowWorker;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.flow.TestFlows;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.LatePolicy;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.lane.Lanes;
import io.millrace.relay.store.Store;
import io.millrace.v1.EpochRange;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.StreamState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A relay's rooms from sessions to postings over one folder, without the wire. */
final class RestorableRelay implements AutoCloseable {
  private static final String EPOCH = "e1";
  private static final StreamKey EVENTS = new StreamKey("press-shop", StreamKey.EVENTS);
  private static final Flow FLOW =
      TestFlows.counts("f", "effect", "erp", Duration.ofHours(1), 50, LatePolicy.CASE);

  final Store store;
  final Cases cases;
  private final Clock clock = Clock.system();
  private final EventLog log = new EventLog();
  private final Postings postings = new Postings(clock);
  private final Restores restores = new Restores(log);
  private final Peer peer = peer();
  private final Path folder;
  private final int erp;
  private final FlowWorker flows;
  private @Nullable Lanes lanes;
  private long session;

  RestorableRelay(Path folder, String data, int erp) {
    this.folder = folder;
    this.erp = erp;
    store = Store.open(folder.resolve(data));
    cases = new Cases(store, clock);
    Flows active =
        new Flows(
            List.of(FLOW),
            TestFlows.TARGETS,
            new Chains(cases),
            postings,
            log,
            cases,
            clock,
            ZoneOffset.UTC);
    flows = new FlowWorker(store, log, active, clock);
    postings.startedAt(store.read(log::lastPosition));
    restores.listen(
        new RestoreListener() {
          @Override
          public void restored(org.jdbi.v3.core.Handle handle, long position) {
            postings.restored(handle, position);
          }

          @Override
          public void resent(org.jdbi.v3.core.Handle handle, long first, long last) {
            postings.resent(handle, first, last);
          }
        });
  }

  @SuppressWarnings("NullAway") // no call, so nobody looks at the certificate
  private static Peer peer() {
    return new Peer(new AgentName("press-shop", Counting.PLANT), null, Instant.EPOCH);
  }

  /** Lets postings go, at the level. */
  void start(String level) throws IOException {
    String yaml =
        Files.readString(Path.of("src/test/resources/targets/erp.yaml"))
            .replace("http://127.0.0.1:8090", "http://127.0.0.1:" + erp)
            .replace("level: L3", "level: " + level)
            .replace(
                "timeout: 10s, lease: 15s, settle: 5s", "timeout: 500ms, lease: 2s, settle: 1s")
            .replace("recount: 15m", "recount: 3s");
    Target target = ConfigReader.read("erp.yaml", yaml, Target.class);
    lanes =
        Lanes.start(
            store,
            postings,
            cases,
            clock,
            new Random(1),
            Map.of(target, new HttpConnector(target, folder, clock)),
            List.of());
  }

  /** The agent comes with a journal that ends there and what it heard; where it goes on. */
  long open(long acknowledged, long last) {
    OpenSessionRequest request =
        OpenSessionRequest.newBuilder()
            .setEpoch(EPOCH)
            .setJournal("j")
            .addStreams(
                StreamState.newBuilder()
                    .setStream(StreamKey.EVENTS)
                    .setAcknowledged(acknowledged)
                    .addEpochs(
                        EpochRange.newBuilder()
                            .setEpoch(EPOCH)
                            .setFirstSequence(1)
                            .setLastSequence(last)))
            .build();
    OpenSessionResponse opened =
        store.writeNow(
            handle -> new Admission(cases, restores).open(handle, peer, request, clock.now()));
    session = opened.getSession();
    return opened.getStreams(0).getResumeSequence();
  }

  /** One batch of events, whose sequences are their positions; then flows take it. */
  void publish(List<LoggedEvent> events) {
    List<NewRecord> records =
        events.stream()
            .map(each -> new NewRecord(each.sequence(), each.event(), each.event().toByteString()))
            .toList();
    Received batch =
        new Received(
            EPOCH,
            records.get(0).sequence(),
            records.get(records.size() - 1).sequence(),
            records,
            List.of());
    Committing committing = new Committing(log, restores);
    store.writeNow(handle -> committing.commit(handle, peer, EVENTS, session, batch, clock.now()));
    flow();
  }

  void flow() {
    while (flows.work() > 0) {
      Thread.onSpinWait();
    }
  }

  /** Makes postings of what waits in windows. */
  void drain() {
    flows.close();
  }

  long count(PostingState state) {
    return store.read(postings::countsByState).getOrDefault(state, 0L);
  }

  Posting posting(long id) {
    return store.read(handle -> postings.find(handle, id)).orElseThrow();
  }

  @Override
  public void close() {
    if (lanes != null) {
      lanes.close();
    }
    store.close();
  }
}
