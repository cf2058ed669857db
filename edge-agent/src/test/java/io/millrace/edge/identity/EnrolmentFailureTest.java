package io.millrace.edge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.URI;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class EnrolmentFailureTest {
  private static final String UNUSED = "the code is unused";
  private static final String UNSURE = "enrol again with the same code";

  @Test
  void whatFailsBeforeTheRelayIsAskedLeavesTheCodeUnused() {
    for (Exception cause :
        new Exception[] {
          new ConnectException("refused"),
          new SSLHandshakeException("alert"),
          new NotSslRecordException("not an SSL/TLS record")
        }) {
      assertThat(hint(Status.UNAVAILABLE.withCause(cause), false)).as("%s", cause).contains(UNUSED);
    }
  }

  @Test
  void aCodeThatAnEarlierAttemptMayHaveUsedIsNotSaidToBeUnused() {
    assertThat(hint(Status.UNAVAILABLE.withCause(new ConnectException("refused")), true))
        .contains(UNSURE)
        .doesNotContain(UNUSED);
  }

  @Test
  void neitherIsOneThatWasOnItsWay() {
    assertThat(hint(Status.DEADLINE_EXCEEDED, true)).contains(UNSURE).doesNotContain(UNUSED);
    assertThat(hint(Status.UNAVAILABLE.withCause(new SSLException("closed")), false))
        .contains(UNSURE)
        .doesNotContain(UNUSED);
  }

  @Test
  void whatTheRelayItselfRefusedNeedsNoMore() {
    Status refused = Status.PERMISSION_DENIED.withDescription("ENROLMENT_REFUSED: used");
    assertThat(hint(refused, true)).isEqualTo("ENROLMENT_REFUSED: used");
  }

  private static String hint(Status status, boolean asked) {
    return String.valueOf(
        EnrolmentFailure.withCode(
                status.asRuntimeException(), URI.create("https://localhost:1"), asked)
            .getMessage());
  }
}
