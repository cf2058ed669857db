package io.millrace.relay;

import com.linecorp.armeria.server.HttpService;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.WorkerRunner;
import io.millrace.relay.api.ApiCounts;
import io.millrace.relay.api.ApiListener;
import io.millrace.relay.api.LivePart;
import io.millrace.relay.api.LocalListener;
import io.millrace.relay.api.PageListener;
import io.millrace.relay.api.RelayDesk;
import io.millrace.relay.api.Web;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.Target;
import io.millrace.relay.connector.http.HttpConnector;
import io.millrace.relay.fleet.AgentTrust;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.fleet.EnrolmentDesk;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.fleet.ServerIdentity;
import io.millrace.relay.flow.FlowWorker;
import io.millrace.relay.inbound.InboundService;
import io.millrace.relay.ingest.AgentList;
import io.millrace.relay.ingest.Ingest;
import io.millrace.relay.ingest.RefusalLog;
import io.millrace.relay.ingest.listener.AgentListener;
import io.millrace.relay.posting.lane.Lanes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running relay. Its parts start from the end of the path of a value to its beginning and stop
 * the other way round, so that nothing is taken that cannot be handed on; the agents' port is the
 * last. Any thread may close it.
 */
public final class CloudRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudRelay.class);
  private static final Duration IDLE = Duration.ofMillis(20);
  private static final String LOCALHOST = "localhost";

  private final Deque<Runnable> ends = new ConcurrentLinkedDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final RelayConfig config;
  private final Clock clock;
  private volatile List<InboundService> hooks = List.of();
  private int agentsPort;
  private int apiPort;
  private OptionalInt pagePort = OptionalInt.empty();
  private volatile Supplier<Map<String, Long>> enrolmentCounts = Map::of;
  private final ApiCounts counts = new ApiCounts();

  private CloudRelay(RelayConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  private void build(String version) {
    SecureRandom random = new SecureRandom();
    CertificateAuthority authority =
        CertificateAuthority.open(config.authority(), config.certificateValid(), clock, random);
    ServerIdentity identity = authority.server(config.names());
    Rooms rooms = Rooms.open(config, clock);
    ends.push(rooms::close);
    Ports.require(config);
    Fleet fleet = Fleet.open(rooms.store, authority, config.authority(), clock, random);
    FlowWorker flows = new FlowWorker(rooms.store, rooms.log, rooms.flows, clock);
    rooms.postings.startedAt(rooms.store.read(rooms.log::lastPosition));
    Lanes lanes = lanes(rooms, random);
    ends.push(lanes::close);
    WorkerRunner follower = WorkerRunner.start(flows, IDLE);
    ends.push(follower::close);
    rooms.log.onAppended(follower::wake);
    RefusalLog refusals = new RefusalLog(clock);
    Ingest ingest = new Ingest(rooms.store, rooms.log, fleet, rooms.cases, refusals, clock);
    ingest.onRestored(new Doubting(rooms.postings));
    WorkerRunner taking = WorkerRunner.start(ingest, IDLE);
    ends.push(taking::close);
    EnrolmentDesk enrolment = new EnrolmentDesk(fleet, this::agentsAddress, clock);
    enrolmentCounts = enrolment::counts;
    hooks = hooks(rooms, random);
    RelayDesk desk = desk(rooms, fleet, ingest, lanes, version);
    Web web = new Web(desk, mounted(hooks), counts, clock);
    ends.push(web::close);
    ApiListener api =
        new ApiListener(config.api().socket(), identity, enrolment, rooms.tokens, web);
    ends.push(api::close);
    apiPort = api.port();
    config.page().ifPresent(address -> pagePort = OptionalInt.of(listen(address, web)));
    LocalListener local = new LocalListener(config.socket(), desk);
    ends.push(local::close);
    AgentListener agents =
        new AgentListener(
            config.agents().socket(), identity, new AgentTrust(authority), fleet, refusals, ingest);
    ends.push(agents::close);
    agentsPort = agents.port();
  }

  private int listen(RelayConfig.Address address, Web web) {
    PageListener page = new PageListener(address.socket(), web);
    ends.push(page::close);
    return page.port();
  }

  private static Map<String, HttpService> mounted(List<InboundService> hooks) {
    Map<String, HttpService> mounted = new TreeMap<>();
    hooks.forEach(hook -> mounted.put(hook.path(), hook));
    return mounted;
  }

  private List<InboundService> hooks(Rooms rooms, SecureRandom random) {
    Ids ids = Ids.of(clock, random);
    return config.inbound().stream()
        .map(
            file ->
                new InboundService(
                    file, config.inboundFolder(), rooms.store, rooms.log, ids, clock))
        .toList();
  }

  /**
   * Starts everything, or nothing. CONFIG_INVALID, CERTIFICATE_INVALID without certificates,
   * DATA_IN_USE when another relay holds the data.
   */
  public static CloudRelay start(RelayConfig config, Clock clock, String version) {
    CloudRelay relay = new CloudRelay(config, clock);
    try {
      relay.build(version);
    } catch (RuntimeException e) {
      relay.close();
      throw e;
    }
    relay.isRunning.set(true);
    LOG.atInfo()
        .addKeyValue("agents", relay.agentsPort)
        .addKeyValue("api", relay.apiPort)
        .addKeyValue("page", relay.pagePort.isPresent() ? relay.pagePort.getAsInt() : "none")
        .addKeyValue("targets", config.targets().size())
        .addKeyValue("flows", config.flows().size())
        .log("relay runs");
    return relay;
  }

  /** Port of the agents' listener. */
  public int agentsPort() {
    return agentsPort;
  }

  /** Port of the API. */
  public int apiPort() {
    return apiPort;
  }

  /** Port of the page, if it has one of its own. */
  public OptionalInt pagePort() {
    return pagePort;
  }

  /** Returns when the relay was closed. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private Lanes lanes(Rooms rooms, SecureRandom random) {
    Map<Target, Connector> targets = new LinkedHashMap<>();
    for (Target target : config.targets()) {
      targets.put(target, new HttpConnector(target, config.folder(), clock));
    }
    return Lanes.start(
        rooms.store,
        rooms.postings,
        rooms.cases,
        clock,
        random,
        targets,
        List.of(rooms.flows.listener()));
  }

  private RelayDesk desk(Rooms rooms, Fleet fleet, Ingest ingest, Lanes lanes, String version) {
    Instant startedAt = clock.now();
    LivePart live =
        new LivePart(
            version,
            Optional.of(startedAt),
            this::agentsAddress,
            () -> config.api().host() + ":" + apiPort,
            lanes::status,
            () -> counts(ingest));
    AgentList agents = new AgentList(rooms.store, fleet, ingest::isLive, ingest::withReport, clock);
    return rooms.desk(live, clock, () -> fleet, agents::all);
  }

  private Map<String, Long> counts(Ingest ingest) {
    Map<String, Long> all = new TreeMap<>(ingest.counts());
    all.putAll(counts.snapshot());
    all.putAll(enrolmentCounts.get());
    hooks.forEach(hook -> all.putAll(hook.counts()));
    return all;
  }

  /** As agents are told: a name that stands in the certificate. */
  private String agentsAddress() {
    String name = config.names().isEmpty() ? LOCALHOST : config.names().get(0);
    return name + ":" + (agentsPort == 0 ? config.agents().port() : agentsPort);
  }

  @Override
  public void close() {
    boolean ran = isRunning.getAndSet(false);
    if (ran) {
      LOG.atInfo().log("relay stops: takes no more, and lets end what runs");
    }
    Runnable end = ends.poll();
    while (end != null) {
      end.run();
      end = ends.poll();
    }
    if (ran) {
      LOG.atInfo().log("relay ended in order");
    }
    ended.countDown();
  }
}
