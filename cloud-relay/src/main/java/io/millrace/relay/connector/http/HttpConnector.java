package io.millrace.relay.connector.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.time.Clock;
import io.millrace.relay.connector.Auth;
import io.millrace.relay.connector.Call;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.ErrorRule;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Inputs;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.LookupShape;
import io.millrace.relay.connector.Operation;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.connector.RequestShape;
import io.millrace.relay.connector.Target;
import io.millrace.relay.connector.Template;
import io.millrace.relay.connector.UndoShape;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON over HTTP as a {@link Target} describes it. A refused token is fetched anew once per
 * request, which the target did not do then.
 */
public final class HttpConnector implements Connector {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnector.class);
  private static final int UNAUTHORIZED = 401;

  private final Target target;
  private final Clock clock;
  private final Wire wire;
  private final @Nullable Tokens tokens;

  /** Reveals secrets, below that folder; CONFIG_INVALID when one cannot be. Opens nothing yet. */
  public HttpConnector(Target target, Path folder, Clock clock) {
    this.target = target;
    this.clock = clock;
    Auth auth = target.auth();
    String secret = auth == null ? "" : auth.oauth2().clientSecret().reveal(folder);
    this.wire = new Wire(target.target(), target.baseUrl(), target.limits().timeout());
    this.tokens = auth == null ? null : new Tokens(wire, clock, auth.oauth2(), secret);
  }

  @Override
  public CompletableFuture<Outcome> send(Call call) {
    Operation operation = target.operation(call.operation());
    RequestShape shape = operation.request();
    return change(
        call,
        () -> request(shape.method(), shape.path(), shape.body(), operation, call),
        operation.errors(),
        operation.document(),
        operation.result());
  }

  @Override
  public CompletableFuture<Outcome> undo(Call call) {
    Operation operation = target.operation(call.operation());
    UndoShape shape = operation.undo();
    if (shape == null) {
      return CompletableFuture.completedFuture(
          new Outcome.Refused(
              FailureClass.REJECTED, "NO_UNDO", call.operation() + " declares no undo"));
    }
    return change(
        call,
        () -> request(shape.method(), shape.path(), shape.body(), operation, call),
        operation.errors(),
        shape.document(),
        Map.of());
  }

  @Override
  public CompletableFuture<Found> lookup(Call call) {
    Operation operation = target.operation(call.operation());
    LookupShape shape = operation.lookup();
    if (shape == null) {
      return CompletableFuture.completedFuture(
          new Found.Unclear(call.operation() + " declares no lookup", false));
    }
    String path = Template.path(shape.path(), values(call));
    return authorized(() -> wire.request(path).GET(), call, false)
        .thenApply(
            exchanged ->
                Meaning.found(
                    exchanged.answer,
                    shape,
                    operation.result(),
                    call.reference(),
                    operation.errors()))
        .exceptionally(HttpConnector::unclear);
  }

  private CompletableFuture<Outcome> change(
      Call call,
      Requests requests,
      List<ErrorRule> rules,
      @Nullable String document,
      Map<String, String> result) {
    return authorized(requests, call, true)
        .thenApply(
            exchanged ->
                Meaning.of(
                    exchanged.answer,
                    rules,
                    document,
                    result,
                    call.reference(),
                    exchanged.deadline,
                    clock.now()))
        .exceptionally(this::withoutAnswer);
  }

  private CompletableFuture<Exchanged> authorized(Requests requests, Call call, boolean bounded) {
    return token()
        .thenCompose(
            token ->
                exchange(requests, token, call, bounded)
                    .thenCompose(first -> again(first, requests, token, call, bounded)));
  }

  private CompletableFuture<Exchanged> again(
      Exchanged first, Requests requests, String token, Call call, boolean bounded) {
    if (first.answer.status() != UNAUTHORIZED || tokens == null) {
      return CompletableFuture.completedFuture(first);
    }
    LOG.atDebug().addKeyValue("target", target.target()).log("token refused, fetching another");
    tokens.refused(token);
    return token().thenCompose(fresh -> exchange(requests, fresh, call, bounded));
  }

  private CompletableFuture<String> token() {
    return tokens == null ? CompletableFuture.completedFuture("") : tokens.get();
  }

  private CompletableFuture<Exchanged> exchange(
      Requests requests, String token, Call call, boolean bounded) {
    long now = clock.nanos();
    if (bounded && now - call.firstByteBy() > 0) {
      return CompletableFuture.failedFuture(new TooLate());
    }
    HttpRequest.Builder request = requests.build();
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    long deadline = now + target.limits().timeout().toNanos();
    return wire.exchange(request)
        .handle(
            (answer, thrown) -> {
              if (answer == null) {
                throw new CompletionException(new Unanswered(thrown, deadline));
              }
              return new Exchanged(answer, deadline);
            });
  }

  private Outcome withoutAnswer(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof TooLate) {
      return new Outcome.NotSent(FailureClass.TRANSIENT, "too little of the lease was left");
    }
    if (cause instanceof Tokens.Refusal refusal) {
      return new Outcome.NotSent(refusal.failureClass(), String.valueOf(refusal.getMessage()));
    }
    if (cause instanceof Unanswered unanswered) {
      return Meaning.of(unanswered.thrown, unanswered.deadline);
    }
    return Meaning.of(thrown, clock.nanos() + target.limits().timeout().toNanos());
  }

  private static Found unclear(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof Tokens.Refusal refusal) {
      return new Found.Unclear(
          String.valueOf(refusal.getMessage()), true, refusal.failureClass() == FailureClass.AUTH);
    }
    return Meaning.found(cause instanceof Unanswered unanswered ? unanswered.thrown : thrown);
  }

  private HttpRequest.Builder request(
      String method, String path, @Nullable JsonNode body, Operation operation, Call call) {
    Map<String, String> values = values(call);
    HttpRequest.Builder request = wire.request(Template.path(path, values));
    if (operation.level() == Level.L1 && operation.requestKeyHeader() != null) {
      request.header(operation.requestKeyHeader(), call.reference());
    }
    if (body == null) {
      return request.method(method, HttpRequest.BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofByteArray(json(Template.body(body, values))));
  }

  private static byte[] json(JsonNode body) {
    try {
      return Answer.JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that is no JSON", e);
    }
  }

  private static Map<String, String> values(Call call) {
    Map<String, String> values = new HashMap<>(call.fields());
    values.put(Inputs.REFERENCE, call.reference());
    if (call.document() != null) {
      values.put(Inputs.DOCUMENT, call.document());
    }
    return values;
  }

  @Override
  public void close() {
    wire.close();
  }

  /** Makes the same request anew for each try. */
  @FunctionalInterface
  private interface Requests {
    HttpRequest.Builder build();
  }

  /** An answer, and when the request would have ended without. */
  private record Exchanged(Answer answer, long deadline) {}

  /** No answer. */
  private static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Throwable thrown;
    private final long deadline;

    Unanswered(Throwable thrown, long deadline) {
      super(thrown);
      this.thrown = thrown;
      this.deadline = deadline;
    }
  }

  /** The lease would not outlive the request. */
  private static final class TooLate extends Exception {
    private static final long serialVersionUID = 1;
  }
}
