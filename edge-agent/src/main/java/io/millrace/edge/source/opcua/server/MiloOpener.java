package io.millrace.edge.source.opcua.server;

import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.Stack;

/** Opens sessions by the library, each attempt on one of the library's own threads. */
public final class MiloOpener implements Opener {
  private final OpcUaSourceSettings settings;
  private final List<List<String>> subscriptions;
  private final Login login;
  private final Clock clock;

  public MiloOpener(
      OpcUaSourceSettings settings, List<List<String>> subscriptions, Login login, Clock clock) {
    this.settings = settings;
    this.subscriptions = subscriptions;
    this.login = login;
    this.clock = clock;
  }

  @Override
  public void open(Signals sink) {
    Stack.sharedExecutor().execute(() -> attempt(sink));
  }

  private void attempt(Signals sink) {
    OpcUaClient client;
    try {
      client = login.connect();
    } catch (RuntimeException e) {
      sink.offer(new Signal.Failed(reason(e)));
      return;
    }
    opened(client, sink);
  }

  private void opened(OpcUaClient client, Signals sink) {
    MiloSession session = new MiloSession(client, settings, subscriptions, clock, sink);
    if (!sink.offer(new Signal.Opened(session))) {
      session.close();
    }
  }

  private static String reason(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof MillraceException known) {
        return known.detail();
      }
    }
    return Calls.reason(failure);
  }
}
