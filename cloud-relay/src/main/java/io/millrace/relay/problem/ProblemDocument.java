package io.millrace.relay.problem;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.millrace.base.error.ErrorCode;
import io.millrace.v1.Problem;
import java.io.IOException;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/** A refusal as problem details (RFC 9457). Pure; any thread. */
public final class ProblemDocument {
  private static final MediaType TYPE = MediaType.create("application", "problem+json");
  private static final String URN = "urn:millrace:error:";
  private static final MessageMarshaller MARSHALLER =
      MessageMarshaller.builder()
          .register(Problem.getDefaultInstance())
          .omittingInsignificantWhitespace(true)
          .includingDefaultValueFields(true)
          .build();

  private ProblemDocument() {}

  /** The answer with that status; the detail says what is wrong with this very request. */
  public static AggregatedHttpResponse answer(HttpStatus status, ErrorCode code, String detail) {
    Problem problem =
        Problem.newBuilder()
            .setType(URN + code)
            .setTitle(code.meaning())
            .setStatus(status.code())
            .setDetail(detail)
            .setCode(code.name())
            .build();
    return AggregatedHttpResponse.of(status, TYPE, HttpData.wrap(bytes(problem)));
  }

  private static byte[] bytes(Problem problem) {
    try {
      return MARSHALLER.writeValueAsBytes(problem);
    } catch (IOException e) {
      throw new IllegalStateException("a message cannot fail to be written to memory", e);
    }
  }
}
