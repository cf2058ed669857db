package io.millrace.relay.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";

  private final Signature signature = new Signature("qms", SECRET, Duration.ofMinutes(5));

  @Test
  void headersAreToldAllAtOnceAndNotAtTheirFullLength() {
    assertThat(refused("x".repeat(300), "", ""))
        .isEqualTo(
            "header webhook-id is '%s...', 300 characters long, expected at most 256"
                    .formatted("x".repeat(40))
                + "; header webhook-timestamp is missing, expected whole seconds since 1970"
                + "; header webhook-signature is missing");
  }

  @Test
  void aHeaderThatNobodySignedCannotEndItsQuotationInTheLog() {
    assertThat(refused("m-1", "1\" reason=\"SIGNATURE", "v1,AAAA"))
        .startsWith("header webhook-timestamp is '1? reason=?SIGNATURE', expected");
  }

  private String refused(String id, String timestamp, String given) {
    return signature
        .refusal(new Signature.Headers(id, timestamp, given), new byte[0], NOW)
        .map(Signature.Refused::detail)
        .orElse("");
  }
}
