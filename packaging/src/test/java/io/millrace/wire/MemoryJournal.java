package io.millrace.wire;

import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.StreamFigures;
import io.millrace.edge.journal.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A journal without a disk, whose runs, durable marks and losses the test decides. Any thread. */
public final class MemoryJournal implements Journal {
  private final String id;
  private final MemoryStream events;
  private final MemoryStream telemetry;
  private String epoch;

  /** An empty one in its first run. */
  public MemoryJournal(String id, String epoch) {
    this.id = id;
    this.epoch = epoch;
    this.events = new MemoryStream(StreamName.EVENTS);
    this.telemetry = new MemoryStream(StreamName.TELEMETRY);
    events.begin(epoch);
    telemetry.begin(epoch);
  }

  private MemoryJournal(MemoryJournal image) {
    this.id = image.id;
    this.epoch = image.epoch;
    this.events = new MemoryStream(image.events);
    this.telemetry = new MemoryStream(image.telemetry);
  }

  /** What a copy of the disk would hold. */
  public MemoryJournal copy() {
    return new MemoryJournal(this);
  }

  /** The agent starts again. */
  public void restart(String next) {
    epoch = next;
    events.begin(next);
    telemetry.begin(next);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public MemoryStream events() {
    return events;
  }

  @Override
  public MemoryStream telemetry() {
    return telemetry;
  }

  @Override
  public void note(byte[] note) {}

  @Override
  public void close() {}

  /** One stream. */
  public static final class MemoryStream implements JournalStream {
    private final StreamName name;
    private final TreeMap<Long, JournalItem.Entry> records = new TreeMap<>();
    private final List<EpochRange> epochs = new ArrayList<>();
    private final Map<Long, String> refused = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long appended;
    private long durable;
    private long acknowledged;

    MemoryStream(StreamName name) {
      this.name = name;
    }

    MemoryStream(MemoryStream image) {
      this(image.name);
      records.putAll(image.records);
      epochs.addAll(image.epochs);
      appended = image.appended;
      durable = image.durable;
      acknowledged = image.acknowledged;
    }

    private void begin(String epoch) {
      records.tailMap(durable, false).clear();
      appended = durable;
      String predecessor = "";
      if (!epochs.isEmpty()) {
        EpochRange last = epochs.remove(epochs.size() - 1);
        epochs.add(
            new EpochRange(
                last.epoch(), last.predecessor(), last.predecessorLast(), last.first(), durable));
        predecessor = last.epoch();
      }
      epochs.add(new EpochRange(epoch, predecessor, durable, durable + 1, durable));
    }

    @Override
    public StreamName name() {
      return name;
    }

    @Override
    public synchronized long append(byte[] payload) {
      appended++;
      String epoch = epochs.get(epochs.size() - 1).epoch();
      records.put(appended, new JournalItem.Entry(appended, epoch, payload));
      return appended;
    }

    /** Makes durable up to that sequence. */
    public void force(long sequence) {
      synchronized (this) {
        durable = Math.max(durable, Math.min(sequence, appended));
      }
      listeners.forEach(Runnable::run);
    }

    /** Deletes what is older, as retention does. */
    public synchronized void trim(long firstKept) {
      records.headMap(firstKept).clear();
      while (epochs.size() > 1 && epochs.get(1).first() <= firstKept) {
        epochs.remove(0);
      }
      EpochRange oldest = epochs.get(0);
      if (oldest.first() < firstKept) {
        epochs.set(
            0,
            new EpochRange(
                oldest.epoch(),
                oldest.predecessor(),
                oldest.predecessorLast(),
                firstKept,
                oldest.last()));
      }
    }

    /** Destroys records, as damage does; readers meet a hole. */
    public synchronized void damage(long first, long last) {
      records.subMap(first, last + 1).clear();
    }

    /** The record of that sequence, or null. */
    public synchronized JournalItem.@Nullable Entry record(long sequence) {
      return records.get(sequence);
    }

    @Override
    public synchronized long appended() {
      return appended;
    }

    @Override
    public synchronized long durable() {
      return durable;
    }

    @Override
    public void onDurable(Runnable task) {
      listeners.add(task);
    }

    @Override
    public JournalReader reader(long from) {
      return new MemoryReader(from);
    }

    @Override
    public synchronized void acknowledge(long sequence) {
      if (sequence > durable) {
        throw new AssertionError("acknowledged " + sequence + " above durable " + durable);
      }
      acknowledged = Math.max(acknowledged, sequence);
    }

    /** Why the relay refused that record; empty when it did not. */
    public synchronized String refusal(long sequence) {
      return refused.getOrDefault(sequence, "");
    }

    /** As damage, under its own name. */
    @Override
    public synchronized boolean refuse(long sequence, String why) {
      refused.put(sequence, why);
      return records.remove(sequence) != null;
    }

    @Override
    public synchronized long acknowledged() {
      return acknowledged;
    }

    @Override
    public synchronized List<EpochRange> epochs() {
      List<EpochRange> all = new ArrayList<>(epochs);
      EpochRange last = all.remove(all.size() - 1);
      all.add(
          new EpochRange(
              last.epoch(), last.predecessor(), last.predecessorLast(), last.first(), appended));
      return all;
    }

    @Override
    public synchronized StreamFigures figures() {
      return new StreamFigures(appended, durable, acknowledged, 0, 1, 0, 0);
    }

    @Override
    public int payloadMax() {
      return 1 << 20;
    }

    @Override
    public List<JournalItem.Hole> takeHoles() {
      return List.of();
    }

    @Override
    public void told(JournalItem.Hole hole) {}

    private synchronized @Nullable JournalItem next(long position) {
      JournalItem.Entry entry = records.get(position);
      if (position > durable || entry != null) {
        return position > durable ? null : entry;
      }
      Long following = records.higherKey(position);
      long end = following == null ? durable : Math.min(durable, following - 1);
      EpochRange run = epochs.get(0);
      for (EpochRange each : epochs) {
        if (each.first() <= position) {
          run = each;
        } else {
          end = Math.min(end, each.first() - 1);
          break;
        }
      }
      boolean isRefused = refused.containsKey(position);
      return new JournalItem.Hole(
          position,
          isRefused ? position : end,
          run.epoch(),
          isRefused ? JournalItem.Reason.RELAY_REFUSED : JournalItem.Reason.JOURNAL_DAMAGED);
    }

    private final class MemoryReader implements JournalReader {
      private long position;

      MemoryReader(long from) {
        this.position = from;
      }

      @Override
      public @Nullable JournalItem poll() {
        JournalItem item = next(position);
        if (item instanceof JournalItem.Entry entry) {
          position = entry.sequence() + 1;
        } else if (item instanceof JournalItem.Hole hole) {
          position = hole.last() + 1;
        }
        return item;
      }

      @Override
      public long position() {
        return position;
      }

      @Override
      public void seek(long sequence) {
        position = sequence;
      }

      @Override
      public void close() {}
    }
  }
}
