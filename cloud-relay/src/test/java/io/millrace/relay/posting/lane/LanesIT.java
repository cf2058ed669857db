package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.base.config.ConfigReader;
import io.millrace.base.quantity.Quantity;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Target;
import io.millrace.relay.connector.http.HttpConnector;
import io.millrace.relay.posting.AttemptRecord;
import io.millrace.relay.posting.CounterSum;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Range;
import io.millrace.relay.store.Store;
import io.millrace.sim.enterprise.desk.DeskSettings;
import io.millrace.sim.enterprise.erp.ErpServer;
import io.millrace.v1.Case;
import io.millrace.v1.CountKind;
import io.millrace.v1.TargetStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes over HTTP against the ERP simulator, with the real store. */
class LanesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Clock clock = Clock.system();
  private final List<String> confirmed = new CopyOnWriteArrayList<>();
  private ErpServer erp;
  private Store store;
  private Postings postings;
  private Cases cases;
  private Lanes lanes;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("secret"), "hunter2");
    erp =
        ErpServer.start(
            new DeskSettings(0, folder.resolve("erp"), 7, "millrace", "hunter2"), clock);
    store = Store.open(folder.resolve("data"));
    start("L3", "block");
  }

  private void start(String level, String poison) throws IOException {
    String yaml =
        Files.readString(Path.of("src/test/resources/targets/erp.yaml"))
            .replace("http://127.0.0.1:8090", "http://127.0.0.1:" + erp.port())
            .replace("level: L3", "level: " + level)
            .replace("poison: block", "poison: " + poison)
            .replace("timeout: 10s, lease: 15s, settle: 5s", "timeout: 1s, lease: 3s, settle: 2s")
            .replace("recount: 15m", "recount: 6s");
    Target target = ConfigReader.read("erp.yaml", yaml, Target.class);
    postings = new Postings(clock);
    cases = new Cases(store, clock);
    lanes =
        Lanes.start(
            store,
            postings,
            cases,
            clock,
            new Random(1),
            Map.of(target, new HttpConnector(target, folder, clock)),
            List.of((handle, posting) -> confirmed.add(posting.key())));
  }

  @AfterEach
  void close() {
    lanes.close();
    store.close();
    erp.close();
  }

  @Test
  void throughDropsLocksAndPausesEachPostingHasOneDocumentInItsLanesOrder() throws Exception {
    faults(
        "{\"dropAfterCommit\":0.1,\"lock\":0.03,\"rate\":0.05,\"unavailable\":0.05,\"lateWithinSettle\":0.03,"
            + "\"timeoutMs\":1000,\"settleMs\":2000,\"retryAfterMs\":300}");
    for (int number = 0; number < 12; number++) {
      for (int order = 1; order <= 4; order++) {
        create("PO-1-00" + order, number);
      }
    }

    await().atMost(PATIENCE).until(() -> count(PostingState.CONFIRMED) == 48);

    String documents = get("/control/documents");
    assertThat(documents.split("\"CNF-", -1)).as(documents).hasSize(49);
    assertThat(confirmed).hasSize(48).doesNotHaveDuplicates();
    List<Posting> ofOrder =
        store.read(handle -> postings.ofOrder(handle, "PO-1-001", Optional.empty()));
    assertThat(ofOrder).extracting(Posting::document).isSorted();
    List<CounterSum> sums = store.read(postings::sums);
    assertThat(sums).allSatisfy(sum -> assertThat(sum.confirmed()).isEqualTo(sum.planned()));
    assertThat(cases.list(false)).isEmpty();
    TargetStatus status = lanes.status().get(0);
    assertThat(status.getBacklog()).isZero();
    assertThat(status.getTarget()).isEqualTo("erp");
  }

  @Test
  void anUnknownOrderBlocksItsLaneAloneUntilAPersonDecides() {
    long refused = create("NO-SUCH-ORDER", 1);
    long behind = create("NO-SUCH-ORDER", 2);
    create("PO-1-001", 1);
    await().atMost(PATIENCE).until(() -> confirmed.contains("PO-1-001/1"));
    await().atMost(PATIENCE).until(() -> cases.list(false).size() == 1);

    Case question = cases.list(false).get(0);
    assertThat(question.getClass_()).isEqualTo("MASTER_DATA_MISSING");
    assertThat(question.getSubject()).isEqualTo(Long.toString(refused));
    assertThat(question.getTitle())
        .as("the target's own words")
        .startsWith("erp refused posting " + refused + " (master data missing): status 404: ");
    assertThat(question.getDecisionsList()).containsExactly("retry", "skip", "done");
    assertThat(state(refused)).isEqualTo(PostingState.REJECTED);
    assertThat(state(behind)).isEqualTo(PostingState.READY);
    assertThatThrownBy(() -> cases.close(question.getId(), "done", "no number"))
        .hasMessageContaining("is not the number of the document")
        .hasMessageContaining("--note CNF-");
    cases.close(question.getId(), "done", "CNF-9999999");

    assertThat(state(refused)).isEqualTo(PostingState.CONFIRMED);
    await().atMost(PATIENCE).until(() -> state(behind) == PostingState.REJECTED);
    cases.close(cases.list(false).get(0).getId(), "skip", "");
    assertThat(state(behind)).isEqualTo(PostingState.SKIPPED);
    assertThat(confirmed).contains("NO-SUCH-ORDER/1").doesNotContain("NO-SUCH-ORDER/2");
  }

  @Test
  void parkingSetsTheRefusedOneAsideAndTheLaneGoesOn() throws IOException {
    lanes.close();
    start("L3", "park");
    long refused = create("NO-SUCH-ORDER", 1);
    long next = create("NO-SUCH-ORDER", 2);

    await()
        .atMost(PATIENCE)
        .until(() -> state(refused) == PostingState.PARKED && state(next) == PostingState.PARKED);
    assertThat(cases.list(false)).hasSize(2);
  }

  @Test
  void parkingTheKeySetsAsideWhatComesLaterWithOneQuestion() throws IOException {
    lanes.close();
    start("L3", "park-key");
    long refused = create("NO-SUCH-ORDER", 1);
    await().atMost(PATIENCE).until(() -> state(refused) == PostingState.PARKED);
    long later = create("NO-SUCH-ORDER", 2);

    assertThat(state(later)).isEqualTo(PostingState.PARKED);
    assertThat(cases.list(false)).hasSize(1);
    cases.close(cases.list(false).get(0).getId(), "skip", "");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Posting now = store.read(handle -> postings.find(handle, later)).orElseThrow();
              return "MASTER_DATA_MISSING".equals(now.failureClass());
            });
  }

  @Test
  void aCommitBeyondSettleIsOneDuplicateCaseAndUndoReversesTheSurplus() throws Exception {
    faults("{\"lateBeyondSettle\":1.0,\"timeoutMs\":1000,\"settleMs\":2000}");
    long id = create("PO-1-001", 1);
    await().atMost(PATIENCE).until(() -> state(id) == PostingState.UNKNOWN);
    faults("{}");
    await().atMost(PATIENCE).until(() -> state(id) == PostingState.CONFIRMED);
    await().atMost(PATIENCE).until(() -> cases.list(false).size() == 1);

    Case question = cases.list(false).get(0);
    assertThat(question.getClass_()).isEqualTo("DUPLICATE");
    assertThat(question.getDecisionsList()).contains("undo");
    cases.close(question.getId(), "undo", "");
    await().atMost(PATIENCE).until(() -> get("/control/documents").contains("\"REV-"));
    await().atMost(PATIENCE).until(() -> count(PostingState.CONFIRMED) == 2);

    assertThat(state(id)).isEqualTo(PostingState.CONFIRMED);
    Posting kept = store.read(handle -> postings.find(handle, id)).orElseThrow();
    List<Posting> reversals =
        store.read(
            handle ->
                postings.ofDocument(handle, String.valueOf(kept.document()), Optional.empty()));
    assertThat(reversals).extracting(Posting::id).containsExactly(id);
    await().pollDelay(Duration.ofSeconds(7)).atMost(PATIENCE).until(() -> true);
    assertThat(cases.list(true)).as("exactly one").hasSize(1);
  }

  @Test
  void withoutATargetNothingIsBurntAndItGoesOnWhenTheTargetIsBack() throws Exception {
    int port = erp.port();
    erp.close();
    long id = create("PO-1-001", 1);
    await().atMost(PATIENCE).until(() -> lanes.status().get(0).getBreaker().equals("open"));

    erp =
        ErpServer.start(
            new DeskSettings(port, folder.resolve("erp"), 7, "millrace", "hunter2"), clock);

    await().atMost(PATIENCE).until(() -> state(id) == PostingState.CONFIRMED);
    Posting now = store.read(handle -> postings.find(handle, id)).orElseThrow();
    assertThat(now.attempts()).isZero();
    List<AttemptRecord> attempts = store.read(handle -> postings.attempts(handle, id));
    assertThat(attempts).extracting(AttemptRecord::outcome).last().isEqualTo("done");
    assertThat(attempts.get(0).outcome()).isEqualTo("not sent DEST_DOWN");
  }

  @Test
  void refusedCredentialsAreOneCaseThatIsWithdrawnWhenTheyAreTaken() throws Exception {
    int port = erp.port();
    erp.close();
    erp = ErpServer.start(new DeskSettings(port, folder.resolve("erp"), 7, "millrace", "x"), clock);
    long id = create("PO-1-001", 1);
    await().atMost(PATIENCE).until(() -> cases.openByClass().getOrDefault("AUTH", 0L) == 1);
    assertThat(cases.list(false).get(0).getDetail())
        .contains("status 401", "client millrace", "secret from file:secret", "restart");
    erp.close();
    erp =
        ErpServer.start(
            new DeskSettings(port, folder.resolve("erp"), 7, "millrace", "hunter2"), clock);

    await().atMost(PATIENCE).until(() -> state(id) == PostingState.CONFIRMED);
    await().atMost(PATIENCE).until(() -> cases.list(false).isEmpty());
  }

  @Test
  void credentialsThatAreRefusedOnlyWhenLookingUpAreThatCaseToo() throws Exception {
    int port = erp.port();
    erp.close();
    erp = ErpServer.start(new DeskSettings(port, folder.resolve("erp"), 7, "millrace", "x"), clock);
    long id = create("PO-1-001", 1, true);
    await().atMost(PATIENCE).until(() -> cases.openByClass().getOrDefault("AUTH", 0L) == 1);
    assertThat(state(id)).isEqualTo(PostingState.UNKNOWN);
    erp.close();
    erp =
        ErpServer.start(
            new DeskSettings(port, folder.resolve("erp"), 7, "millrace", "hunter2"), clock);

    await().atMost(PATIENCE).until(() -> state(id) == PostingState.CONFIRMED);
    await().atMost(PATIENCE).until(() -> cases.list(false).isEmpty());
  }

  private long create(String order, int number) {
    return create(order, number, false);
  }

  private long create(String order, int number, boolean verifyFirst) {
    NewPosting asked =
        new NewPosting(
            "acme/graz",
            "erp",
            "confirm",
            "production-confirmation",
            order,
            order + "/" + number,
            1,
            Map.of(
                "order",
                order,
                "machine",
                "press-1",
                "equipment",
                "acme/graz/a/l/press-1",
                "good",
                "5",
                "scrap",
                "0",
                "unit",
                "{piece}"),
            List.of(
                new Range(
                    "press-1.good",
                    "g",
                    CountKind.COUNT_KIND_GOOD,
                    number * 5L,
                    number * 5L + 5,
                    Quantity.of(5),
                    "{piece}")),
            List.of(),
            verifyFirst);
    return store.writeNow(handle -> postings.create(handle, asked));
  }

  private PostingState state(long id) {
    return store.read(handle -> postings.find(handle, id)).orElseThrow().state();
  }

  private long count(PostingState state) {
    Map<PostingState, Long> counts = store.read(postings::countsByState);
    return counts.getOrDefault(state, 0L);
  }

  private void faults(String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/control/faults"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }

  private String get(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + erp.port() + path);
  }
}
