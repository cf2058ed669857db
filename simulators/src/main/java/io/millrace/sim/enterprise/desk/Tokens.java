package io.millrace.sim.enterprise.desk;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import io.millrace.base.time.Clock;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Handler;
import io.millrace.sim.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * OAuth2 client credentials (RFC 6749, section 4.4). Tokens live in memory and die with the
 * process. On the clerk's thread.
 */
final class Tokens {
  /** Valid at once; the oldest gives way. */
  static final int VALID_MAX = 1_000;

  private static final int TOKEN_BYTES = 24;
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private final Map<String, Instant> validUntil = new LinkedHashMap<>();
  private final String credentials;
  private final Duration life;
  private final Clock clock;
  private final SplittableRandom random;

  Tokens(String client, String secret, Duration life, Clock clock, SplittableRandom random) {
    this.credentials = client + ":" + secret;
    this.life = life;
    this.clock = clock;
    this.random = random;
  }

  /** The token endpoint: credentials as a form or as Basic. */
  HttpResponse issue(Call call) {
    QueryParams form = call.form();
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return Json.answer(HttpStatus.BAD_REQUEST, Map.of("error", "unsupported_grant_type"));
    }
    if (!credentials.equals(given(call.header("authorization"), form))) {
      return Json.answer(HttpStatus.UNAUTHORIZED, Map.of("error", "invalid_client"));
    }
    return Json.ok(
        Map.of("access_token", next(), "token_type", "Bearer", "expires_in", life.toSeconds()));
  }

  /** Lets only calls with a valid token through; 401 for all others. */
  Handler guard(Handler handler) {
    return call -> isValid(call.header("authorization")) ? handler.answer(call) : refusal();
  }

  /** From now on no token that was given is valid. */
  void expireAll() {
    validUntil.clear();
  }

  /** What a call without a valid token gets. */
  static HttpResponse refusal() {
    return Json.error(HttpStatus.UNAUTHORIZED, "TOKEN_EXPIRED", "get a token at /oauth/token");
  }

  private String next() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    validUntil.values().removeIf(until -> until.isBefore(clock.now()));
    if (validUntil.size() == VALID_MAX) {
      validUntil.remove(validUntil.keySet().iterator().next());
    }
    validUntil.put(token, clock.now().plus(life));
    return token;
  }

  private boolean isValid(@Nullable String header) {
    if (header == null || !header.startsWith(BEARER)) {
      return false;
    }
    Instant until = validUntil.get(header.substring(BEARER.length()));
    return until != null && clock.now().isBefore(until);
  }

  /** {@code client:secret}, from wherever they were given. */
  private static String given(@Nullable String header, QueryParams form) {
    if (header != null && header.startsWith(BASIC)) {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()));
      return new String(decoded, StandardCharsets.UTF_8);
    }
    return form.get("client_id") + ":" + form.get("client_secret");
  }
}
