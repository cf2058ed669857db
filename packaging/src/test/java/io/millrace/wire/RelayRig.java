package io.millrace.wire;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.WorkerRunner;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.AgentTrust;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.fleet.EnrolmentDesk;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.fleet.ServerIdentity;
import io.millrace.relay.ingest.AgentList;
import io.millrace.relay.ingest.Ingest;
import io.millrace.relay.ingest.listener.AgentListener;
import io.millrace.relay.store.Store;
import io.millrace.v1.AgentStatus;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** A relay's agent side on loopback, with real certificates and a real database. */
final class RelayRig implements AutoCloseable {
  static final String PLANT = "acme/graz";
  static final String AGENT = "press-shop";

  private static final List<String> NAMES = List.of("localhost");

  final Store store;
  final Fleet fleet;
  final Cases cases;
  final EventLog log = new EventLog();
  final Ingest ingest;
  private final CertificateAuthority authority;
  private final WorkerRunner worker;
  private final AgentListener listener;
  private final Server api;

  RelayRig(Path folder, Clock clock, int port) throws Exception {
    SecureRandom random = new SecureRandom();
    Path ca = folder.resolve("ca");
    this.authority =
        Files.exists(ca)
            ? CertificateAuthority.open(ca, clock, random)
            : CertificateAuthority.init(ca, folder.resolve("root.key"), NAMES, clock, random);
    this.store = Store.open(folder);
    this.fleet = Fleet.open(store, authority, ca, clock, random);
    this.cases = new Cases(store, clock);
    this.ingest = new Ingest(store, log, fleet, cases, clock);
    this.worker = WorkerRunner.start(ingest, Duration.ofMillis(2));
    ServerIdentity identity = authority.server(NAMES);
    this.listener =
        new AgentListener("127.0.0.1", port, identity, new AgentTrust(authority), ingest);
    this.api =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                            identity.key(), identity.chain().toArray(X509Certificate[]::new)))
                    .build())
            .addService(new EnrolmentDesk(fleet, this::address))
            .build()
            .start();
  }

  RelayRig(Path folder) throws Exception {
    this(folder, Clock.system(), 0);
  }

  String address() {
    return "localhost:" + listener.port();
  }

  /** As people see them. */
  List<AgentStatus> agents() {
    return new AgentList(store, fleet, ingest::isLive, ingest::withReport, Clock.system()).all();
  }

  /** Name and state of each source, as the agent reported it. */
  List<String> sources() {
    return agents().get(0).getSourcesList().stream()
        .map(source -> source.getName() + " " + source.getState())
        .toList();
  }

  int port() {
    return listener.port();
  }

  URI apiUri() {
    return URI.create("https://localhost:" + api.getPort());
  }

  String newCode() {
    return fleet.newCode(new AgentName(AGENT, PLANT), Duration.ofHours(1)).code().text();
  }

  List<LoggedEvent> logged() {
    return store.read(handle -> log.after(handle, 0, EventLog.PAGE_MAX));
  }

  List<String> holes() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT first_sequence || '..' || last_sequence || ' ' || reason"
                        + " FROM agent_hole ORDER BY first_sequence")
                .mapTo(String.class)
                .list());
  }

  long count(String name) {
    return ingest.counts().getOrDefault(name, 0L);
  }

  @Override
  public void close() {
    listener.close();
    worker.close();
    api.shutdownNow();
    store.close();
  }
}
