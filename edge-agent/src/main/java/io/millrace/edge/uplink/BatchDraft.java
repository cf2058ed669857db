package io.millrace.edge.uplink;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.v1.Batch;
import io.millrace.v1.Compression;
import io.millrace.v1.DeclaredHole;
import io.millrace.v1.RecordBlock;

/** A batch that is being filled: records and holes of one run in ascending order. One thread. */
final class BatchDraft {
  /** Fewer records are sent as they are: packing them costs more than it saves. */
  static final int COMPRESSED_FROM = 20;

  /** Holes in a batch; the relay refuses more than 1,000. */
  static final int HOLES_MAX = 500;

  private static final int LEVEL = 1;

  private final String epoch;
  private final long first;
  private final long begunNanos;
  private final RecordBlock.Builder block = RecordBlock.newBuilder();
  private final Batch.Builder batch = Batch.newBuilder();
  private long last;
  private int bytes;

  BatchDraft(String epoch, long first, long begunNanos) {
    this.epoch = epoch;
    this.first = first;
    this.last = first - 1;
    this.begunNanos = begunNanos;
  }

  String epoch() {
    return epoch;
  }

  long last() {
    return last;
  }

  int bytes() {
    return bytes;
  }

  int records() {
    return block.getRecordsCount();
  }

  int holes() {
    return batch.getHolesCount();
  }

  long begunNanos() {
    return begunNanos;
  }

  void add(byte[] record) {
    block.addRecords(UnsafeByteOperations.unsafeWrap(record));
    bytes += record.length;
    last++;
  }

  void addHole(long lastMissing, String reason) {
    batch.addHoles(
        DeclaredHole.newBuilder()
            .setFirstSequence(last + 1)
            .setLastSequence(lastMissing)
            .setReason(reason));
    last = lastMissing;
  }

  Batch build() {
    byte[] raw = block.build().toByteArray();
    batch.setEpoch(epoch).setFirstSequence(first).setLastSequence(last).setRawSize(raw.length);
    if (records() >= COMPRESSED_FROM) {
      byte[] packed = Zstd.compress(raw, LEVEL);
      if (packed.length < raw.length) {
        return packed(packed, Compression.COMPRESSION_ZSTD);
      }
    }
    return packed(raw, Compression.COMPRESSION_NONE);
  }

  private Batch packed(byte[] bytes, Compression compression) {
    ByteString wrapped = UnsafeByteOperations.unsafeWrap(bytes);
    return batch.setBlock(wrapped).setCompression(compression).build();
  }
}
