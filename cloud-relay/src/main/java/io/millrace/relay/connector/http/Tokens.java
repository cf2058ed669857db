package io.millrace.relay.connector.http;

import io.millrace.base.time.Clock;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.OAuth2;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by client credentials: fetched once for all who wait, kept until shortly before
 * they expire, thrown away when the target refuses one. Any thread.
 */
final class Tokens {
  /** Longest time before its end at which a token is renewed. */
  private static final Duration EARLY_MAX = Duration.ofSeconds(30);

  private static final long LIFE_SECONDS_DEFAULT = 60;
  private static final int EARLY_SHARE = 10;
  private static final int SERVER = 500;

  private final Wire wire;
  private final Clock clock;
  private final OAuth2 shape;
  private final String credentials;
  private final AtomicReference<@Nullable Fetch> last = new AtomicReference<>();

  Tokens(Wire wire, Clock clock, OAuth2 shape, String secret) {
    this.wire = wire;
    this.clock = clock;
    this.shape = shape;
    this.credentials =
        Base64.getEncoder()
            .encodeToString(
                (encoded(shape.clientId()) + ":" + encoded(secret))
                    .getBytes(StandardCharsets.UTF_8));
  }

  /** A token; fails with {@link Refusal}. */
  CompletableFuture<String> get() {
    Fetch known = last.get();
    if (known != null && known.isUsable(clock.nanos())) {
      return known.token;
    }
    Fetch fresh = new Fetch();
    if (last.compareAndSet(known, fresh)) {
      fresh.start.complete(true);
      return fresh.token;
    }
    Fetch other = last.get();
    return other == null ? get() : other.token;
  }

  /** Throws that token away, if it is still the one in use. */
  void refused(String token) {
    Fetch known = last.get();
    if (known != null
        && !known.token.isCompletedExceptionally()
        && token.equals(known.token.getNow(""))) {
      last.compareAndSet(known, null);
    }
  }

  private CompletableFuture<Answer> ask() {
    return wire.exchange(
        wire.request(shape.tokenPath())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic " + credentials)
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** One fetching of a token, which all share who ask meanwhile. */
  private final class Fetch {
    private final CompletableFuture<Boolean> start = new CompletableFuture<>();
    private final CompletableFuture<String> token =
        start.thenCompose(unused -> ask()).handle(this::take);
    private volatile long usableUntil;

    boolean isUsable(long now) {
      return !token.isDone() || (!token.isCompletedExceptionally() && now - usableUntil < 0);
    }

    private String take(@Nullable Answer answer, @Nullable Throwable thrown) {
      if (answer == null) {
        String why = thrown == null ? "no answer" : Meaning.text(thrown);
        throw new CompletionException(new Refusal(FailureClass.DEST_DOWN, "token: " + why));
      }
      String got = answer.at("/access_token");
      if (!answer.isSuccess() || got.isEmpty()) {
        FailureClass failure =
            answer.status() >= SERVER ? FailureClass.DEST_DOWN : FailureClass.AUTH;
        throw new CompletionException(new Refusal(failure, "token: " + answer.text()));
      }
      Duration life =
          Duration.ofSeconds(answer.body().at("/expires_in").asLong(LIFE_SECONDS_DEFAULT));
      Duration early = life.dividedBy(EARLY_SHARE);
      early = early.compareTo(EARLY_MAX) > 0 ? EARLY_MAX : early;
      usableUntil = clock.nanos() + life.minus(early).toNanos();
      return got;
    }
  }

  /** No token, and why. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final FailureClass failureClass;

    Refusal(FailureClass failureClass, String text) {
      super(text);
      this.failureClass = failureClass;
    }

    FailureClass failureClass() {
      return failureClass;
    }
  }
}
