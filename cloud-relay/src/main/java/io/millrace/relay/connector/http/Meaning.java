package io.millrace.relay.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.relay.connector.ErrorRule;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.LookupShape;
import io.millrace.relay.connector.Outcome;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What answers and failures mean. Pure. */
final class Meaning {
  private static final int LOCKED = 423;
  private static final int TOO_MANY = 429;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER = 500;

  private Meaning() {}

  /** Of an answer to a request that was to change something. */
  static Outcome of(
      Answer answer,
      List<ErrorRule> rules,
      @Nullable String document,
      Map<String, String> result,
      String reference,
      long deadline,
      Instant now) {
    if (answer.isSuccess()) {
      String number = document == null ? reference : answer.at(document);
      return number.isEmpty()
          ? new Outcome.Unknown(
              "status %d without a document number at %s".formatted(answer.status(), document),
              deadline)
          : new Outcome.Done(number, values(answer.body(), result));
    }
    return refusal(answer, classOf(answer, rules), deadline, now);
  }

  private static Outcome refusal(
      Answer answer, FailureClass failureClass, long deadline, Instant now) {
    return switch (failureClass) {
      case UNKNOWN -> new Outcome.Unknown(answer.text(), deadline);
      case RATE -> new Outcome.RetryAfter(answer.retryAfter(now), answer.text());
      default -> new Outcome.Refused(failureClass, answer.at("/error/code"), answer.text());
    };
  }

  static FailureClass classOf(Answer answer, List<ErrorRule> rules) {
    String code = answer.at("/error/code");
    for (ErrorRule rule : rules) {
      if (rule.matches(answer.status(), code)) {
        return rule.failureClass();
      }
    }
    return switch (answer.status()) {
      case UNAUTHORIZED, FORBIDDEN -> FailureClass.AUTH;
      case TOO_MANY -> FailureClass.RATE;
      case LOCKED -> FailureClass.LOCKED;
      default -> answer.status() >= SERVER ? FailureClass.UNKNOWN : FailureClass.REJECTED;
    };
  }

  /** Of a request that got no answer. */
  static Outcome of(Throwable thrown, long deadline) {
    Throwable cause = cause(thrown);
    return isBeforeFirstByte(cause)
        ? new Outcome.NotSent(FailureClass.DEST_DOWN, text(cause))
        : new Outcome.Unknown(text(cause), deadline);
  }

  /** Of an answer to a search. */
  static Found found(
      Answer answer,
      LookupShape shape,
      Map<String, String> result,
      String reference,
      List<ErrorRule> rules) {
    if (!answer.isSuccess()) {
      FailureClass failure = classOf(answer, rules);
      return new Found.Unclear(
          answer.text(),
          failure == FailureClass.DEST_DOWN || failure == FailureClass.AUTH,
          failure == FailureClass.AUTH);
    }
    if (!answer.body().at(shape.items()).isArray()) {
      return new Found.Unclear("answer has no list at " + shape.items(), false);
    }
    Set<String> numbers = new LinkedHashSet<>();
    Map<String, String> values = new TreeMap<>();
    for (var item : answer.body().at(shape.items())) {
      String number = item.at(shape.document()).asText("");
      if (number.isEmpty()) {
        return new Found.Unclear("an item has no number at " + shape.document(), false);
      }
      if (shape.reference() != null && !item.at(shape.reference()).asText("").equals(reference)) {
        return new Found.Unclear("the target answers with items of other references", false);
      }
      if (numbers.isEmpty()) {
        values.putAll(values(item, shape.result() == null ? result : shape.result()));
      }
      numbers.add(number);
    }
    return numbers.isEmpty()
        ? new Found.Absent()
        : new Found.Documents(new ArrayList<>(numbers), values);
  }

  /** The values that are there, by name. */
  private static Map<String, String> values(JsonNode body, Map<String, String> pointers) {
    Map<String, String> values = new TreeMap<>();
    pointers.forEach(
        (name, pointer) -> {
          JsonNode value = body.at(pointer);
          if (value.isValueNode() && !value.isNull()) {
            values.put(name, value.asText());
          }
        });
    return values;
  }

  /** Of a search that got no answer. */
  static Found found(Throwable thrown) {
    Throwable cause = cause(thrown);
    return new Found.Unclear(
        text(cause), isBeforeFirstByte(cause) || cause instanceof HttpTimeoutException);
  }

  /** Only failures that cannot come after the first byte of a request. */
  private static boolean isBeforeFirstByte(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnresolvedAddressException
        || cause instanceof SSLHandshakeException;
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  static String text(Throwable thrown) {
    Throwable cause = cause(thrown);
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
