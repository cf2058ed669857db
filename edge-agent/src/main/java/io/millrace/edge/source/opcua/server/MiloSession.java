package io.millrace.edge.source.opcua.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.base.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/**
 * A session of the library. Listeners on the library's threads turn what they hear into signals and
 * return at once; services that block run on the library's pool.
 */
final class MiloSession implements Session, SessionActivityListener {
  /** How often the server speaks up when nothing changes. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

  /** How long the server keeps subscriptions that nobody asks for. */
  static final Duration LIFETIME = Duration.ofMinutes(1);

  /** Of the keep-alive interval; the timeout comes on top. */
  private static final double WATCHDOG_MIN = 1.5;

  private final OpcUaClient client;
  private final OpcUaSourceSettings settings;

  /** By the number of their subscription. */
  private final List<List<String>> tags;

  private final Clock clock;
  private final Signals sink;
  private final Map<Integer, OpcUaSubscription> subscriptions = new ConcurrentHashMap<>();
  private volatile boolean closed;

  MiloSession(
      OpcUaClient client,
      OpcUaSourceSettings settings,
      List<List<String>> tags,
      Clock clock,
      Signals sink) {
    this.client = client;
    this.settings = settings;
    this.tags = tags;
    this.clock = clock;
    this.sink = sink;
    client.addSessionActivityListener(this);
  }

  @Override
  public void onSessionActive(UaSession session) {
    tell(new Signal.Up());
  }

  @Override
  public void onSessionInactive(UaSession session) {
    tell(new Signal.Down());
  }

  @Override
  public void subscribe(int number, long life) {
    run(number, life, () -> make(number, life));
  }

  @Override
  public void retryRefused(int number, long life) {
    OpcUaSubscription subscription = subscriptions.get(number);
    if (subscription != null) {
      run(number, life, () -> made(number, life, subscription));
    }
  }

  @Override
  public void close() {
    closed = true;
    client.disconnectAsync().exceptionally(failure -> client);
  }

  private void run(int number, long life, Service service) {
    Stack.sharedExecutor()
        .execute(
            () -> {
              try {
                service.call();
              } catch (UaException | RuntimeException e) {
                tell(new Signal.NotMade(number, life, Calls.reason(e)));
              }
            });
  }

  private void make(int number, long life) throws UaException {
    OpcUaSubscription before = subscriptions.remove(number);
    if (before != null) {
      before.deleteAsync();
    }
    OpcUaSubscription subscription = asked(new Ear(number, life, settings, clock, this::tell));
    subscription.create();
    subscriptions.put(number, subscription);
    for (String tag : tags.get(number)) {
      item(tag, subscription);
    }
    made(number, life, subscription);
  }

  private OpcUaSubscription asked(Ear ear) {
    long publishingMs = settings.publishEvery().toMillis();
    OpcUaSubscription asked = new OpcUaSubscription(client, (double) publishingMs);
    long keepAlive = Math.max(1, KEEP_ALIVE.toMillis() / publishingMs);
    asked.setLifetimeAndKeepAliveCalculated(false);
    asked.setMaxKeepAliveCount(uint(keepAlive));
    asked.setLifetimeCount(uint(Math.max(3 * keepAlive, LIFETIME.toMillis() / publishingMs)));
    asked.setWatchdogMultiplier(
        WATCHDOG_MIN + (double) settings.deadline().toMillis() / KEEP_ALIVE.toMillis());
    asked.setSubscriptionListener(ear);
    return asked;
  }

  /** Items whose namespace is not there are never asked for; they are refused below. */
  private void item(String tag, OpcUaSubscription subscription) {
    NodeId node = node(tag);
    if (node != null) {
      OpcUaMonitoredItem item =
          new OpcUaMonitoredItem(
              new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE));
      item.setSamplingInterval((double) settings.sampleEvery().toMillis());
      item.setQueueSize(uint(settings.queueSize()));
      item.setUserObject(tag);
      subscription.addMonitoredItem(item);
    }
  }

  private @Nullable NodeId node(String tag) {
    String text = Objects.requireNonNull(settings.tags().get(tag)).node();
    return ExpandedNodeId.parse(text).toNodeId(client.getNamespaceTable()).orElse(null);
  }

  private void made(int number, long life, OpcUaSubscription subscription) {
    Map<String, String> refused = new LinkedHashMap<>();
    tags.get(number).stream()
        .filter(tag -> node(tag) == null)
        .forEach(tag -> refused.put(tag, "the server has no such namespace"));
    for (MonitoredItemServiceOperationResult result : subscription.createMonitoredItems()) {
      StatusCode status = result.operationResult().orElse(result.serviceResult());
      if (!status.isGood()) {
        result
            .monitoredItem()
            .getUserObject()
            .ifPresent(tag -> refused.put((String) tag, Values.text(status)));
      }
    }
    tell(new Signal.Made(number, life, Revised.of(subscription, settings), refused));
  }

  private boolean tell(Signal signal) {
    return closed || sink.offer(signal);
  }

  private interface Service {
    void call() throws UaException;
  }
}
