package io.millrace.base.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAlignedAndNumbersStandToTheRight() {
    Table table =
        new Table("SOURCE", "REQUESTS", "REASON")
            .row("press-1", 12345, "")
            .row("p", 7, "connection refused");

    assertThat(table)
        .hasToString(
            """
            SOURCE   REQUESTS  REASON
            press-1     12345
            p               7  connection refused
            """);
  }

  @Test
  void numbersAreWrittenAsPeopleReadThem() {
    assertThat(Words.size(512)).isEqualTo("512 B");
    assertThat(Words.size(1536)).isEqualTo("1.5 KiB");
    assertThat(Words.size(3L << 30)).isEqualTo("3.0 GiB");
    assertThat(Words.time(Duration.ofMillis(230))).isEqualTo("0.2 s");
    assertThat(Words.time(Duration.ofSeconds(200))).isEqualTo("3 m 20 s");
    assertThat(Words.time(Duration.ofMinutes(312))).isEqualTo("5 h 12 m");
    assertThat(Words.time(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }
}
