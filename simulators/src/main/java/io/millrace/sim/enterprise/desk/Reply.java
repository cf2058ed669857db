package io.millrace.sim.enterprise.desk;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.sim.http.Json;
import java.util.Map;

/** What a system answers once the request's transaction is durable. */
public record Reply(HttpStatus status, Object body) {

  /** 201. */
  public static Reply created(Object body) {
    return new Reply(HttpStatus.CREATED, body);
  }

  /** 200. */
  public static Reply ok(Object body) {
    return new Reply(HttpStatus.OK, body);
  }

  /** {@code {"error":{"code":…,"message":…}}}. */
  public static Reply error(HttpStatus status, String code, String message) {
    return new Reply(status, Map.of("error", Map.of("code", code, "message", message)));
  }

  /** As it goes out. */
  public HttpResponse asResponse() {
    return Json.answer(status, body);
  }
}
