package io.millrace.edge.source.opcua.server;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.source.LiveReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/** One live read on behalf of a person, each tag with a request of its own. Blocks. */
public final class LiveRead {
  private final OpcUaSourceSettings settings;
  private final Login login;
  private final Clock clock;

  public LiveRead(OpcUaSourceSettings settings, Login login, Clock clock) {
    this.settings = settings;
    this.login = login;
    this.clock = clock;
  }

  public List<LiveReading> read(Map<String, OpcUaTag> wanted) {
    OpcUaClient client;
    try {
      client = login.connect();
    } catch (MillraceException e) {
      throw e.code() == ErrorCode.SOURCE_UNREACHABLE
          ? Calls.failed(settings.name() + " at " + settings.where() + ": " + e.detail(), e)
          : e;
    }
    try {
      List<LiveReading> readings = new ArrayList<>();
      wanted.forEach((tag, place) -> readings.add(read(client, tag, place)));
      return readings;
    } finally {
      Calls.await(client.disconnectAsync(), settings.deadline());
    }
  }

  private LiveReading read(OpcUaClient client, String tag, OpcUaTag place) {
    NodeId node =
        ExpandedNodeId.parse(place.node()).toNodeId(client.getNamespaceTable()).orElse(null);
    if (node == null) {
      Reading none = Reading.bad(tag, 0, "the server has no such namespace");
      return new LiveReading(none, place.place(), clock.now(), Duration.ZERO, List.of());
    }
    long asked = clock.nanos();
    DataValue value =
        Calls.await(
                client.readValuesAsync(0, TimestampsToReturn.Both, List.of(node)),
                settings.deadline())
            .get(0);
    Duration latency = Duration.ofNanos(clock.nanos() - asked);
    Sample sample = Values.sample(tag, place.type(), value, clock.now());
    Instant at = sample.at();
    return new LiveReading(sample.reading(), place.place(), at, latency, List.of());
  }
}
