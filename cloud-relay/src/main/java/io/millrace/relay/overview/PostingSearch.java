package io.millrace.relay.overview;

import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import io.millrace.v1.ListPostingsRequest;
import io.millrace.v1.ListPostingsResponse;
import io.millrace.v1.PostingCount;
import io.millrace.v1.PostingSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Pages of postings by key, so that page one thousand costs what page one does. Any thread. */
public final class PostingSearch {
  /** Rows of one page. */
  public static final int PAGE_ROWS_MAX = 200;

  /** Characters of a text that is searched for. */
  public static final int TEXT_CHARACTERS_MAX = 200;

  /** Newest postings among which the newest documents are looked for. */
  static final int RECENT_WITHIN_MAX = 1_000;

  private static final int PAGE = 50;

  private final Store store;
  private final Postings postings;

  /** Over those rooms. */
  public PostingSearch(Store store, Postings postings) {
    this.store = store;
    this.postings = postings;
  }

  /** One page, newest first. USAGE for a state, cursor or size that cannot be. */
  public ListPostingsResponse page(ListPostingsRequest request) {
    int size = size(request);
    Condition all = condition(request);
    Condition narrow =
        all.and(request.getTarget(), "p.target = ?", request.getTarget())
            .and(request.getState(), "p.state = ?", state(request.getState()));
    Condition below = narrow.and(request.getCursor(), "p.id < ?", cursor(request.getCursor()));
    return store.read(
        handle ->
            handle.inTransaction(
                inside -> {
                  List<PostingSummary> rows = rows(inside, below, size + 1);
                  ListPostingsResponse.Builder page =
                      ListPostingsResponse.newBuilder().addAllCounts(counts(inside, all));
                  if (rows.size() > size) {
                    page.setNext(Long.toString(rows.get(size - 1).getPosting()));
                    rows = rows.subList(0, size);
                  }
                  return page.addAllPostings(rows).build();
                }));
  }

  /** How many there are by target and state, of one plant or of all (empty). */
  public List<PostingCount> counts(String plant) {
    return store.read(handle -> counts(handle, Condition.NONE.and(plant, "f.plant = ?", plant)));
  }

  /** The newest documents, of one plant or of all (empty). */
  public List<PostingSummary> recent(String plant, int rows) {
    Condition condition =
        Condition.NONE
            .and("CONFIRMED", "p.state = 'CONFIRMED'")
            .and("recent", "p.id > (SELECT max(id) FROM posting) - " + RECENT_WITHIN_MAX)
            .and(plant, "f.plant = ?", plant);
    return store.read(handle -> rows(handle, condition, rows));
  }

  private static Condition condition(ListPostingsRequest request) {
    String text = request.getText().strip();
    if (text.length() > TEXT_CHARACTERS_MAX) {
      throw usage(
          "text: has %d characters, at most %d fit".formatted(text.length(), TEXT_CHARACTERS_MAX));
    }
    String end = text + Character.MAX_VALUE;
    return Condition.NONE
        .and(request.getPlant(), "f.plant = ?", request.getPlant())
        .and(request.getOrder(), "p.order_name = ?", request.getOrder())
        .and(
            text,
            "p.id IN (SELECT id FROM posting WHERE order_name >= ? AND order_name < ?"
                + " UNION SELECT id FROM posting WHERE document >= ? AND document < ?"
                + " UNION SELECT id FROM posting WHERE id = ?)",
            text,
            end,
            text,
            end,
            text.matches("\\d{1,18}") ? Long.parseLong(text) : 0L);
  }

  private List<PostingSummary> rows(Handle handle, Condition condition, int rows) {
    return condition
        .bind(
            handle.createQuery(
                "SELECT p.id, f.plant, f.equipment, f.flow FROM posting p"
                    + " LEFT JOIN flow_run f ON f.id = p.run"
                    + condition.where()
                    + " ORDER BY p.id DESC LIMIT "
                    + rows))
        .map(row -> summary(handle, row))
        .list();
  }

  private PostingSummary summary(Handle handle, RowView row) {
    long id = Objects.requireNonNull(row.getColumn("id", Long.class));
    Posting posting = postings.find(handle, id).orElseThrow();
    return PostingSummary.newBuilder()
        .setPosting(id)
        .setTarget(posting.target())
        .setOperation(posting.operation())
        .setEffect(posting.effect())
        .setState(posting.state().name())
        .setDocument(Objects.requireNonNullElse(posting.document(), ""))
        .setReference(posting.reference())
        .setOrder(posting.order())
        .setPlant(text(row, "plant"))
        .setEquipment(text(row, "equipment"))
        .setFlow(text(row, "flow"))
        .putAllFields(posting.fields())
        .setCreatedAt(posting.createdAt().toString())
        .setChangedAt(posting.changedAt().toString())
        .setFailure(Objects.requireNonNullElse(posting.failureText(), ""))
        .build();
  }

  private static List<PostingCount> counts(Handle handle, Condition condition) {
    return condition
        .bind(
            handle.createQuery(
                "SELECT p.target, p.state, count(*) AS n FROM posting p"
                    + (condition.namesRun() ? " LEFT JOIN flow_run f ON f.id = p.run" : "")
                    + condition.where()
                    + " GROUP BY p.target, p.state ORDER BY p.target, p.state"))
        .map(
            row ->
                PostingCount.newBuilder()
                    .setTarget(text(row, "target"))
                    .setState(text(row, "state"))
                    .setCount(Objects.requireNonNull(row.getColumn("n", Long.class)))
                    .build())
        .list();
  }

  private static int size(ListPostingsRequest request) {
    int asked = request.getSize();
    if (asked < 0 || asked > PAGE_ROWS_MAX) {
      throw usage("size: %d is not within 1 and %d".formatted(asked, PAGE_ROWS_MAX));
    }
    return asked == 0 ? PAGE : asked;
  }

  private static String state(String asked) {
    List<String> known = Arrays.stream(PostingState.values()).map(Enum::name).toList();
    if (!asked.isEmpty() && !known.contains(asked)) {
      throw usage(
          "state: '%s', expected one of %s%s"
              .formatted(asked, String.join(", ", known), Nearest.suggestion(asked, known)));
    }
    return asked;
  }

  private static long cursor(String asked) {
    if (asked.isEmpty()) {
      return 0;
    }
    if (!asked.matches("\\d{1,18}")) {
      throw usage("cursor: '%s' is none that a page has given".formatted(asked));
    }
    return Long.parseLong(asked);
  }

  private static MillraceException usage(String text) {
    return new MillraceException(ErrorCode.USAGE, text);
  }

  private static String text(RowView row, String column) {
    return Objects.requireNonNullElse(row.getColumn(column, String.class), "");
  }
}
