package io.millrace.sim.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.base.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JsonServerIT {
  @Test
  void twoServersInOneProgramDoNotRegisterTheSameMeters() {
    // the library warns once in a process and from then on at DEBUG
    Logger meters = (Logger) LoggerFactory.getLogger("io.micrometer");
    Level before = meters.getLevel();
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    meters.setLevel(Level.DEBUG);
    meters.addAppender(said);
    try (JsonServer one = start();
        JsonServer two = start()) {
      assertThat(one.port()).isNotEqualTo(two.port());
      assertThat(List.copyOf(said.list))
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(text -> text.contains("already registered"));
    } finally {
      meters.detachAppender(said);
      meters.setLevel(before);
    }
  }

  private static JsonServer start() {
    return JsonServer.on(Clock.system(), Runnable::run)
        .get("/", call -> Json.error(HttpStatus.NOT_FOUND, "NOT_FOUND", "nothing is here"))
        .start(0);
  }
}
