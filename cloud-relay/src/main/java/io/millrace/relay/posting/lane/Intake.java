package io.millrace.relay.posting.lane;

import io.millrace.base.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds lanes with something to do: at start all of them, then those of new postings. Looks by
 * pieces of writing, which see everything before them, so that nothing is overlooked between a
 * posting's creation and the end of what its lane did before. Owned by the engine's thread.
 */
final class Intake {
  /** Lanes in memory; more wait in the store. */
  static final int LANES_MAX = 10_000;

  private static final int PAGE = 500;
  private static final Duration BACKSTOP = Duration.ofMillis(250);
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Commits commits;
  private final Ledger ledger;
  private final Inbox inbox;
  private final Consumer<Collection<LaneHead>> sink;
  private final IntSupplier loaded;
  private final AtomicBoolean woken = new AtomicBoolean(true);
  private final AtomicBoolean rescan = new AtomicBoolean();
  private boolean booted;
  private boolean busy;
  private boolean scanning;
  private boolean left;
  private long lane;
  private long posting;
  private long next;

  Intake(
      Commits commits,
      Ledger ledger,
      Inbox inbox,
      Clock clock,
      Consumer<Collection<LaneHead>> sink,
      IntSupplier loaded) {
    this.commits = commits;
    this.ledger = ledger;
    this.inbox = inbox;

    this.sink = sink;
    this.loaded = loaded;
    this.next = clock.nanos();
  }

  /** There are new postings, or will be with the commit that runs; any thread. */
  void wake() {
    woken.set(true);
  }

  /** A person changed postings: look at all lanes, after a scan that runs too; any thread. */
  void rescan() {
    rescan.set(true);
    woken.set(true);
  }

  /** A lane was not taken; with {@code full} because there was no room. */
  void left(boolean full) {
    left |= full;
  }

  int work(long now) {
    if (busy || !(woken.get() || scanning || now - next >= 0)) {
      return 0;
    }
    busy = true;
    next = now + BACKSTOP.toNanos();
    woken.set(false);
    if (!booted) {
      boot();
    } else {
      if (!scanning) {
        scanning = rescan.getAndSet(false) || makesRoom();
      }
      page();
    }
    return 1;
  }

  private boolean makesRoom() {
    if (!left || loaded.getAsInt() > LANES_MAX / 2) {
      return false;
    }
    left = false;
    lane = 0;
    return true;
  }

  private void boot() {
    inbox.after(
        () -> commits.write(ledger::recover),
        (highest, thrown) -> {
          busy = false;
          if (highest == null) {
            LOG.atWarn().setCause(thrown).log("postings not recovered, tried again");
            return;
          }
          booted = true;
          scanning = true;
          posting = highest;
          wake();
        });
  }

  private void page() {
    boolean all = scanning;
    long from = all ? lane : posting;
    inbox.after(
        () -> commits.write(handle -> all ? allAbove(handle, from) : newAbove(handle, from)),
        (page, thrown) -> {
          busy = false;
          if (page == null) {
            LOG.atWarn().setCause(thrown).log("postings not read, tried again");
            return;
          }
          sink.accept(page.heads());
          turn(all, page);
        });
  }

  private void turn(boolean all, Page page) {
    if (all) {
      lane = page.full() ? page.last() : 0;
      scanning = page.full();
    } else {
      posting = Math.max(posting, page.last());
    }
    if (page.full() || all) {
      wake();
    }
  }

  private static Page allAbove(Handle handle, long lane) {
    List<Long> found = LaneRows.open(handle, lane, PAGE);
    long last = found.isEmpty() ? lane : found.get(found.size() - 1);
    return new Page(heads(handle, found), last, found.size() == PAGE);
  }

  private static Page newAbove(Handle handle, long posting) {
    List<LaneRows.Created> created = LaneRows.created(handle, posting, PAGE);
    Set<Long> found = new LinkedHashSet<>();
    created.forEach(each -> found.add(each.lane()));
    long last = created.isEmpty() ? posting : created.get(created.size() - 1).id();
    return new Page(heads(handle, found), last, created.size() == PAGE);
  }

  private static List<LaneHead> heads(Handle handle, Collection<Long> lanes) {
    List<LaneHead> heads = new ArrayList<>();
    for (long lane : lanes) {
      LaneHead head = LaneRows.head(handle, lane);
      if (head != null) {
        heads.add(head);
      }
    }
    return heads;
  }

  /** Heads of lanes, up to where they were looked for, and whether there may be more. */
  private record Page(List<LaneHead> heads, long last, boolean full) {}
}
