package io.millrace.sim.enterprise.qms;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.base.time.Clock;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.JsonServer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whoever is told. Any thread. */
final class Receiver implements AutoCloseable {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final JsonServer server =
      JsonServer.on(Clock.system(), Runnable::run).post("/hooks/qms", this::take).start(0);
  private volatile int status = 204;
  private volatile String refused = "nothing";

  int port() {
    return server.port();
  }

  /** From now on all is answered with that. */
  void answer(int next) {
    status = next;
  }

  /** From now on what contains that is answered with 400. */
  void refuse(String text) {
    refused = text;
  }

  List<Told> told() {
    return told;
  }

  @Override
  public void close() {
    server.close();
  }

  private HttpResponse take(Call call) {
    told.add(
        new Told(
            Objects.requireNonNull(call.header("webhook-id")),
            Long.parseLong(Objects.requireNonNull(call.header("webhook-timestamp"))),
            Objects.requireNonNull(call.header("webhook-signature")),
            call.body()));
    return HttpResponse.of(HttpStatus.valueOf(call.body().contains(refused) ? 400 : status));
  }

  /** One request. */
  record Told(String id, long timestamp, String signature, String body) {}
}
