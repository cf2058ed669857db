package io.millrace.edge.source.opcua.server;

import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;

/** What a server made of the intervals and queues that it was asked for. */
final class Revised {
  private Revised() {}

  /** By name, only what differs; texts such as {@code 500 ms} or {@code 1 to 10}. */
  static Map<String, String> of(OpcUaSubscription subscription, OpcUaSourceSettings settings) {
    Map<String, String> revised = new TreeMap<>();
    Optional<Double> publishing = subscription.getRevisedPublishingInterval();
    publishing
        .map(Math::round)
        .filter(ms -> ms != settings.publishEvery().toMillis())
        .ifPresent(ms -> revised.put("publishing", ms + " ms"));
    List<OpcUaMonitoredItem> items = subscription.getMonitoredItems();
    LongSummaryStatistics sampling =
        items.stream()
            .flatMap(item -> item.getRevisedSamplingInterval().stream())
            .mapToLong(Math::round)
            .summaryStatistics();
    put(revised, "sampling", sampling, settings.sampleEvery().toMillis(), " ms");
    LongSummaryStatistics queue =
        items.stream()
            .flatMap(item -> item.getRevisedQueueSize().stream())
            .mapToLong(Number::longValue)
            .summaryStatistics();
    put(revised, "queue", queue, settings.queueSize(), "");
    return revised;
  }

  private static void put(
      Map<String, String> revised, String name, LongSummaryStatistics is, long asked, String unit) {
    if (is.getCount() == 0 || (is.getMin() == asked && is.getMax() == asked)) {
      return;
    }
    String text =
        is.getMin() == is.getMax() ? "" + is.getMin() : is.getMin() + " to " + is.getMax();
    revised.put(name, text + unit);
  }
}
