package io.millrace.relay.api;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import io.millrace.base.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Listens to server-sent events and keeps them with the time at which each came. */
final class Events implements Subscriber<HttpObject>, AutoCloseable {
  private final List<String> data = new CopyOnWriteArrayList<>();
  private final List<Long> times = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final HttpResponse response;

  Events(WebClient client, String path, String token) {
    this.response = client.execute(ApiRig.bearing(HttpMethod.GET, path, token).build());
    response.subscribe(this);
  }

  void await(int events, Duration most) {
    Awaitility.await().atMost(most).until(() -> data.size() >= events);
  }

  void awaitEnd(Duration most) {
    Awaitility.await().atMost(most).until(end::isDone);
  }

  String data(int index) {
    return data.get(index);
  }

  /** Milliseconds. */
  List<Long> times() {
    return new ArrayList<>(times);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(HttpObject part) {
    if (!(part instanceof HttpData bytes)) {
      return;
    }
    text.append(bytes.toStringUtf8());
    int stop = text.indexOf("\n\n");
    while (stop >= 0) {
      String event = text.substring(0, stop);
      text.delete(0, stop + 2);
      int begin = event.indexOf("data:");
      if (begin >= 0) {
        data.add(event.substring(begin + 5));
        times.add(TimeUnit.NANOSECONDS.toMillis(Clock.system().nanos()));
      }
      stop = text.indexOf("\n\n");
    }
  }

  @Override
  public void onError(Throwable cause) {
    end.complete(null);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }

  @Override
  public void close() {
    response.abort();
  }
}
