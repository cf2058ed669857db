package io.millrace.bench;

import io.millrace.base.config.ConfigReader;
import io.millrace.base.quantity.Quantity;
import io.millrace.base.time.Clock;
import io.millrace.bench.report.Measurement;
import io.millrace.bench.report.Rounds;
import io.millrace.prove.process.Home;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Target;
import io.millrace.relay.connector.http.HttpConnector;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Range;
import io.millrace.relay.posting.lane.Lanes;
import io.millrace.relay.store.Store;
import io.millrace.v1.CountKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Postings a second, from their creation to the commit of their outcome: real store, real lanes,
 * over HTTP to a server in another process that only answers.
 */
final class PostingsBench implements Bench {
  private static final double GOAL = 1_000;
  private static final int LANES = 256;
  private static final int POSTINGS = 6_000;
  private static final int POSTINGS_BRIEF = 1_000;
  private static final int BATCH = 50;
  private static final int START_MILLIS_MAX = 30_000;
  private static final long ROUND_SECONDS_MAX = 120;
  private static final String TARGET =
      """
      target: erp
      base_url: http://127.0.0.1:%d
      limits: {in_flight: 64, rate: 1000000/s}
      operations:
        confirm:
          level: L3
          request: {method: POST, path: '/orders/{order}', body: {yield: '{good}', reference: '{reference}'}}
          document: /number
          lookup: {path: '/c?reference={reference}', items: /items, document: /number}
      """;

  @Override
  public String name() {
    return "postings";
  }

  @Override
  public String jvm() {
    return "relay";
  }

  @Override
  public List<Measurement> run(Scope scope) {
    String goal = "at least %.0f postings/s".formatted(GOAL);
    try {
      return measure(scope, goal);
    } catch (IOException e) {
      return List.of(Measurement.notTried(name(), goal, scope.seed(), e.toString()));
    }
  }

  /** Against a server that ends when its connection to here does. */
  private List<Measurement> measure(Scope scope, String goal) throws IOException {
    try (ServerSocket parent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      parent.setSoTimeout(START_MILLIS_MAX);
      List<String> command = Home.find().java("sim", NoOpErp.class);
      command.add(Integer.toString(parent.getLocalPort()));
      Process erp = new ProcessBuilder(command).inheritIO().start();
      try (Socket child = parent.accept();
          BufferedReader said =
              new BufferedReader(
                  new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
        return measure(scope, goal, Integer.parseInt(said.readLine()));
      } finally {
        erp.destroy();
      }
    }
  }

  private List<Measurement> measure(Scope scope, String goal, int port) {
    int postings = scope.brief() ? POSTINGS_BRIEF : POSTINGS;
    Duration before = cpu();
    double rate = Rounds.median(() -> round(port, postings, scope.seed()));
    long all = (Rounds.COUNTED + 1L) * postings;
    return List.of(
        Measurement.of(name(), rate >= GOAL, rate, "postings/s", goal, scope.seed())
            .with("postings", postings)
            .with("lanes", LANES)
            .with("in_flight", 64)
            .with("level", "L3")
            .with("cpu_us_per_posting", cpu().minus(before).toNanos() / 1000 / all)
            .with("rounds", Rounds.COUNTED));
  }

  /** Processor time of this process so far. */
  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** One round on an empty store. */
  private static double round(int port, int postings, long seed) {
    Path folder = temporary();
    Clock clock = Clock.system();
    Target target = ConfigReader.read("erp.yaml", TARGET.formatted(port), Target.class);
    CountDownLatch left = new CountDownLatch(postings);
    try (Store store = Store.open(folder)) {
      Postings rows = new Postings(clock);
      try (Lanes lanes =
          Lanes.start(
              store,
              rows,
              new Cases(store, clock),
              clock,
              new Random(seed),
              Map.of(target, new HttpConnector(target, folder, clock)),
              List.of((handle, posting) -> left.countDown()))) {
        long began = clock.nanos();
        create(store, rows, postings);
        await(left);
        store.writeNow(handle -> true);
        double seconds = (clock.nanos() - began) / 1e9;
        requireConfirmed(store, rows, postings);
        return lanes.status().isEmpty() ? 0 : postings / seconds;
      }
    } finally {
      delete(folder);
    }
  }

  private static void create(Store store, Postings rows, int postings) {
    for (int first = 0; first < postings; first += BATCH) {
      int from = first;
      var unused =
          store.write(
              handle -> {
                for (int i = from; i < Math.min(postings, from + BATCH); i++) {
                  rows.create(handle, posting(i));
                }
                return true;
              });
    }
  }

  private static NewPosting posting(int number) {
    String order = "PO-" + number % LANES;
    long from = (long) (number / LANES) * 5;
    return new NewPosting(
        "acme/graz",
        "erp",
        "confirm",
        "production-confirmation",
        order,
        order + "/" + from,
        number,
        Map.of("order", order, "good", "5"),
        List.of(
            new Range(
                "press-" + number % LANES + ".good",
                "generation",
                CountKind.COUNT_KIND_GOOD,
                from,
                from + 5,
                Quantity.of(5),
                "{piece}")),
        List.of((long) number),
        false);
  }

  private static void requireConfirmed(Store store, Postings rows, int postings) {
    Map<PostingState, Long> counts = store.read(rows::countsByState);
    if (!counts.equals(Map.of(PostingState.CONFIRMED, (long) postings))) {
      throw new IllegalStateException("postings by state: " + counts);
    }
  }

  private static void await(CountDownLatch left) {
    try {
      if (!left.await(ROUND_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException(left.getCount() + " postings are left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("postings");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
