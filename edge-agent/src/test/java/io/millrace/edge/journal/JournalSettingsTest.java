package io.millrace.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.config.ByteSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JournalSettingsTest {
  /** What the relay unpacks of a batch, and what a record takes in it beside its bytes. */
  private static final int BATCH_BYTES_MAX = 4 << 20;

  private static final int FRAME_BYTES = 8;

  @Test
  void noRecordIsLongerThanABatchHoweverLargeTheSegments() {
    for (long segment : new long[] {64 << 10, 16 << 20, 64 << 20}) {
      JournalSettings settings = of(segment);

      assertThat(settings.recordBytes() + FRAME_BYTES).isLessThanOrEqualTo(BATCH_BYTES_MAX);
      assertThat(settings.isRecordCapped()).isEqualTo(segment > 16 << 20);
    }
  }

  private static JournalSettings of(long segment) {
    ByteSize quota = new ByteSize(2L << 30);
    return new JournalSettings(
        new ByteSize(segment), quota, quota, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
