package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MetersIT {
  @TempDir Path folder;

  @Test
  void thePortsOfOneRelayDoNotRegisterTheSameMeters() throws IOException {
    // the library warns once in a process and from then on at DEBUG
    Logger meters = (Logger) LoggerFactory.getLogger("io.micrometer");
    Level before = meters.getLevel();
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    meters.setLevel(Level.DEBUG);
    meters.addAppender(said);
    try (ApiRig rig = new ApiRig(folder)) {
      assertThat(rig.get("/v1/status").status().code()).isEqualTo(200);
      assertThat(List.copyOf(said.list))
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(text -> text.contains("already registered"));
    } finally {
      meters.detachAppender(said);
      meters.setLevel(before);
    }
  }
}
