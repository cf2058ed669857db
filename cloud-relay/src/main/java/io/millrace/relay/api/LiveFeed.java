package io.millrace.relay.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamWriter;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.streaming.ServerSentEvents;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.Worker;
import io.millrace.relay.access.Rights;
import io.millrace.v1.GetOverviewResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /v1/live}: the overview to every listener, at most once a second. It is put together once
 * for all listeners with equal rights, and only while there are any; a slow listener gets fewer
 * messages, never older ones. Owned by its worker's thread, which blocks on the store; listeners
 * come on any thread.
 */
final class LiveFeed implements Worker, HttpService {
  /** Listeners at once; the next one is told to come later. */
  static final int LISTENERS_MAX = 200;

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** At least this many times as long as the last one took passes before the next. */
  private static final int REST_TIMES = 4;

  private final RelayDesk desk;
  private final Clock clock;
  private final Set<LiveListener> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger(LISTENERS_MAX);
  private volatile Runnable wakeUp = () -> {};
  private long dueNanos;

  LiveFeed(RelayDesk desk, Clock clock) {
    this.desk = desk;
    this.clock = clock;
    this.dueNanos = clock.nanos();
  }

  /** Called when a listener comes, so that it does not wait for the rest of a second. */
  void onListener(Runnable wake) {
    wakeUp = wake;
  }

  /** How many listen now. */
  int listeners() {
    return listeners.size();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (places.getAndDecrement() <= 0) {
      places.incrementAndGet();
      return Problems.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          ErrorCode.CROWDED,
          "%d listen already, more than that are not served".formatted(LISTENERS_MAX));
    }
    context.clearRequestTimeout();
    StreamWriter<ServerSentEvent> writer = StreamMessage.streaming();
    LiveListener listener = new LiveListener(Caller.of(context), Caller.standing(context), writer);
    listeners.add(listener);
    CompletableFuture<Boolean> unused =
        writer.whenComplete().handle((done, cause) -> leave(listener));
    wakeUp.run();
    return ServerSentEvents.fromPublisher(writer);
  }

  private boolean leave(LiveListener listener) {
    places.incrementAndGet();
    return listeners.remove(listener);
  }

  @Override
  public int work() {
    boolean fresh = listeners.stream().anyMatch(LiveListener::isNew);
    long now = clock.nanos();
    if (listeners.isEmpty() || (!fresh && now - dueNanos < 0)) {
      return 0;
    }
    publish();
    long spent = clock.nanos() - now;
    dueNanos = now + Math.max(PERIOD.toNanos(), REST_TIMES * spent);
    return 0;
  }

  private void publish() {
    GetOverviewResponse everything = desk.everything();
    Map<Optional<String>, ServerSentEvent> parts = new HashMap<>();
    for (LiveListener listener : listeners) {
      if (!listener.isStanding()) {
        listener.close();
        continue;
      }
      Rights rights = listener.rights();
      listener.offer(
          parts.computeIfAbsent(rights.plant(), plant -> event(desk.part(everything, rights))));
    }
  }

  private static ServerSentEvent event(GetOverviewResponse part) {
    String json = new String(Messages.bytes(part), StandardCharsets.UTF_8);
    return ServerSentEvent.builder().event("overview").data(json).build();
  }

  @Override
  public String name() {
    return "live";
  }

  @Override
  public void close() {
    listeners.forEach(LiveListener::close);
  }
}
