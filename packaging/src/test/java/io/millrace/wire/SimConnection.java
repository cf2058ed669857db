package io.millrace.wire;

import io.millrace.edge.uplink.AgentSide;
import io.millrace.relay.ingest.RelaySide;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One simulated connection: in each direction messages stay in order and arrive when the simulation
 * lets them. The agent may have left while the relay still reads what was on the way.
 */
final class SimConnection {
  final int number;
  final Queue<Object> up = new ArrayDeque<>();
  final Queue<Object> down = new ConcurrentLinkedQueue<>();
  private final Map<String, RelaySide.Call> calls = new HashMap<>();
  private @Nullable CompletableFuture<OpenSessionResponse> opening;
  boolean isLeft;

  SimConnection(int number, OpenSessionRequest request) {
    this.number = number;
    up.add(request);
  }

  void start(String stream, long session) {
    up.add(new Start(stream, session));
  }

  void send(String stream, PublishRequest request) {
    up.add(new Up(stream, request));
  }

  /** Lets one message reach the relay. */
  void deliverUp(RelaySide relay) {
    Object message = up.poll();
    if (message instanceof OpenSessionRequest request) {
      opening = relay.open(request);
    } else if (message instanceof Start start) {
      calls.put(
          start.stream,
          relay.publish(
              start.stream,
              start.session,
              answer -> down.add(new Down(start.stream, answer)),
              reason -> down.add(reason.getMessage())));
    } else if (message instanceof Up sent && calls.containsKey(sent.stream)) {
      calls.get(sent.stream).take(sent.request);
    }
  }

  /** Turns a decided session into a message on its way down. */
  void settle() {
    if (opening != null && opening.isDone()) {
      down.add(
          opening.handle((response, failure) -> failure == null ? response : text(failure)).join());
      opening = null;
    }
  }

  /** Lets one message reach the agent, unless it has left. */
  void deliverDown(AgentSide agent) {
    Object message = down.poll();
    if (isLeft || message == null) {
      return;
    }
    if (message instanceof OpenSessionResponse response) {
      agent.opened(number, response);
    } else if (message instanceof Down answer) {
      agent.incoming(number, answer.stream, answer.response);
    } else {
      agent.ended(number, String.valueOf(message));
    }
  }

  /** The relay notices that nobody is there. */
  void gone() {
    calls.values().forEach(RelaySide.Call::gone);
    calls.clear();
    up.clear();
    down.clear();
  }

  private static String text(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(
        failure instanceof io.millrace.base.error.MillraceException
            ? failure.getMessage()
            : cause.getMessage());
  }

  private record Start(String stream, long session) {}

  private record Up(String stream, PublishRequest request) {}

  private record Down(String stream, PublishResponse response) {}
}
