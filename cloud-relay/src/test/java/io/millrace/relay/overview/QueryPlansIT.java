package io.millrace.relay.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Tally;
import io.millrace.relay.store.Store;
import io.millrace.v1.ListPostingsRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages ask is answered by indexes, whatever has gathered over the years. */
class QueryPlansIT {
  /** These hold only what is open or left out, one row for each kind, or one for each counter. */
  private static final List<String> SMALL =
      List.of(
          "USING COVERING INDEX posting_pending",
          "USING INDEX posting_pending",
          "USING COVERING INDEX posting_parked",
          "USING INDEX posting_parked",
          "USING INDEX posting_given_up",
          "USING INDEX exception_case_pending",
          "SCAN posting_tally",
          "SCAN counter",
          "SCAN (subquery",
          "SCAN CONSTANT ROW");

  @TempDir Path folder;
  private final Set<String> asked = new LinkedHashSet<>();

  @Test
  void noPageWalksThroughATableThatGrows() {
    Postings postings = new Postings(Clock.system());
    Set<String> scans =
        scans(
            handle -> {
              MachineBoard.open(handle);
              MachineBoard.working(handle);
              postings.tallies(handle);
              postings.givenUp(handle);
              for (PostingState state : PostingState.values()) {
                postings.newest(handle, new Tally("acme/graz", "erp", state, 1), 9, 9);
              }
              for (ListPostingsRequest request : List.of(order(), text())) {
                Condition found = PostingSearch.condition(request);
                PostingSearch.tallied(handle, found);
                PostingSearch.found(handle, found, request, 9, 9);
              }
            });

    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(scans).isEmpty();
  }

  @Test
  void aWalkIsSeen() {
    assertThat(scans(handle -> handle.createQuery("SELECT effect FROM posting").mapToMap().list()))
        .hasSize(1);
  }

  private static ListPostingsRequest order() {
    return ListPostingsRequest.newBuilder()
        .setOrder("PO-1")
        .setPlant("acme/graz")
        .setTarget("erp")
        .setState("CONFIRMED")
        .build();
  }

  private static ListPostingsRequest text() {
    return order().toBuilder().clearOrder().setText("PO").build();
  }

  /** Steps of what that asks which walk through a table or an index that grows. */
  private Set<String> scans(Consumer<Handle> page) {
    Set<String> scans = new TreeSet<>();
    try (Store store = Store.open(folder)) {
      assertThat(new Cases(store, Clock.system()).list(false)).isEmpty();
      Jdbi jdbi = Jdbi.create(() -> recording(connect()));
      jdbi.useHandle(page::accept);
    }
    try (Handle handle = Jdbi.create(() -> connect()).open()) {
      for (String sql : asked) {
        for (Map<String, Object> step :
            handle
                .createQuery("EXPLAIN QUERY PLAN " + sql.replace("?", "NULL"))
                .mapToMap()
                .list()) {
          String detail = String.valueOf(step.get("detail"));
          if (walks(detail)) {
            scans.add(detail + ": " + sql);
          }
        }
      }
    }
    return scans;
  }

  /** Only an index of the lane, order, document, run, or a kind of posting may be searched by. */
  private static boolean walks(String detail) {
    boolean byTargetOnly = detail.contains("(target=?)") || detail.contains("(plant=?)");
    return byTargetOnly
        || (detail.startsWith("SCAN") && SMALL.stream().noneMatch(detail::contains));
  }

  private Connection connect() throws java.sql.SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
  }

  private Connection recording(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                asked.add((String) arguments[0]);
              }
              return method.invoke(real, arguments);
            });
  }
}
