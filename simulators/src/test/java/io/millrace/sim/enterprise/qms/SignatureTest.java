package io.millrace.sim.enterprise.qms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SignatureTest {
  /** The example of Standard Webhooks' own libraries. */
  @Test
  void itSignsAsTheStandardsExampleDoes() {
    Signature signature = new Signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    assertThat(
            signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aWrongSignatureIsWrong() {
    Signature signature = new Signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    assertThat(signature.wrong("a", 1, "{}")).isNotEqualTo(signature.of("a", 1, "{}"));
  }

  @Test
  void aSecretOfAnotherShapeIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> new Signature("hunter2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whsec_")
        .hasMessageNotContaining("hunter2");
  }
}
