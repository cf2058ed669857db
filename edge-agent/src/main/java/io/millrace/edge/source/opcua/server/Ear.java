package io.millrace.edge.source.opcua.server;

import io.millrace.base.time.Clock;
import io.millrace.edge.source.TagType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** Hears of one subscription in one life, on the library's threads, and tells it at once. */
final class Ear implements OpcUaSubscription.SubscriptionListener {
  private final int number;
  private final long life;
  private final OpcUaSourceSettings settings;
  private final Clock clock;
  private final Signals sink;

  Ear(int number, long life, OpcUaSourceSettings settings, Clock clock, Signals sink) {
    this.number = number;
    this.life = life;
    this.settings = settings;
    this.clock = clock;
    this.sink = sink;
  }

  @Override
  public void onDataReceived(
      OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<DataValue> values) {
    Instant now = clock.now();
    List<Sample> samples = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String tag = (String) items.get(i).getUserObject().orElseThrow();
      TagType type = Objects.requireNonNull(settings.tags().get(tag)).kind();
      samples.add(Values.sample(tag, type, values.get(i), now));
    }
    sink.offer(new Signal.Values(number, life, samples, clock.nanos(), now));
  }

  @Override
  public void onKeepAliveReceived(OpcUaSubscription subscription) {
    sink.offer(new Signal.Alive(number, life, clock.nanos(), clock.now()));
  }

  @Override
  public void onNotificationDataLost(OpcUaSubscription subscription) {
    sink.offer(new Signal.Missed(number, life));
  }

  @Override
  public void onWatchdogTimerElapsed(OpcUaSubscription subscription) {
    sink.offer(new Signal.Gone(number, life, "the server is silent about its subscription"));
  }

  @Override
  public void onStatusChanged(OpcUaSubscription subscription, StatusCode status) {
    sink.offer(
        new Signal.Gone(number, life, "the server ended the subscription: " + Values.text(status)));
  }

  @Override
  public void onTransferFailed(OpcUaSubscription subscription, StatusCode status) {
    sink.offer(
        new Signal.Gone(
            number, life, "the server forgot the subscription: " + Values.text(status)));
  }
}
