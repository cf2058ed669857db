package io.millrace.edge;

import io.grpc.Server;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.id.Ids;
import io.millrace.base.local.LocalSocket;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.WorkerRunner;
import io.millrace.edge.capture.Capture;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.derive.CounterRule;
import io.millrace.edge.derive.Derivations;
import io.millrace.edge.health.AgentHealth;
import io.millrace.edge.health.AgentLocal;
import io.millrace.edge.identity.Identity;
import io.millrace.edge.identity.IdentityFolder;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.folder.JournalFolder;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceSettings;
import io.millrace.edge.source.modbus.ModbusSourceSettings;
import io.millrace.edge.source.modbus.ModbusSources;
import io.millrace.edge.source.opcua.Group;
import io.millrace.edge.source.opcua.OpcUaSources;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.uplink.Uplink;
import io.millrace.edge.uplink.UplinkSettings;
import io.millrace.v1.GetAgentStatusResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running agent: holds the data folder, journals what its sources read, sends what is
 * journalled. A device or a relay that is absent is normal; it is said in the status and tried
 * again. Started by one thread; closed once, by any.
 */
public final class EdgeAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeAgent.class);

  /** Longest waits of the parts, of which hardly ever more than one is needed. */
  private static final Duration SOURCES_CLOSE = Duration.ofMillis(1_500);

  private static final Duration CAPTURE_CLOSE = Duration.ofSeconds(1);
  private static final Duration UPLINK_CLOSE = Duration.ofSeconds(1);
  private static final Duration JOURNAL_CLOSE = Duration.ofSeconds(1);
  private static final Duration QUICK_CLOSE = Duration.ofMillis(200);

  private final AgentConfig config;
  private final Clock clock;
  private final IdentityFolder identities;
  private final Closing closing;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AgentHealth health;

  private EdgeAgent(AgentConfig config, Clock clock, String version, Closing closing) {
    this.config = config;
    this.clock = clock;
    this.closing = closing;
    this.identities = new IdentityFolder(config.identity()).onlyFor(config.plant());
    DataFolder data = DataFolder.hold(config.data());
    closing.add("data", QUICK_CLOSE, data::close);
    Capture capture = capture();
    Uplink.Running uplink = uplink(capture.journal(), version);
    run(capture);
    List<Source> sources = sources();
    this.health =
        new AgentHealth(
            clock,
            new AgentHealth.About(version, config.plant()),
            new AgentHealth.Parts(sources, capture, uplink::status, this::enrolledName));
    uplink.report(health::report);
    answer();
    closing.add("sources", SOURCES_CLOSE, () -> sources.forEach(Source::close));
    sources.forEach(source -> source.start(capture));
  }

  /**
   * Builds the parts and starts them. DATA_IN_USE when another agent holds the folder,
   * JOURNAL_FAILED when its disk does not answer; then nothing is left running.
   */
  public static EdgeAgent start(AgentConfig config, Clock clock, String version) {
    Closing closing = new Closing();
    boolean isStarted = false;
    try {
      EdgeAgent agent = new EdgeAgent(config, clock, version, closing);
      isStarted = true;
      LOG.atInfo()
          .addKeyValue("agent", agent.name())
          .addKeyValue("plant", config.plant())
          .addKeyValue("data", config.data())
          .log("agent started");
      return agent;
    } finally {
      if (!isStarted) {
        closing.close();
      }
    }
  }

  private Capture capture() {
    Ids ids = Ids.of(clock, new SecureRandom());
    var recovered = JournalFolder.recover(config.journalFolder(), config.journal(), clock, ids);
    Capture capture =
        Capture.begin(recovered, new Derivations(config.rules(), ids), config.tags(), clock);
    closing.add("journal", JOURNAL_CLOSE, capture.journal()::close);
    return capture;
  }

  private void run(Capture capture) {
    WorkerRunner runner = WorkerRunner.start(capture, Capture.IDLE);
    capture.wakeWith(runner::wake);
    closing.add("capture", CAPTURE_CLOSE, runner::close);
  }

  private List<Source> sources() {
    ModbusSources modbus = new ModbusSources(clock, new Random());
    closing.add("modbus", SOURCES_CLOSE, modbus::close);
    OpcUaSources opcua = new OpcUaSources(config.opcua(), config.folder(), clock, new Random());
    closing.add("opcua", SOURCES_CLOSE, opcua::close);
    return config.sources().stream().map(settings -> open(settings, modbus, opcua)).toList();
  }

  private Source open(SourceSettings settings, ModbusSources modbus, OpcUaSources opcua) {
    if (settings instanceof OpcUaSourceSettings server) {
      return opcua.open(server, groups(settings.name()));
    }
    return modbus.open((ModbusSourceSettings) settings, config.rules().together(settings.name()));
  }

  private List<Group> groups(String source) {
    Stream<Group> counters =
        config.rules().counters().stream()
            .filter(rule -> rule.settings().source().equals(source))
            .map(CounterRule::settings)
            .map(each -> Group.ofCounter(each.tag(), each.orderTag(), each.resetMarker()));
    return Stream.concat(counters, config.rules().together(source).stream().map(Group::of))
        .toList();
  }

  private void answer() {
    try {
      Server server =
          LocalSocket.serve(config.socket(), Runnable::run, List.of(new AgentLocal(health)));
      closing.add("socket", QUICK_CLOSE, server::shutdownNow);
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, config.socket() + ": cannot serve: " + e, e);
    }
  }

  private Uplink.Running uplink(Journal journal, String version) {
    Uplink.Running uplink =
        Uplink.start(
            journal,
            identities,
            UplinkSettings.of(config.relayAddresses())
                .withApi(Objects.requireNonNullElse(config.relayApi(), "")),
            version,
            clock,
            new Random());
    closing.add("uplink", UPLINK_CLOSE, uplink::close);
    return uplink;
  }

  private String enrolledName() {
    try {
      return new IdentityFolder(config.identity()).load().map(Identity::agent).orElse("");
    } catch (MillraceException e) {
      return ""; // the uplink says why
    }
  }

  /** Who the certificate says it is; empty while not enrolled. */
  public String name() {
    return health.page().getAgent();
  }

  /** How it is now; any thread. */
  public GetAgentStatusResponse status() {
    return health.page();
  }

  /** Blocks until it is closed. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /**
   * Stops reading, journals what was read, forces the journal, lets the folder go; mostly within a
   * second.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      closing.close();
      LOG.atInfo().log("agent ended");
      ended.countDown();
    }
  }
}
