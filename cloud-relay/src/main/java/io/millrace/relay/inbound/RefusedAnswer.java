package io.millrace.relay.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.millrace.base.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal as a problem document (RFC 9457), of the same keys as the API's. Pure. */
final class RefusedAnswer {
  private static final MediaType TYPE = MediaType.create("application", "problem+json");
  private static final ErrorCode CODE = ErrorCode.MESSAGE_REFUSED;
  private static final ObjectMapper JSON = new ObjectMapper();

  private RefusedAnswer() {}

  static HttpResponse of(Refusal refusal, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "urn:millrace:error:" + CODE);
    problem.put("title", CODE.meaning());
    problem.put("status", refusal.status());
    problem.put("detail", detail);
    problem.put("code", CODE.name());
    try {
      return HttpResponse.of(
          HttpStatus.valueOf(refusal.status()),
          TYPE,
          HttpData.wrap(JSON.writeValueAsBytes(problem)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts that are no JSON", e);
    }
  }
}
