package io.millrace.sim.enterprise.desk;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.base.time.Clock;
import io.millrace.sim.enterprise.desk.FaultSwitch.Draw;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes requests that want a document and does to each what is drawn for it. Except for {@link
 * Fault#LATE_BEYOND_SETTLE}, a document that is not findable within timeout + settle of its request
 * never comes: a commit that would be later is given up. On the clerk's thread; what waits dies
 * with the process.
 */
public final class FaultyDesk {
  /** Requests whose commit waits; more are refused with 503. */
  static final int WAITING_MAX = 4_096;

  private static final long MS = 1_000;

  private final FaultSwitch faults;
  private final Database database;
  private final Tally tally;
  private final Clock clock;
  private final Executor clerk;
  private final Runnable expireTokens;
  private int waiting;

  FaultyDesk(
      FaultSwitch faults,
      Database database,
      Tally tally,
      Clock clock,
      Executor clerk,
      Runnable expireTokens) {
    this.faults = faults;
    this.database = database;
    this.tally = tally;
    this.clock = clock;
    this.clerk = clerk;
    this.expireTokens = expireTokens;
  }

  /** Requests whose commit waits. */
  int waiting() {
    return waiting;
  }

  /**
   * Answers, or closes the connection without an answer.
   *
   * @param commit changes documents, and gives what to answer; called at the moment of the commit,
   *     in the transaction that also counts the receipt's fault
   */
  public HttpResponse take(Call call, Function<Receipt, Reply> commit) {
    if (waiting >= WAITING_MAX) {
      return Json.later(HttpStatus.SERVICE_UNAVAILABLE, "OVERLOADED", 1);
    }
    Draw draw = faults.draw();
    return switch (draw.fault()) {
      case RATE -> refuse(draw.fault(), HttpStatus.TOO_MANY_REQUESTS, "RATE_LIMIT");
      case UNAVAILABLE -> refuse(draw.fault(), HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE");
      case LOCK -> {
        tally.count(draw.fault());
        yield Json.error(HttpStatus.LOCKED, "LOCKED", "what it is about is locked by another user");
      }
      case TOKEN_EXPIRY -> {
        tally.count(draw.fault());
        expireTokens.run();
        yield Tokens.refusal();
      }
      case LATENCY, LATE_WITHIN_SETTLE, LATE_BEYOND_SETTLE ->
          hold(draw, () -> commit(draw, call, commit));
      case NONE, DROP_AFTER_COMMIT, ABANDONED, WEBHOOK_TWICE, WEBHOOK_WRONG_SIGNATURE ->
          commit(draw, call, commit);
    };
  }

  private HttpResponse refuse(Fault fault, HttpStatus status, String code) {
    tally.count(fault);
    long seconds = (faults.settings().retryAfterMs() + MS - 1) / MS;
    return Json.later(status, code, seconds);
  }

  private HttpResponse hold(Draw draw, Supplier<HttpResponse> then) {
    waiting++;
    Executor later =
        CompletableFuture.delayedExecutor(draw.delay().toMillis(), TimeUnit.MILLISECONDS, clerk);
    return HttpResponse.of(CompletableFuture.supplyAsync(() -> release(then), later));
  }

  private HttpResponse release(Supplier<HttpResponse> then) {
    waiting--;
    return then.get();
  }

  private HttpResponse commit(Draw draw, Call call, Function<Receipt, Reply> commit) {
    Receipt receipt = new Receipt(draw.fault(), call.receivedAt(), clock.now(), draw.indexLag());
    HttpResponse honest;
    if (draw.fault() != Fault.LATE_BEYOND_SETTLE && isTooLate(receipt)) {
      tally.count(Fault.ABANDONED);
      honest = Json.error(HttpStatus.SERVICE_UNAVAILABLE, "TOO_LATE", "given up");
    } else {
      honest = database.commit(connection -> counted(receipt, commit)).asResponse();
    }
    return switch (draw.fault()) {
      case DROP_AFTER_COMMIT, LATE_WITHIN_SETTLE, LATE_BEYOND_SETTLE -> call.drop();
      default -> honest;
    };
  }

  private Reply counted(Receipt receipt, Function<Receipt, Reply> commit) {
    tally.count(receipt.fault());
    return commit.apply(receipt);
  }

  private boolean isTooLate(Receipt receipt) {
    Duration limit = faults.settings().limit().minusMillis(FaultSwitch.MARGIN_MS);
    return receipt.visibleAt().isAfter(receipt.receivedAt().plus(limit));
  }
}
