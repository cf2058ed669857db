package io.millrace.edge.capture;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.StreamFigures;
import io.millrace.edge.journal.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A journal in memory that can be full and can be killed: what was appended outlives the run. */
final class MemoryJournal {
  final List<byte[]> events = new CopyOnWriteArrayList<>();
  final List<byte[]> telemetry = new CopyOnWriteArrayList<>();
  final List<JournalItem.Hole> holes = new ArrayList<>();

  /** Of telemetry, since the run began. */
  final List<JournalItem.Hole> arisen = new ArrayList<>();

  /** Whose gap is said to be durable. */
  final List<JournalItem.Hole> told = new ArrayList<>();

  /** The first events that would survive a power cut. */
  int durable = Integer.MAX_VALUE;

  /** How many more events are taken. */
  int eventsLeft = Integer.MAX_VALUE;

  boolean telemetryFull;

  /** A checkpoint is asked for at every so many events. */
  int segment = 3;

  private byte[] checkpoint = new byte[0];
  private int checkpointAt;
  private byte[] note = new byte[0];
  private int noteAt = -1;

  RecoveredJournal recover() {
    return new RecoveredJournal() {
      @Override
      public byte[] checkpoint() {
        return checkpoint;
      }

      @Override
      public void replay(Consumer<byte[]> consumer, Consumer<byte[]> noted) {
        int from = checkpointAt;
        if (noteAt >= checkpointAt) {
          events.subList(checkpointAt, noteAt).forEach(consumer);
          noted.accept(note);
          from = noteAt;
        }
        events.subList(from, events.size()).forEach(consumer);
      }

      @Override
      public List<JournalItem.Hole> holes(StreamName stream) {
        return stream == StreamName.EVENTS ? holes : List.of();
      }

      @Override
      public Optional<EpochRange> lastEpoch(StreamName stream) {
        return Optional.empty();
      }

      @Override
      public Journal begin(Supplier<byte[]> supplier) {
        keep(supplier);
        return new Run(supplier);
      }

      @Override
      public void close() {}
    };
  }

  private void keep(Supplier<byte[]> supplier) {
    checkpoint = supplier.get();
    checkpointAt = events.size();
  }

  private final class Run implements Journal {
    private final Stream eventStream;
    private final Stream telemetryStream = new Stream(StreamName.TELEMETRY, () -> new byte[0]);

    Run(Supplier<byte[]> supplier) {
      this.eventStream = new Stream(StreamName.EVENTS, supplier);
    }

    @Override
    public String id() {
      return "memory";
    }

    @Override
    public String epoch() {
      return "epoch";
    }

    @Override
    public JournalStream events() {
      return eventStream;
    }

    @Override
    public JournalStream telemetry() {
      return telemetryStream;
    }

    @Override
    public void note(byte[] newest) {
      note = newest;
      noteAt = events.size();
    }

    @Override
    public void close() {}
  }

  private final class Stream implements JournalStream {
    private final StreamName name;
    private final Supplier<byte[]> supplier;

    Stream(StreamName name, Supplier<byte[]> supplier) {
      this.name = name;
      this.supplier = supplier;
    }

    @Override
    public StreamName name() {
      return name;
    }

    @Override
    public long append(byte[] payload) {
      if (name == StreamName.TELEMETRY) {
        refuseIf(telemetryFull);
        telemetry.add(payload);
        return telemetry.size();
      }
      refuseIf(eventsLeft <= 0);
      eventsLeft--;
      if (events.size() % segment == 0) {
        keep(supplier);
      }
      events.add(payload);
      return events.size();
    }

    private static void refuseIf(boolean full) {
      if (full) {
        throw new MillraceException(ErrorCode.JOURNAL_FULL, "quota of 0 bytes");
      }
    }

    @Override
    public int payloadMax() {
      return 1 << 20;
    }

    @Override
    public List<JournalItem.Hole> takeHoles() {
      List<JournalItem.Hole> taken = List.copyOf(name == StreamName.TELEMETRY ? arisen : List.of());
      arisen.removeAll(taken);
      return taken;
    }

    @Override
    public void told(JournalItem.Hole hole) {
      told.add(hole);
    }

    @Override
    public long appended() {
      return events.size();
    }

    @Override
    public long durable() {
      return Math.min(durable, events.size());
    }

    @Override
    public void onDurable(Runnable task) {}

    @Override
    public JournalReader reader(long from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledge(long sequence) {}

    @Override
    public boolean refuse(long sequence, String why) {
      return false;
    }

    @Override
    public long acknowledged() {
      return 0;
    }

    @Override
    public List<EpochRange> epochs() {
      return List.of();
    }

    @Override
    public StreamFigures figures() {
      return new StreamFigures(0, 0, 0, 0, 0, 0, 0);
    }
  }
}
