package io.millrace.relay.inbound;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.problem.ProblemDocument;
import io.millrace.relay.store.Store;
import io.millrace.v1.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One webhook on the wire. Answers 200 after the commit, also to a message that was taken before;
 * whatever is refused is counted. Requests wait for a handler's thread, which blocks on the store.
 */
public final class InboundService implements HttpService {
  private final InboundFile file;
  private final Signature signature;
  private final Mapping mapping;
  private final Messages messages;
  private final Store store;
  private final EventLog log;
  private final Clock clock;
  private final RefusedMessages refused;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();

  /** Reveals the secret, below that folder. CONFIG_INVALID when there is none. */
  public InboundService(
      InboundFile file, Path folder, Store store, EventLog log, Ids ids, Clock clock) {
    this.file = file;
    this.signature = new Signature(file.webhook(), file.secret().reveal(folder), file.tolerance());
    this.mapping = new Mapping(file, ids);
    this.messages = new Messages(log);
    this.store = store;
    this.log = log;
    this.clock = clock;
    this.refused = new RefusedMessages(clock);
  }

  /** Where it is to be mounted. */
  public String path() {
    return file.path();
  }

  /** What came since the start, by name. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>(refused.snapshot());
    counts.put("inbound_" + file.webhook() + "_taken", taken.get());
    counts.put("inbound_" + file.webhook() + "_repeated", repeated.get());
    return counts;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    String from = String.valueOf(context.remoteAddress());
    if (request.method() != HttpMethod.POST) {
      return refuse(Refusal.METHOD, from);
    }
    MediaType type = request.contentType();
    if (type == null || !type.isJson()) {
      return refuse(Refusal.CONTENT_TYPE, from);
    }
    context.setMaxRequestLength(file.maxBody().bytes());
    return HttpResponse.of(
        request
            .aggregate()
            .thenApplyAsync(whole -> answer(whole, from), context.blockingTaskExecutor())
            .exceptionally(thrown -> tooLarge(thrown, from)));
  }

  private HttpResponse tooLarge(Throwable thrown, String from) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ContentTooLargeException) {
      return refuse(Refusal.TOO_LARGE, from);
    }
    throw new CompletionException(cause);
  }

  private HttpResponse answer(AggregatedHttpRequest request, String from) {
    byte[] body = request.content().array();
    Signature.Headers headers =
        new Signature.Headers(
            request.headers().get("webhook-id", ""),
            request.headers().get("webhook-timestamp", ""),
            request.headers().get("webhook-signature", ""));
    Instant now = clock.now();
    Optional<Signature.Refused> refusal = signature.refusal(headers, body, now);
    if (refusal.isPresent()) {
      return refuse(refusal.get().refusal(), refusal.get().detail(), from);
    }
    Mapped mapped = mapping.map(headers.id(), body, Signature.time(headers), now);
    if (mapped instanceof Mapped.Made made) {
      return take(headers.id(), body, made.event(), now, from);
    }
    boolean isTaken = store.read(handle -> messages.isTaken(handle, file, headers.id(), body));
    return isTaken ? again() : refuse(Refusal.CONTENT, ((Mapped.Unfit) mapped).why(), from);
  }

  /** The sender did not hear that it was taken. */
  private HttpResponse again() {
    long unused = repeated.incrementAndGet();
    return HttpResponse.of(HttpStatus.OK);
  }

  private HttpResponse take(String id, byte[] body, Event event, Instant now, String from) {
    Messages.Taken outcome =
        store.writeNow(handle -> messages.take(handle, file, id, body, event, now));
    if (outcome == Messages.Taken.OTHER) {
      return refuse(Refusal.OTHER_BODY, from);
    }
    if (outcome == Messages.Taken.AGAIN) {
      return again();
    }
    log.announce();
    long unused = taken.incrementAndGet();
    return HttpResponse.of(HttpStatus.OK);
  }

  private HttpResponse refuse(Refusal refusal, String from) {
    return refuse(refusal, refusal.detail(), from);
  }

  private HttpResponse refuse(Refusal refusal, String detail, String from) {
    refused.add(file.webhook(), refusal, detail, from);
    return ProblemDocument.answer(
            HttpStatus.valueOf(refusal.status()), ErrorCode.MESSAGE_REFUSED, detail)
        .toHttpResponse();
  }
}
