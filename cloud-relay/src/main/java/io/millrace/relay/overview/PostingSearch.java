package io.millrace.relay.overview;

import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Tally;
import io.millrace.relay.store.Store;
import io.millrace.v1.ListPostingsRequest;
import io.millrace.v1.ListPostingsResponse;
import io.millrace.v1.PostingCount;
import io.millrace.v1.PostingSummary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Pages of postings by key, so that page one thousand costs what page one does. Any thread. */
public final class PostingSearch {
  /** Rows of one page. */
  public static final int PAGE_ROWS_MAX = 200;

  /** Characters of a text that is searched for. */
  public static final int TEXT_CHARACTERS_MAX = 200;

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
    String state = state(request.getState());
    long below = cursor(request.getCursor());
    Condition found = condition(request);
    return store.read(
        handle ->
            handle.inTransaction(
                inside -> {
                  List<Tally> kinds = kinds(inside, request.getPlant(), found);
                  List<Long> ids =
                      found.clauses().isEmpty()
                          ? newest(
                              inside, narrow(kinds, request.getTarget(), state), below, size + 1)
                          : found(inside, found, request, below, size + 1);
                  ListPostingsResponse.Builder page =
                      ListPostingsResponse.newBuilder().addAllCounts(summed(kinds));
                  if (ids.size() > size) {
                    ids = ids.subList(0, size);
                    page.setNext(Long.toString(ids.get(size - 1)));
                  }
                  return page.addAllPostings(summaries(inside, ids)).build();
                }));
  }

  /** How many there are by target and state, of one plant or of all (empty). */
  public List<PostingCount> counts(String plant) {
    return summed(store.read(handle -> kinds(handle, plant, Condition.NONE)));
  }

  /** The newest documents, of one plant or of all (empty). */
  public List<PostingSummary> recent(String plant, int rows) {
    return store.read(
        handle -> {
          List<Tally> made =
              narrow(kinds(handle, plant, Condition.NONE), "", PostingState.CONFIRMED.name());
          return summaries(handle, newest(handle, made, Long.MAX_VALUE, rows));
        });
  }

  static Condition condition(ListPostingsRequest request) {
    String text = request.getText().strip();
    if (text.length() > TEXT_CHARACTERS_MAX) {
      throw usage(
          "text: has %d characters, at most %d fit".formatted(text.length(), TEXT_CHARACTERS_MAX));
    }
    String end = text + Character.MAX_VALUE;
    return Condition.NONE
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

  /** What there is of each plant, target and state: kept tallies unless something is searched. */
  private List<Tally> kinds(Handle handle, String plant, Condition found) {
    List<Tally> all = found.clauses().isEmpty() ? postings.tallies(handle) : tallied(handle, found);
    return all.stream().filter(each -> plant.isEmpty() || each.plant().equals(plant)).toList();
  }

  static List<Tally> tallied(Handle handle, Condition found) {
    return found
        .bind(
            handle.createQuery(
                "SELECT p.plant, p.target, p.state, count(*) AS n FROM posting p"
                    + found.where()
                    + " GROUP BY p.plant, p.target, p.state"))
        .map(
            row ->
                new Tally(
                    text(row, "plant"),
                    text(row, "target"),
                    PostingState.valueOf(text(row, "state")),
                    Objects.requireNonNull(row.getColumn("n", Long.class))))
        .list();
  }

  private static List<Tally> narrow(List<Tally> kinds, String target, String state) {
    return kinds.stream()
        .filter(each -> target.isEmpty() || each.target().equals(target))
        .filter(each -> state.isEmpty() || each.state().name().equals(state))
        .toList();
  }

  /** Of several kinds: the newest of each, and of those the newest. */
  private List<Long> newest(Handle handle, List<Tally> kinds, long below, int limit) {
    return kinds.stream()
        .flatMap(kind -> postings.newest(handle, kind, below, limit).stream())
        .sorted(Comparator.reverseOrder())
        .limit(limit)
        .toList();
  }

  /** The sign keeps the database from walking through all of a plant, target or state. */
  static List<Long> found(
      Handle handle, Condition found, ListPostingsRequest request, long below, int limit) {
    Condition narrow =
        found
            .and(request.getPlant(), "+p.plant = ?", request.getPlant())
            .and(request.getTarget(), "+p.target = ?", request.getTarget())
            .and(request.getState(), "+p.state = ?", request.getState())
            .and("below", "p.id < ?", below);
    return narrow
        .bind(
            handle.createQuery(
                "SELECT p.id FROM posting p"
                    + narrow.where()
                    + " ORDER BY p.id DESC LIMIT "
                    + limit))
        .mapTo(Long.class)
        .list();
  }

  private List<PostingSummary> summaries(Handle handle, List<Long> ids) {
    return ids.stream().map(id -> summary(handle, id)).toList();
  }

  private PostingSummary summary(Handle handle, long id) {
    Posting posting = postings.find(handle, id).orElseThrow();
    PostingSummary.Builder summary = told(posting);
    handle
        .createQuery("SELECT equipment, flow FROM flow_run WHERE id = ?")
        .bind(0, posting.run())
        .map(row -> summary.setEquipment(text(row, "equipment")).setFlow(text(row, "flow")))
        .list();
    return summary.build();
  }

  private static List<PostingCount> summed(List<Tally> kinds) {
    Map<List<String>, Long> counts = new TreeMap<>(Comparator.comparing(List::toString));
    kinds.forEach(
        each -> counts.merge(List.of(each.target(), each.state().name()), each.count(), Long::sum));
    return counts.entrySet().stream()
        .map(
            each ->
                PostingCount.newBuilder()
                    .setTarget(each.getKey().get(0))
                    .setState(each.getKey().get(1))
                    .setCount(each.getValue())
                    .build())
        .toList();
  }

  private static PostingSummary.Builder told(Posting posting) {
    return PostingSummary.newBuilder()
        .setPosting(posting.id())
        .setTarget(posting.target())
        .setOperation(posting.operation())
        .setEffect(posting.effect())
        .setState(posting.state().name())
        .setDocument(Objects.requireNonNullElse(posting.document(), ""))
        .setReference(posting.reference())
        .setOrder(posting.order())
        .setPlant(posting.plant())
        .putAllFields(posting.fields())
        .setCreatedAt(posting.createdAt().toString())
        .setChangedAt(posting.changedAt().toString())
        .setFailure(Objects.requireNonNullElse(posting.failureText(), ""));
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
      return Long.MAX_VALUE;
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
