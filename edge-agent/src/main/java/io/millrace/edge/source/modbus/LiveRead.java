package io.millrace.edge.source.modbus;

import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.plan.Block;
import io.millrace.edge.source.plan.Need;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One live read on behalf of a person. The caller's thread waits, the event loop works. */
final class LiveRead implements Link.Opening, Link.Listener {
  private final ModbusSourceSettings settings;
  private final EventLoop loop;
  private final Resolver resolver;
  private final Clock clock;
  private final CompletableFuture<Link> link = new CompletableFuture<>();
  private volatile CompletableFuture<Answer> answer = new CompletableFuture<>();

  LiveRead(ModbusSourceSettings settings, EventLoop loop, Resolver resolver, Clock clock) {
    this.settings = settings;
    this.loop = loop;
    this.resolver = resolver;
    this.clock = clock;
  }

  List<LiveReading> read(@Nullable String tag) {
    Map<String, ModbusTag> wanted = wanted(tag);
    loop.execute(
        () ->
            resolver.resolve(
                settings.modbus().host(),
                settings.modbus().portNumber(),
                loop,
                address ->
                    Link.open(
                        loop, address, settings.modbus().unitNumber(), settings.deadline(), this),
                this::failed));
    Link open = await(link, settings.deadline().multipliedBy(2));
    try {
      // the first request of a process also loads classes; what is shown is the device's time
      wanted.entrySet().stream()
          .findFirst()
          .ifPresent(first -> read(open, first.getKey(), first.getValue()));
      List<LiveReading> readings = new ArrayList<>();
      wanted.forEach((name, place) -> readings.add(read(open, name, place)));
      return readings;
    } finally {
      loop.execute(open::close);
    }
  }

  private Map<String, ModbusTag> wanted(@Nullable String tag) {
    if (tag == null) {
      return settings.tags();
    }
    ModbusTag one = settings.tags().get(tag);
    if (one == null) {
      throw new MillraceException(
          ErrorCode.NOT_FOUND,
          "source %s has no tag '%s'%s"
              .formatted(settings.name(), tag, Nearest.suggestion(tag, settings.tags().keySet())));
    }
    return Map.of(tag, one);
  }

  private LiveReading read(Link open, String tag, ModbusTag place) {
    Need need = place.need(tag);
    Block block = new Block(need.space(), need.start(), need.length(), List.of(need));
    CompletableFuture<Answer> next = new CompletableFuture<>();
    answer = next;
    long asked = clock.nanos();
    loop.execute(() -> open.ask(block));
    Answer got = await(next, settings.deadline().multipliedBy(2));
    Duration latency = Duration.ofNanos(clock.nanos() - asked);
    Reading reading = reading(tag, place, got);
    return new LiveReading(reading, place.place(), clock.now(), latency, raw(place, reading, got));
  }

  private static Reading reading(String tag, ModbusTag place, Answer got) {
    if (got instanceof Answer.Content content) {
      return Decoder.read(tag, place, content.bytes(), 0, 0);
    }
    return Reading.bad(
        tag, 0, got instanceof Answer.Refusal refusal ? refusal.text() : "no answer in time");
  }

  private static List<Integer> raw(ModbusTag place, Reading reading, Answer got) {
    if (!(got instanceof Answer.Content content)) {
      return List.of();
    }
    if (place.area().bits()) {
      return List.of(reading.value() instanceof Value.Truth truth && truth.value() ? 1 : 0);
    }
    return Arrays.stream(Frames.registers(content.bytes())).boxed().toList();
  }

  private <T> T await(CompletableFuture<T> future, Duration limit) {
    try {
      return future.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      String reason =
          e.getCause() instanceof MillraceException known
              ? known.detail()
              : "no answer within " + limit.toMillis() + " ms";
      throw new MillraceException(
          ErrorCode.SOURCE_UNREACHABLE,
          settings.name() + " at " + settings.modbus() + ": " + reason,
          e);
    }
  }

  @Override
  public void opened(Function<Link.Listener, Link> take) {
    link.complete(Objects.requireNonNull(take.apply(this)));
  }

  @Override
  public void failed(String reason) {
    link.completeExceptionally(new MillraceException(ErrorCode.SOURCE_UNREACHABLE, reason));
  }

  @Override
  public void answered(Question question, Answer got) {
    answer.complete(got);
  }

  @Override
  public void expired(Question question) {
    answer.complete(new Answer.Late());
  }

  @Override
  public void alive() {}

  @Override
  public void closed(String reason, boolean malformed) {
    answer.completeExceptionally(new MillraceException(ErrorCode.SOURCE_UNREACHABLE, reason));
  }
}
