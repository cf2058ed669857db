package io.millrace.relay.problem;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.millrace.base.error.ErrorCode;

/**
 * A refusal as problem details (RFC 9457), as the contract's Problem describes it. Written so that
 * quotation marks of a detail stay readable. Pure; any thread.
 */
public final class ProblemDocument {
  private static final MediaType TYPE = MediaType.create("application", "problem+json");
  private static final String URN = "urn:millrace:error:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProblemDocument() {}

  @JsonPropertyOrder({"type", "title", "status", "detail", "code"})
  private record Problem(String type, String title, int status, String detail, String code) {}

  /** The answer with that status; the detail says what is wrong with this very request. */
  public static AggregatedHttpResponse answer(HttpStatus status, ErrorCode code, String detail) {
    Problem problem = new Problem(URN + code, code.meaning(), status.code(), detail, code.name());
    return AggregatedHttpResponse.of(status, TYPE, HttpData.wrap(bytes(problem)));
  }

  private static byte[] bytes(Problem problem) {
    try {
      return JSON.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts cannot fail to be written", e);
    }
  }
}
