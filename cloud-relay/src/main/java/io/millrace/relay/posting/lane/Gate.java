package io.millrace.relay.posting.lane;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.millrace.base.config.Rate;
import io.millrace.base.time.Clock;
import io.millrace.relay.connector.BreakerShape;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.connector.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way to one target: who may go now. Owned by the engine's thread; what the status asks for may
 * be read by any.
 */
final class Gate {
  private static final Duration SLICE = Duration.ofMillis(10);

  final Target target;
  final Connector connector;

  /** Lanes that wait, by the time from which they may go; at most as many as are loaded. */
  final PriorityQueue<Lane> waiting =
      new PriorityQueue<>(
          Comparator.<Lane>comparingLong(lane -> lane.due).thenComparing(l -> l.id));

  private final Clock clock;
  private final CircuitBreaker breaker;
  private final RateLimiter limiter;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long pausedUntil;
  private final GateLog log;
  private volatile @Nullable Failed lastFailure;
  private volatile @Nullable Instant recoveredAt;
  private boolean credentialsMayBeRefused = true;

  Gate(Target target, Connector connector, Clock clock) {
    this.target = target;
    this.connector = connector;
    this.clock = clock;
    this.pausedUntil = clock.nanos();
    this.log = new GateLog(target, clock);
    this.breaker = CircuitBreaker.of(target.target(), breaker(target.breaker(), clock));
    breaker
        .getEventPublisher()
        .onStateTransition(event -> turned(event.getStateTransition().getToState()));
    this.limiter = RateLimiter.of(target.target(), limiter(target.limits().rate()));
  }

  /** Takes a place, a permit of the breaker and one of the rate; false when there is none now. */
  boolean enter(long now) {
    if (inFlight.get() >= target.limits().inFlight()
        || now - pausedUntil < 0
        || !breaker.tryAcquirePermission()) {
      return false;
    }
    if (!limiter.acquirePermission()) {
      breaker.releasePermission();
      return false;
    }
    inFlight.incrementAndGet();
    return true;
  }

  /** Leaves without having asked the target anything. */
  void cancel() {
    inFlight.decrementAndGet();
    breaker.releasePermission();
  }

  /** Leaves with an outcome. */
  void leave(Outcome outcome) {
    inFlight.decrementAndGet();
    if (outcome instanceof Outcome.RetryAfter pause) {
      failed(FailureClass.RATE, pause.text());
      pausedUntil = Math.max(pausedUntil, clock.nanos() + pause.pause().toNanos());
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    } else if (outcome instanceof Outcome.NotSent notSent) {
      heard(notSent.failureClass(), notSent.text());
    } else if (outcome instanceof Outcome.Refused refused) {
      heard(refused.failureClass(), refused.text());
    } else if (outcome instanceof Outcome.Unknown unknown) {
      failed(FailureClass.UNKNOWN, unknown.text());
      breaker.releasePermission();
    } else {
      well();
    }
  }

  /** Leaves with what a search brought. */
  void leave(Found found) {
    inFlight.decrementAndGet();
    if (found instanceof Found.Unclear unclear) {
      if (unclear.auth()) {
        heard(FailureClass.AUTH, unclear.text());
        return;
      }
      failed(unclear.down() ? FailureClass.DEST_DOWN : FailureClass.TRANSIENT, unclear.text());
      if (unclear.down()) {
        breaker.onError(0, TimeUnit.NANOSECONDS, new Down());
        return;
      }
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
      return;
    }
    well();
  }

  private void heard(FailureClass failure, String text) {
    failed(failure, text);
    switch (failure) {
      case DEST_DOWN -> breaker.onError(0, TimeUnit.NANOSECONDS, new Down());
      case AUTH -> {
        credentialsMayBeRefused = true;
        breaker.onError(0, TimeUnit.NANOSECONDS, new Down());
        breaker.transitionToOpenState();
      }
      case TRANSIENT, UNKNOWN -> breaker.releasePermission();
      default -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }

  private void failed(FailureClass failure, String text) {
    recoveredAt = null;
    lastFailure = new Failed(failure, text, clock.now());
  }

  /** It did what it was asked. */
  private void well() {
    if (lastFailure != null && recoveredAt == null) {
      recoveredAt = clock.now();
    }
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  private void turned(CircuitBreaker.State state) {
    Failed failed = lastFailure;
    if (state == CircuitBreaker.State.OPEN && failed != null) {
      log.opened(failed.failure(), failed.text());
    } else if (state == CircuitBreaker.State.CLOSED) {
      log.closed();
    }
  }

  /** Whether an open AUTH case is to be withdrawn now; says so once. */
  boolean tookCredentials() {
    boolean was = credentialsMayBeRefused;
    credentialsMayBeRefused = false;
    return was;
  }

  int inFlight() {
    return inFlight.get();
  }

  /** closed, open or half-open. */
  String breakerState() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> "open";
      case HALF_OPEN -> "half-open";
      default -> "closed";
    };
  }

  /** What is left of the pause that the target asked for. */
  long pausedMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(pausedUntil - clock.nanos()));
  }

  /** What went wrong last, if anything ever did. */
  Optional<Failed> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** When it did well again after that. */
  Optional<Instant> recoveredAt() {
    return Optional.ofNullable(recoveredAt);
  }

  private static CircuitBreakerConfig breaker(BreakerShape shape, Clock clock) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(shape.window())
        .minimumNumberOfCalls(shape.failures())
        .failureRateThreshold(100f * shape.failures() / shape.window())
        .waitDurationInOpenState(shape.open())
        .permittedNumberOfCallsInHalfOpenState(1)
        .clock(new MonotonicClock(clock))
        .build();
  }

  /** The same mean rate in slices, so that a second's budget is not spent in its first moment. */
  private static RateLimiterConfig limiter(Rate rate) {
    long perSlice = Math.max(1, rate.count() * SLICE.toNanos() / rate.per().toNanos());
    return RateLimiterConfig.custom()
        .limitForPeriod((int) Math.min(perSlice, Integer.MAX_VALUE))
        .limitRefreshPeriod(
            Duration.ofNanos(Math.max(1, rate.per().toNanos() / rate.count() * perSlice)))
        .timeoutDuration(Duration.ZERO)
        .build();
  }

  /** A failure and when it was heard of. */
  record Failed(FailureClass failure, String text, Instant at) {
    @Override
    public String toString() {
      return failure + ": " + text;
    }
  }

  /** What the breaker counts. */
  private static final class Down extends Exception {
    private static final long serialVersionUID = 1;

    Down() {
      super("target is down", null, false, false);
    }
  }

  /** Time that never steps, for the breaker's wait. */
  private static final class MonotonicClock extends java.time.Clock {
    private final Clock clock;

    MonotonicClock(Clock clock) {
      this.clock = clock;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public java.time.Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(clock.nanos());
    }
  }
}
