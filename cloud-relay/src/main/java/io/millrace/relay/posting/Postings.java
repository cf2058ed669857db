package io.millrace.relay.posting;

import io.millrace.base.time.Clock;
import io.millrace.relay.store.PlainStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/**
 * The postings as rows. Methods that write run on the store's writer thread within the caller's
 * transaction; the others run on any handle.
 */
public final class Postings {
  /** Rows in one answer about an order or document. */
  public static final int FOUND_MAX = 10_000;

  private final Clock clock;
  private final Doubts doubts = new Doubts();
  private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();

  /** The clock stamps creations. */
  public Postings(Clock clock) {
    this.clock = clock;
  }

  /**
   * Calls this within each transaction that made a posting, which is not committed then: it may
   * only set a flag or wake a thread that looks by a later piece of writing.
   */
  public void onCreated(Runnable wakeUp) {
    wakeUps.add(wakeUp);
  }

  /**
   * Writes a posting down with its ranges and members; returns its number. A key that the target
   * already has changes nothing and returns the number of the posting that holds it.
   */
  public long create(Handle handle, NewPosting asked) {
    Optional<Long> made =
        Creation.insert(
            handle,
            asked,
            doubts.of(handle, asked.members(), asked.basis()),
            clock.now().toEpochMilli());
    if (made.isEmpty()) {
      return number(handle, asked.target(), asked.key()).orElseThrow();
    }
    wakeUps.forEach(Runnable::run);
    return made.get();
  }

  /**
   * Says that the log reached that position when the relay started. Postings of events up to there
   * are looked up before they are sent, where the target can be asked: the database may be an older
   * copy and nobody know it yet. Before anything runs; any thread.
   */
  public void startedAt(long position) {
    doubts.startedAt(position);
  }

  /**
   * The database turned out to be an older copy whose log ended at that position: what is not
   * decided and what is made of those events is UNKNOWN until the target was asked (rule J7).
   * Returns how many postings are to be verified. On the writer thread.
   */
  public int restored(Handle handle, long position) {
    return doubts.restored(handle, position);
  }

  /**
   * Events that were, or may have been, here before a restore stand at those positions, both
   * included. On the writer thread.
   */
  public void resent(Handle handle, long first, long last) {
    doubts.resent(handle, first, last);
  }

  public Doubts doubts() {
    return doubts;
  }

  /** The number of the posting with that key. */
  public Optional<Long> number(Handle handle, String target, String key) {
    return PlainStatement.of(handle, "SELECT id FROM posting WHERE target = ? AND key = ?")
        .text(target)
        .text(key)
        .one(row -> row.number(1));
  }

  /** By number. */
  public Optional<Posting> find(Handle handle, long id) {
    return PostingRows.find(handle, id);
  }

  /** Of an order, of one plant or of all; oldest first, at most {@link #FOUND_MAX}. */
  public List<Posting> ofOrder(Handle handle, String order, Optional<String> plant) {
    return PostingRows.list(handle, "order_name = ?1", order, plant, FOUND_MAX);
  }

  /** That made, or also made, the document of that number at any target; oldest first. */
  public List<Posting> ofDocument(Handle handle, String document, Optional<String> plant) {
    return PostingRows.list(
        handle,
        "document = ?1 OR id IN (SELECT posting FROM posting_surplus WHERE document = ?1)",
        document,
        plant,
        FOUND_MAX);
  }

  /** That hold the event at that log position, oldest first. */
  public List<Posting> ofPosition(Handle handle, long position) {
    return PostingRows.list(
        handle,
        "id IN (SELECT posting FROM posting_member WHERE position = ?1)",
        position,
        FOUND_MAX);
  }

  /** What the target said of the operation's values when it confirmed, by name. */
  public Map<String, String> result(Handle handle, long posting) {
    return handle
        .createQuery("SELECT result FROM posting WHERE id = ? AND result IS NOT NULL")
        .bind(0, posting)
        .mapTo(String.class)
        .findOne()
        .map(Fields::parse)
        .orElse(Map.of());
  }

  /**
   * Confirms it without having asked anybody and tells the listener, as a rehearsal does in a store
   * that is thrown away.
   */
  public void rehearse(
      Handle handle,
      long posting,
      String document,
      Map<String, String> result,
      PostingListener listener) {
    PostingRows.confirm(handle, posting, document, clock.now());
    amend(handle, posting, result);
    listener.confirmed(handle, PostingRows.get(handle, posting));
  }

  /** Adds values that a person knows to what the target said. */
  public void amend(Handle handle, long posting, Map<String, String> values) {
    Map<String, String> all = new TreeMap<>(result(handle, posting));
    all.putAll(values);
    handle.execute("UPDATE posting SET result = ? WHERE id = ?", Fields.toJson(all), posting);
  }

  /** The name of the lane that it stands in: its order, or what its flow says. */
  public static String laneOf(Handle handle, Posting posting) {
    return handle
        .createQuery("SELECT order_key FROM lane WHERE id = ?")
        .bind(0, posting.lane())
        .mapTo(String.class)
        .one();
  }

  /** Its ranges, sorted by counter. */
  public List<Range> ranges(Handle handle, long posting) {
    return PostingRows.ranges(handle, posting);
  }

  /** Log positions behind it, ascending. */
  public List<Long> members(Handle handle, long posting) {
    return PostingRows.members(handle, posting);
  }

  /** Its attempts, oldest first. */
  public List<AttemptRecord> attempts(Handle handle, long posting) {
    return PostingRows.attempts(handle, posting);
  }

  /** How many there are in each state that any is in. */
  public Map<PostingState, Long> countsByState(Handle handle) {
    Map<PostingState, Long> counts = new TreeMap<>();
    tallies(handle).forEach(each -> counts.merge(each.state(), each.count(), Long::sum));
    return counts;
  }

  /** How many there are of each plant, target and state that any is in; one row for each. */
  public List<Tally> tallies(Handle handle) {
    return Tallies.all(handle);
  }

  /** Numbers below that one of postings of a tally's plant, target and state, newest first. */
  public List<Long> newest(Handle handle, Tally kind, long below, int limit) {
    return Tallies.newest(handle, kind, below, limit);
  }

  /** Ranges of postings that people left out, one row for each. */
  public List<GivenUp> givenUp(Handle handle) {
    return GivenUp.all(handle);
  }

  /** Sums per plant, counter and order, sorted by these. */
  public List<CounterSum> sums(Handle handle) {
    return Totals.all(handle);
  }
}
