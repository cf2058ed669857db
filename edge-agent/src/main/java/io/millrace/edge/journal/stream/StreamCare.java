package io.millrace.edge.journal.stream;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Pace;
import io.millrace.base.worker.Worker;
import io.millrace.edge.journal.disk.Cursor;
import io.millrace.edge.journal.disk.OpenSegment;
import io.millrace.edge.journal.disk.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maintenance of one stream: forces, keeps a spare ready, lets old segments go, keeps the
 * cursor. A force runs when a record waits, none is running and the last began at least the sync
 * gap ago; a failed one is final for what it should have covered. One thread, which may block on
 * the disk; the appending thread hands over segments and waits for it only after a failure.
 */
final class StreamCare implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(StreamCare.class);
  private static final Duration CHORES_EVERY = Duration.ofSeconds(1);

  private final OpenStream stream;
  private final Cursor cursor;

  /** Bounded by the quota: each is a segment on disk. */
  private final ConcurrentLinkedQueue<OpenSegment> sealed = new ConcurrentLinkedQueue<>();

  private final List<Runnable> onDurable = new CopyOnWriteArrayList<>();
  private final ReentrantLock forcing = new ReentrantLock();
  private volatile @Nullable OpenSegment active;
  private volatile @Nullable MillraceException failure;
  private volatile long durable;
  private long forceBegan;
  private long choresDone;

  /** Set before the worker begins. */
  private Chore more = () -> {};

  private final Pace pace;
  private boolean spareRefused;

  StreamCare(OpenStream stream, Cursor cursor) {
    this.stream = stream;
    this.cursor = cursor;
    this.durable = stream.appended();
    long now = stream.clock().nanos();
    this.forceBegan = now - stream.settings().syncGap().toNanos();
    this.choresDone = now;
    this.pace = new Pace(stream.clock());
  }

  /** Done with the other chores and at the end. Before the worker begins. */
  void alsoDo(Chore chore) {
    more = chore;
  }

  @Override
  public String name() {
    return "journal-" + stream.name().text();
  }

  @Override
  public int work() {
    int done = force(false) ? 1 : 0;
    long now = stream.clock().nanos();
    boolean chores = now - choresDone >= CHORES_EVERY.toNanos();
    if (!spareRefused || chores) {
      done += prepare() ? 1 : 0;
    }
    try {
      if (chores) {
        choresDone = now;
        stream.room().expire();
        cursor.write(stream.acknowledged());
        stream.ledger().forget(Math.min(stream.acknowledged(), oldest() - 1));
        more.run();
      }
    } catch (IOException e) {
      degraded(failed(ErrorCode.JOURNAL_FAILED, "maintenance", e));
    }
    return done;
  }

  /** Forces what was appended, whatever the gap; keeps the cursor. Nothing is appended after it. */
  @Override
  public void close() {
    force(true);
    try {
      cursor.write(stream.acknowledged());
      more.run();
      stream.room().close();
      OpenSegment last = active;
      if (last != null) {
        last.channel().close();
      }
    } catch (IOException e) {
      degraded(failed(ErrorCode.JOURNAL_FAILED, "closing", e));
    }
  }

  long durable() {
    return durable;
  }

  void onDurable(Runnable task) {
    onDurable.add(task);
  }

  boolean failed() {
    return failure != null;
  }

  /** What went wrong; only while {@link #failed}. */
  MillraceException failure() {
    return Objects.requireNonNull(failure);
  }

  /** Nothing more is forced until it is mended. Any thread; returns what to throw. */
  MillraceException fail(String what, Throwable cause) {
    MillraceException e = failed(ErrorCode.JOURNAL_FAILED, what, cause);
    failure = e;
    degraded(e);
    return e;
  }

  /** Says it, once a minute at most. */
  void degraded(MillraceException e) {
    String name = stream.name().text();
    pace.due(name)
        .ifPresent(
            repeated ->
                LOG.atWarn()
                    .addKeyValue("stream", name)
                    .addKeyValue("code", e.code())
                    .addKeyValue("hint", e.code().hint())
                    .addKeyValue("repeated", repeated)
                    .setCause(e)
                    .log("journal degraded"));
  }

  /** The appending thread left a segment for another; before any record of the new one is given. */
  void rolled(@Nullable OpenSegment before, OpenSegment next) {
    if (before != null) {
      sealed.add(before);
    }
    active = next;
  }

  /** Stops forcing until closed, and forgets the segments handed over. The appending thread. */
  Halted halt() throws IOException {
    forcing.lock();
    try {
      List<OpenSegment> handed = new ArrayList<>(sealed);
      sealed.clear();
      OpenSegment last = active;
      if (last != null) {
        handed.add(last);
      }
      active = null;
      for (OpenSegment open : handed) {
        open.channel().close();
      }
      return new Halted();
    } catch (IOException e) {
      forcing.unlock();
      throw e;
    }
  }

  /** While it is open no force runs. */
  final class Halted implements AutoCloseable {
    long durable() {
      return durable;
    }

    void mended() {
      failure = null;
    }

    @Override
    public void close() {
      forcing.unlock();
    }
  }

  private boolean force(boolean now) {
    long nanos = stream.clock().nanos();
    if (!now && nanos - forceBegan < stream.settings().syncGap().toNanos()) {
      return false;
    }
    forcing.lock();
    try {
      stream.looking();
      long upTo = stream.appended();
      if (failed() || (upTo == durable && sealed.isEmpty())) {
        return false;
      }
      forceBegan = nanos;
      forceAll();
      durable = upTo;
    } catch (IOException e) {
      fail("force", e);
      return false;
    } finally {
      forcing.unlock();
    }
    onDurable.forEach(Runnable::run);
    return true;
  }

  /** The open one first: a segment left after this is in the queue by then. */
  private void forceAll() throws IOException {
    OpenSegment open = active;
    List<OpenSegment> done = List.copyOf(sealed);
    for (OpenSegment each : done) {
      stream.disk().force(each.segment().file(), each.channel(), true);
    }
    if (open != null && !done.contains(open)) {
      stream.disk().force(open.segment().file(), open.channel(), false);
    }
    if (!done.isEmpty() || durable < firstOfOpen(open)) {
      stream.disk().forceFolder(stream.folder().queue());
    }
    for (OpenSegment each : done) {
      keep(each);
      sealed.remove(each);
    }
  }

  private static long firstOfOpen(@Nullable OpenSegment open) {
    return open == null ? 0 : open.segment().first();
  }

  private void keep(OpenSegment open) throws IOException {
    open.channel().close();
    Path kept = stream.folder().kept().resolve(open.segment().keptName());
    stream.disk().rename(open.segment().file(), kept);
    open.segment().moved(kept);
  }

  private boolean prepare() {
    try {
      boolean made = stream.room().prepare();
      spareRefused = false;
      return made;
    } catch (MillraceException e) {
      spareRefused = true;
      degraded(e);
      return false;
    } catch (IOException e) {
      spareRefused = true;
      degraded(failed(ErrorCode.JOURNAL_FULL, "spare segment", e));
      return false;
    }
  }

  private long oldest() {
    List<Segment> all = stream.catalogue().segments();
    return all.isEmpty() ? Long.MAX_VALUE : all.get(0).first();
  }

  private MillraceException failed(ErrorCode code, String what, Throwable cause) {
    return new MillraceException(
        code, "%s: %s: %s".formatted(stream.name().text(), what, cause), cause);
  }
}
