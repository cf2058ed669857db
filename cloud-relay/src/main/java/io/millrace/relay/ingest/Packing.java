package io.millrace.relay.ingest;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.eventlog.TelemetryBlock;
import io.millrace.v1.Compression;
import io.millrace.v1.RecordBlock;
import java.util.List;

/** Packs telemetry for keeping. Any thread. */
final class Packing {
  private static final int LEVEL = 1;

  private Packing() {}

  /** At least one record. */
  static TelemetryBlock block(List<NewRecord> records) {
    RecordBlock.Builder block = RecordBlock.newBuilder();
    records.forEach(each -> block.addRecords(each.payload()));
    byte[] raw = block.build().toByteArray();
    return new TelemetryBlock(
        records.get(0).sequence(),
        records.get(records.size() - 1).sequence(),
        records.size(),
        Compression.COMPRESSION_ZSTD,
        raw.length,
        UnsafeByteOperations.unsafeWrap(Zstd.compress(raw, LEVEL)));
  }
}
