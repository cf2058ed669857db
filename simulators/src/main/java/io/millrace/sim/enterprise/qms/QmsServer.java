package io.millrace.sim.enterprise.qms;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.TlsProvider;
import io.millrace.base.time.Clock;
import io.millrace.base.tls.PemFile;
import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.DeskServer;
import io.millrace.sim.enterprise.desk.Document;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running QMS: nonconformances, their release, and the webhook that tells of it. */
public final class QmsServer implements AutoCloseable {
  /** Nonconformances that are planned to be released or not yet told; more are refused with 503. */
  static final int UNFINISHED_MAX = 10_000;

  private static final String FILE = "qms.db";
  private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(5);

  private final ClientFactory connections;
  private final DeskServer server;

  private QmsServer(ClientFactory connections, DeskServer server) {
    this.connections = connections;
    this.server = server;
  }

  /**
   * Starts and listens, and goes on with what is open or untold. Throws when the port is taken, the
   * folder cannot be written or the webhook's secret is none, and leaves nothing running.
   */
  public static QmsServer start(QmsSettings settings, Clock clock) {
    QmsSettings.Hook hook = settings.hook();
    Signature signature = hook == null ? null : new Signature(hook.secret());
    ClientFactory connections = connections(hook == null ? null : hook.trust());
    boolean isStarted = false;
    try {
      Desk desk =
          Desk.open(settings.desk(), FILE, List.of(NonconformanceDesk.NONCONFORMANCE), clock);
      new Parts(settings, desk, connections, signature).route();
      QmsServer server = new QmsServer(connections, desk.serve(settings.desk().port()));
      isStarted = true;
      return server;
    } finally {
      if (!isStarted) {
        connections.close();
      }
    }
  }

  public int port() {
    return server.port();
  }

  /** What waits to be committed is gone, as when the process dies. */
  @Override
  public void close() {
    server.close();
    connections.close();
  }

  private static ClientFactory connections(@Nullable Path trust) {
    return trust == null
        ? ClientFactory.builder().build()
        : ClientFactory.builder()
            .tlsProvider(
                TlsProvider.builder().trustedCertificates(PemFile.certificates(trust)).build())
            .build();
  }

  /** How the parts know one another. */
  private static final class Parts {
    private final Desk desk;
    private final @Nullable Webhooks webhooks;
    private final @Nullable Releases releases;
    private final NonconformanceDesk nonconformances;

    Parts(
        QmsSettings settings, Desk desk, ClientFactory connections, @Nullable Signature signature) {
      this.desk = desk;
      this.nonconformances =
          new NonconformanceDesk(
              desk, settings.hook() != null, this::isFull, this::opened, this::released);
      Duration after = settings.releaseAfter();
      this.releases = after == null ? null : new Releases(desk, after, nonconformances::release);
      this.webhooks =
          settings.hook() == null || signature == null
              ? null
              : webhooks(desk, connections, settings.hook(), signature, settings.desk().seed());
    }

    void route() {
      desk.post("/nonconformances", nonconformances::open)
          .get("/nonconformances", nonconformances::lookup)
          .control("/nonconformances/{number}/release", nonconformances::release);
      desk.documents().all().forEach(this::goOn);
    }

    private void goOn(Document document) {
      opened(document);
      released(document);
    }

    private void opened(Document document) {
      if (releases != null
          && document.field(NonconformanceDesk.STATUS).equals(NonconformanceDesk.OPEN)) {
        releases.plan(document);
      }
    }

    private void released(Document document) {
      if (webhooks != null
          && document.field(NonconformanceDesk.WEBHOOK).equals(NonconformanceDesk.PENDING)) {
        webhooks.tell(document);
      }
    }

    private boolean isFull() {
      int planned = releases == null ? 0 : releases.waiting();
      int untold = webhooks == null ? 0 : webhooks.untold();
      return planned + untold >= UNFINISHED_MAX;
    }

    private static Webhooks webhooks(
        Desk desk,
        ClientFactory connections,
        QmsSettings.Hook hook,
        Signature signature,
        long seed) {
      URI url = hook.url();
      WebClient client =
          WebClient.builder(url.getScheme() + "://" + url.getRawAuthority())
              .factory(connections)
              .responseTimeout(WEBHOOK_TIMEOUT)
              .writeTimeout(WEBHOOK_TIMEOUT)
              .build();
      String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      return new Webhooks(desk, desk.withWebhooks(), client, path, signature, seed);
    }
  }
}
