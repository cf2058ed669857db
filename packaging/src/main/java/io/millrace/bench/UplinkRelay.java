package io.millrace.bench;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.WorkerRunner;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.AgentTrust;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.fleet.EnrolmentDesk;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.fleet.ServerIdentity;
import io.millrace.relay.ingest.Ingest;
import io.millrace.relay.ingest.RefusalLog;
import io.millrace.relay.ingest.listener.AgentListener;
import io.millrace.relay.store.Store;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The relay's half of the uplink measurement, in a process of its own: the rooms from the port of
 * the agents to the log, nothing behind them. Tells where it listens in a file, and runs until it
 * is ended.
 */
public final class UplinkRelay {
  static final String READY = "ready";
  static final String PLANT = "acme/graz";

  private static final String AGENT = "bench";
  private static final List<String> NAMES = List.of("localhost");
  private static final Duration IDLE = Duration.ofMillis(5);

  private UplinkRelay() {}

  /** The one argument is the folder for its data. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Clock clock = Clock.system();
    SecureRandom random = new SecureRandom();
    Path ca = folder.resolve("ca");
    CertificateAuthority authority =
        CertificateAuthority.init(ca, folder.resolve("root.key"), NAMES, clock, random);
    Store store = Store.open(folder);
    Fleet fleet = Fleet.open(store, authority, ca, clock, random);
    RefusalLog refusals = new RefusalLog(clock);
    Ingest ingest =
        new Ingest(store, new EventLog(), fleet, new Cases(store, clock), refusals, clock);
    ServerIdentity identity = authority.server(NAMES);
    try (WorkerRunner worker = WorkerRunner.start(ingest, IDLE);
        AgentListener listener =
            new AgentListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity,
                new AgentTrust(authority),
                fleet,
                refusals,
                ingest)) {
      Server api = api(identity, fleet, "localhost:" + listener.port());
      String code = fleet.newCode(new AgentName(AGENT, PLANT), Duration.ofHours(1)).code().text();
      Path draft = folder.resolve(READY + ".draft");
      Files.writeString(draft, api.getPort() + " " + code);
      Files.move(draft, folder.resolve(READY), StandardCopyOption.ATOMIC_MOVE);
      worker.wake();
      new CountDownLatch(1).await();
    }
  }

  private static Server api(ServerIdentity identity, Fleet fleet, String address)
      throws java.io.IOException {
    SslContextBuilder tls =
        SslContextBuilder.forServer(
            identity.key(), identity.chain().toArray(X509Certificate[]::new));
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sslContext(GrpcSslContexts.configure(tls).build())
        .addService(new EnrolmentDesk(fleet, () -> address, Clock.system()))
        .build()
        .start();
  }
}
