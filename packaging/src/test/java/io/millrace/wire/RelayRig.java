package io.millrace.wire;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
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
import io.millrace.relay.ingest.RefusalLog;
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
import java.util.concurrent.atomic.AtomicInteger;

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

  /** So many answers of the API are lost on their way, after the work was done. */
  final AtomicInteger lostAnswers = new AtomicInteger();

  final EnrolmentDesk desk;
  private final CertificateAuthority authority;
  private final WorkerRunner worker;
  private final AgentListener listener;
  private final Server api;

  RelayRig(Path folder, Clock clock, int port) throws Exception {
    this(folder, clock, port, 0, CertificateAuthority.AGENT_VALIDITY);
  }

  /** Certificates of agents live so long. */
  RelayRig(Path folder, Clock clock, int port, int apiPort, Duration valid) throws Exception {
    SecureRandom random = new SecureRandom();
    Path ca = folder.resolve("ca");
    if (!Files.exists(ca)) {
      CertificateAuthority.init(ca, folder.resolve("root.key"), NAMES, clock, random);
    }
    this.authority = CertificateAuthority.open(ca, valid, clock, random);
    this.store = Store.open(folder);
    this.fleet = Fleet.open(store, authority, ca, clock, random);
    this.cases = new Cases(store, clock);
    RefusalLog refusals = new RefusalLog(clock);
    this.ingest = new Ingest(store, log, fleet, cases, refusals, clock);
    this.worker = WorkerRunner.start(ingest, Duration.ofMillis(2));
    ServerIdentity identity = authority.server(NAMES);
    this.listener =
        new AgentListener(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            identity,
            new AgentTrust(authority),
            fleet,
            refusals,
            ingest);
    this.desk = new EnrolmentDesk(fleet, this::address, clock);
    this.api =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), apiPort))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                            identity.key(), identity.chain().toArray(X509Certificate[]::new)))
                    .build())
            .addService(desk)
            .intercept(new LostAnswers(lostAnswers))
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

  int apiPort() {
    return api.getPort();
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

  private record LostAnswers(AtomicInteger left) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            private boolean isLost;

            @Override
            public void sendMessage(A message) {
              isLost = left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
              if (!isLost) {
                super.sendMessage(message);
              }
            }

            @Override
            public void close(Status status, Metadata trailers) {
              super.close(isLost ? Status.UNAVAILABLE : status, trailers);
            }
          },
          headers);
    }
  }
}
