package io.millrace.edge.source.modbus;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Backoff;
import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.source.Ending;
import io.millrace.edge.source.Outage;
import io.millrace.edge.source.ScanSink;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceFigures;
import io.millrace.edge.source.SourceHealth;
import io.millrace.edge.source.plan.Block;
import io.millrace.edge.source.plan.LearnedPlan;
import io.millrace.edge.source.plan.Need;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Polls one device. Everything but {@link #health} happens on its event loop, which it shares with
 * other sources and never blocks. Only {@link #reconnect} leads to a new connection.
 */
final class ModbusSource implements Source, Link.Opening, Link.Listener {
  /** Requests in a row without any answer after which the connection is given up. */
  static final int TIMEOUTS_MAX = 2;

  /** How often a refused address is asked again. */
  static final Duration RETRY_REFUSED = Duration.ofSeconds(30);

  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(15);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final ModbusSourceSettings settings;
  private final EventLoop loop;
  private final Resolver resolver;
  private final Clock clock;
  private final LearnedPlan plan;
  private final Backoff backoff;
  private final Budget budget;
  private final SourceFigures figures;
  private final Outage outage;
  private final Ending ending;
  private final Deque<Block> waiting = new ArrayDeque<>();
  private final Timer timer;
  private @Nullable ScanSink sink;
  private @Nullable Link link;
  private @Nullable ScanDraft draft;
  private Instant lastReadingAt;
  private long dueNanos;
  private int timeouts;
  private boolean stopped;

  ModbusSource(
      ModbusSourceSettings settings,
      List<Set<String>> together,
      Duration retryRefused,
      EventLoop loop,
      Resolver resolver,
      Clock clock,
      RandomGenerator random) {
    this.settings = settings;
    this.loop = loop;
    this.resolver = resolver;
    this.clock = clock;
    List<Need> needs =
        settings.tags().entrySet().stream().map(tag -> tag.getValue().need(tag.getKey())).toList();
    this.plan = new LearnedPlan(needs, together, settings.gap(), retryRefused);
    this.backoff = new Backoff(BACKOFF_FIRST, BACKOFF_CAP, random);
    this.budget = new Budget(settings.budget(), clock.nanos());
    String endpoint = settings.modbus().host() + ":" + settings.modbus().portNumber();
    this.figures =
        new SourceFigures(
            settings.name(), new SourceHealth.Device("modbus", endpoint, Map.of()), clock);
    this.outage = new Outage(settings.name(), endpoint);
    this.ending = new Ending(settings.name());
    this.timer = new Timer(loop);
    this.lastReadingAt = clock.now();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start(ScanSink scans) {
    loop.execute(
        () -> {
          sink = scans;
          lastReadingAt = clock.now();
          connect();
        });
  }

  @Override
  public SourceHealth health() {
    return figures.health();
  }

  private void connect() {
    if (!stopped) {
      resolver.resolve(
          settings.modbus().host(),
          settings.modbus().portNumber(),
          loop,
          address ->
              Link.open(loop, address, settings.modbus().unitNumber(), settings.deadline(), this),
          this::failed);
    }
  }

  @Override
  public void opened(Function<Link.Listener, Link> take) {
    Link opened = take.apply(this);
    if (stopped) {
      opened.close();
      return;
    }
    link = opened;
    timeouts = 0;
    figures.connected();
    dueNanos = clock.nanos();
    beginScan();
  }

  @Override
  public void failed(String reason) {
    if (!stopped) {
      figures.failed();
      reconnect(reason, false);
    }
  }

  private void reconnect(String reason, boolean malformed) {
    link = null;
    draft = null;
    waiting.clear();
    lose(reason, malformed);
    figures.connecting(reason);
    timer.set(this::connect, backoff.next().toNanos());
  }

  private void lose(String reason, boolean malformed) {
    ErrorCode code = malformed ? ErrorCode.FRAME_INVALID : ErrorCode.SOURCE_UNREACHABLE;
    if (outage.begins(code, reason, clock.nanos())) {
      Objects.requireNonNull(sink).lost(settings.name(), lastReadingAt, reason);
    }
  }

  private void beginScan() {
    long now = clock.nanos();
    draft = new ScanDraft();
    waiting.clear();
    waiting.addAll(plan.begin(now));
    next();
  }

  private void next() {
    Link open = link;
    if (open == null) {
      return;
    }
    Block block = waiting.peek();
    if (block == null) {
      finishScan();
      return;
    }
    long wait = budget.take(clock.nanos());
    if (wait > 0) {
      timer.set(this::next, wait);
      return;
    }
    waiting.remove();
    Objects.requireNonNull(draft).asking(clock.nanos());
    figures.asked();
    open.ask(block);
  }

  @Override
  public void answered(Question question, Answer answer) {
    timeouts = 0;
    backoff.reset();
    ScanDraft scan = Objects.requireNonNull(draft);
    Block block = question.block();
    if (answer instanceof Answer.Content content) {
      plan.answered(block);
      block.needs().forEach(need -> scan.add(read(need, block, content, scan.request())));
      scan.answered();
    } else if (answer instanceof Answer.Refusal refusal) {
      refused(scan, block, refusal);
    }
    next();
  }

  private Reading read(Need need, Block block, Answer.Content content, int request) {
    ModbusTag tag = Objects.requireNonNull(settings.tags().get(need.tag()));
    return Decoder.read(need.tag(), tag, content.bytes(), need.start() - block.start(), request);
  }

  private void refused(ScanDraft scan, Block block, Answer.Refusal refusal) {
    figures.failed();
    scan.answered();
    if (refusal.ofAddress()) {
      List<Block> instead = plan.refused(block, refusal.divisible(), refusal.text(), clock.nanos());
      for (int i = instead.size() - 1; i >= 0; i--) {
        waiting.addFirst(instead.get(i));
      }
    } else {
      scan.fail(block, refusal.text());
    }
  }

  @Override
  public void expired(Question question) {
    figures.failed();
    timeouts++;
    String reason = "no answer within " + settings.deadline().toMillis() + " ms";
    if (timeouts >= TIMEOUTS_MAX) {
      Objects.requireNonNull(link).close();
      reconnect(reason, false);
      return;
    }
    Objects.requireNonNull(draft).fail(question.block(), reason);
    next();
  }

  @Override
  public void alive() {
    timeouts = 0;
    backoff.reset();
  }

  @Override
  public void closed(String reason, boolean malformed) {
    figures.failed();
    reconnect(malformed ? "malformed frame: " + reason : reason, malformed);
  }

  private void finishScan() {
    ScanDraft scan = Objects.requireNonNull(draft);
    draft = null;
    if (scan.answers() == 0) {
      lose("no answer within " + settings.deadline().toMillis() + " ms", false);
      figures.degraded("no answer");
    } else {
      hand(scan);
    }
    scheduleNext();
  }

  private void hand(ScanDraft draftOfScan) {
    plan.refusedTags().forEach(draftOfScan::refused);
    Instant now = clock.now();
    Scan scan = draftOfScan.scan(settings.name(), now, clock.nanos());
    outage.ends();
    lastReadingAt = now;
    figures.read(now, scan.readings().stream().filter(r -> r.quality() == Quality.BAD).toList());
    if (!Objects.requireNonNull(sink).offer(scan)) {
      figures.dropped();
    }
  }

  /** Keeps to the grid of the poll; what was missed stays missed. */
  private void scheduleNext() {
    long now = clock.nanos();
    long poll = settings.poll().toNanos();
    dueNanos += Math.max(1, (now - dueNanos) / poll + 1) * poll;
    timer.set(this::beginScan, dueNanos - now);
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          stop();
          ending.done();
        });
    ending.await(CLOSE);
  }

  private void stop() {
    stopped = true;
    timer.cancel();
    if (link != null) {
      link.close();
      link = null;
    }
    figures.stopped();
  }
}
