package io.millrace.sim.enterprise.qms;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.millrace.base.time.Backoff;
import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.Document;
import io.millrace.sim.enterprise.desk.Fault;
import io.millrace.sim.enterprise.desk.FaultSwitch;
import io.millrace.sim.enterprise.desk.Receipt;
import io.millrace.sim.enterprise.desk.Tally;
import io.millrace.sim.http.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Tells of each release until it is answered with 2xx, for ever, also after a restart; what is told
 * is marked in its document. Attempts of one message bear one id and one body, each its own time
 * and signature. On the clerk's thread.
 */
final class Webhooks {
  /** Attempts under way at once; further ones wait for their turn. */
  static final int IN_FLIGHT_MAX = 4;

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration CAP = Duration.ofSeconds(5);

  private final Desk desk;
  private final Tally tally;
  private final FaultSwitch faults;
  private final WebClient client;
  private final String path;
  private final Signature signature;
  private final SplittableRandom random;
  private final Map<String, Backoff> untold = new LinkedHashMap<>();
  private final Deque<String> due = new ArrayDeque<>();
  private int inFlight;

  Webhooks(
      Desk desk,
      FaultSwitch faults,
      WebClient client,
      String path,
      Signature signature,
      long seed) {
    this.desk = desk;
    this.tally = desk.tally();
    this.faults = faults;
    this.client = client;
    this.path = path;
    this.signature = signature;
    this.random = new SplittableRandom(seed);
  }

  /** Releases that nobody has taken yet. */
  int untold() {
    return untold.size();
  }

  /** Begins to tell of a release. */
  void tell(Document document) {
    untold.put(document.number(), new Backoff(FIRST, CAP, random));
    desk.clerk().execute(() -> attempt(document.number()));
  }

  private void attempt(String number) {
    due.add(number);
    next();
  }

  private void next() {
    while (inFlight < IN_FLIGHT_MAX && !due.isEmpty()) {
      String number = due.remove();
      Document document =
          desk.documents().byNumber(NonconformanceDesk.NONCONFORMANCE, number).orElseThrow();
      inFlight++;
      deliver(document, Message.of(document))
          .whenCompleteAsync((isTaken, failure) -> ended(number, isTaken), desk.clerk());
    }
  }

  /** Completes with whether it was taken; never fails. */
  private CompletionStage<Boolean> deliver(Document document, Message message) {
    Fault fault = faults.drawForWebhook();
    return switch (fault) {
      case WEBHOOK_WRONG_SIGNATURE ->
          send(message, false)
              .thenComposeAsync(isTaken -> send(toldWrong(message, isTaken), true), desk.clerk())
              .thenApplyAsync(isTaken -> mark(document, isTaken), desk.clerk());
      case WEBHOOK_TWICE ->
          send(message, true)
              .thenApplyAsync(isTaken -> mark(document, isTaken), desk.clerk())
              .thenComposeAsync(isTaken -> again(message, isTaken), desk.clerk());
      default ->
          send(message, true).thenApplyAsync(isTaken -> mark(document, isTaken), desk.clerk());
    };
  }

  private Message toldWrong(Message message, boolean isTaken) {
    tally.count(Fault.WEBHOOK_WRONG_SIGNATURE);
    if (isTaken) {
      tally.count("webhookWrongTaken");
    }
    return message;
  }

  private CompletionStage<Boolean> again(Message message, boolean isTaken) {
    if (!isTaken) {
      return CompletableFuture.completedFuture(false);
    }
    tally.count(Fault.WEBHOOK_TWICE);
    return send(message, true).thenApply(answer -> true);
  }

  private boolean mark(Document document, boolean isTaken) {
    tally.count(isTaken ? "webhookTaken" : "webhookRefused");
    if (isTaken) {
      Map<String, String> fields = new LinkedHashMap<>(document.fields());
      fields.put(NonconformanceDesk.WEBHOOK, NonconformanceDesk.DELIVERED);
      desk.documents().revise(document, fields, Receipt.of(desk.clock().now()));
    }
    return isTaken;
  }

  private void ended(String number, Boolean isTaken) {
    inFlight--;
    if (Boolean.TRUE.equals(isTaken)) {
      untold.remove(number);
    } else {
      retry(number);
    }
    next();
  }

  private void retry(String number) {
    Backoff backoff = untold.computeIfAbsent(number, key -> new Backoff(FIRST, CAP, random));
    CompletableFuture.delayedExecutor(
            backoff.next().toMillis(), TimeUnit.MILLISECONDS, desk.clerk())
        .execute(() -> attempt(number));
  }

  private CompletionStage<Boolean> send(Message message, boolean isRight) {
    long seconds = desk.clock().now().getEpochSecond();
    String signed =
        isRight
            ? signature.of(message.id(), seconds, message.body())
            : signature.wrong(message.id(), seconds, message.body());
    HttpRequest request =
        HttpRequest.builder()
            .method(HttpMethod.POST)
            .path(path)
            .header("webhook-id", message.id())
            .header("webhook-timestamp", Long.toString(seconds))
            .header("webhook-signature", signed)
            .content(MediaType.JSON, message.body())
            .build();
    return client
        .execute(request)
        .aggregate()
        .handle((answer, failure) -> failure == null && isTaken(answer.status()));
  }

  private static boolean isTaken(HttpStatus status) {
    return status.isSuccess();
  }

  /** What is told. */
  record Message(String id, String body) {

    /** Equal for the same release of the same database, different for any other. */
    static Message of(Document document) {
      String request = document.field("request");
      Map<String, String> body = new LinkedHashMap<>();
      body.put("type", "nonconformance.released");
      body.put("number", document.number());
      body.put("request", request);
      body.put("order", document.order());
      body.put(NonconformanceDesk.STATUS, document.field(NonconformanceDesk.STATUS));
      body.put(NonconformanceDesk.DISPOSITION, document.field(NonconformanceDesk.DISPOSITION));
      return new Message(
          Signature.digest(document.number(), request, document.committedAt()), Json.text(body));
    }
  }
}
