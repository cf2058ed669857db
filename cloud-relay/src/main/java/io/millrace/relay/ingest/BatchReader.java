package io.millrace.relay.ingest;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.v1.Batch;
import io.millrace.v1.Compression;
import io.millrace.v1.DeclaredHole;
import io.millrace.v1.Event;
import io.millrace.v1.RecordBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Unpacks and checks batches. Any thread; no I/O. */
public final class BatchReader {
  /** Bytes of an unpacked block. */
  public static final int RAW_BYTES_MAX = 4 << 20;

  /** Records in a batch. */
  static final int RECORDS_MAX = 10_000;

  /** Declared holes in a batch. */
  static final int HOLES_MAX = 1_000;

  private final EventRules rules;
  private final Refused refused;

  /** Events must be of that plant. */
  BatchReader(String plant, Refused refused) {
    this.rules = new EventRules(plant);
    this.refused = refused;
  }

  /** Hears which record a batch is refused for, when it is one. */
  interface Refused {
    void record(long sequence, MillraceException reason);
  }

  /** BATCH_INVALID or PLANT_FOREIGN, naming the sequence where there is one. */
  Received read(Batch batch) {
    List<Received.Hole> holes = holes(batch);
    List<ByteString> payloads = unpack(batch);
    long missing = holes.stream().mapToLong(hole -> hole.last() - hole.first() + 1).sum();
    long wanted = batch.getLastSequence() - batch.getFirstSequence() + 1 - missing;
    check(
        payloads.size() == wanted,
        () ->
            "batch %d..%d with %d declared missing has %d records"
                .formatted(
                    batch.getFirstSequence(), batch.getLastSequence(), missing, payloads.size()));
    return new Received(
        batch.getEpoch(),
        batch.getFirstSequence(),
        batch.getLastSequence(),
        records(batch.getFirstSequence(), payloads, holes),
        holes);
  }

  private List<NewRecord> records(
      long first, List<ByteString> payloads, List<Received.Hole> holes) {
    List<NewRecord> records = new ArrayList<>(payloads.size());
    long sequence = first;
    int nextHole = 0;
    for (ByteString payload : payloads) {
      while (nextHole < holes.size() && holes.get(nextHole).first() == sequence) {
        sequence = holes.get(nextHole++).last() + 1;
      }
      records.add(new NewRecord(sequence, known(sequence, payload), payload));
      sequence++;
    }
    return records;
  }

  private Event known(long sequence, ByteString payload) {
    try {
      return event(sequence, payload);
    } catch (MillraceException e) {
      refused.record(sequence, e);
      throw e;
    }
  }

  private Event event(long sequence, ByteString payload) {
    try {
      Event event = Event.parseFrom(payload);
      rules.check(sequence, event);
      return event;
    } catch (InvalidProtocolBufferException e) {
      throw new MillraceException(
          ErrorCode.BATCH_INVALID, "record %d is no event".formatted(sequence), e);
    }
  }

  private static List<Received.Hole> holes(Batch batch) {
    check(
        batch.getFirstSequence() > 0 && batch.getFirstSequence() <= batch.getLastSequence(),
        () -> "batch %d..%d".formatted(batch.getFirstSequence(), batch.getLastSequence()));
    check(batch.getHolesCount() <= HOLES_MAX, () -> "%d holes".formatted(batch.getHolesCount()));
    List<Received.Hole> holes = new ArrayList<>(batch.getHolesCount());
    long from = batch.getFirstSequence();
    for (DeclaredHole hole : batch.getHolesList()) {
      long first = hole.getFirstSequence();
      long last = hole.getLastSequence();
      check(
          from <= first && first <= last && last <= batch.getLastSequence(),
          () ->
              "hole %d..%d in batch %d..%d: expected ascending, disjoint and within"
                  .formatted(first, last, batch.getFirstSequence(), batch.getLastSequence()));
      holes.add(new Received.Hole(first, last, hole.getReason()));
      from = last + 1;
    }
    return holes;
  }

  private static List<ByteString> unpack(Batch batch) {
    try {
      RecordBlock block = RecordBlock.parseFrom(raw(batch));
      check(
          block.getRecordsCount() <= RECORDS_MAX,
          () -> "%d records".formatted(block.getRecordsCount()));
      return block.getRecordsList();
    } catch (InvalidProtocolBufferException e) {
      throw new MillraceException(ErrorCode.BATCH_INVALID, "block cannot be parsed", e);
    }
  }

  private static ByteString raw(Batch batch) {
    int size = batch.getRawSize();
    check(
        size >= 0 && size <= RAW_BYTES_MAX,
        () ->
            "raw_size %s, at most %d are unpacked"
                .formatted(Integer.toUnsignedString(size), RAW_BYTES_MAX));
    if (batch.getCompression() == Compression.COMPRESSION_NONE) {
      check(
          batch.getBlock().size() == size,
          () -> "raw_size %d, has %d".formatted(size, batch.getBlock().size()));
      return batch.getBlock();
    }
    check(
        batch.getCompression() == Compression.COMPRESSION_ZSTD,
        () -> "compression %s".formatted(batch.getCompression()));
    byte[] raw = new byte[size];
    long unpacked = unpack(raw, batch.getBlock().toByteArray());
    check(unpacked == size, () -> "raw_size %d, unpacked %d".formatted(size, unpacked));
    return UnsafeByteOperations.unsafeWrap(raw);
  }

  /** Never writes beyond the target, whatever the frame says of its size. */
  private static long unpack(byte[] target, byte[] packed) {
    try {
      return Zstd.decompress(target, packed);
    } catch (ZstdException e) {
      throw new MillraceException(
          ErrorCode.BATCH_INVALID,
          "block does not unpack into raw_size %d: %s".formatted(target.length, e.getMessage()),
          e);
    }
  }

  private static void check(boolean held, Supplier<String> message) {
    if (!held) {
      throw new MillraceException(ErrorCode.BATCH_INVALID, message.get());
    }
  }
}
