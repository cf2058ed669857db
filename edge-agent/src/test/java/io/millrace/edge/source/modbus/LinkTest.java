package io.millrace.edge.source.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.source.plan.Block;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final Heard heard = new Heard();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @Test
  void theDeadlineBeginsWhenTheQuestionIsWritten() {
    channel.freezeTime();
    channel.pipeline().addLast(new SlowToWrite());

    Link.attach(channel, 1, TIMEOUT, heard).ask(new Block(Area.HOLDING.space(), 0, 1, List.of()));
    channel.runScheduledPendingTasks();
    assertThat(heard.words).isEmpty();

    pass(TIMEOUT.minusMillis(1));
    assertThat(heard.words).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(heard.words).containsExactly("expired");
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  /** Takes longer to write than a device has to answer, as a cold machine under load does. */
  private final class SlowToWrite extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object frame, ChannelPromise promise) {
      channel.advanceTimeBy(2 * TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
      ReferenceCountUtil.release(frame);
      promise.setSuccess();
    }
  }

  private static final class Heard implements Link.Listener {
    private final List<String> words = new ArrayList<>();

    @Override
    public void answered(Question question, Answer answer) {
      words.add("answered");
    }

    @Override
    public void expired(Question question) {
      words.add("expired");
    }

    @Override
    public void alive() {
      words.add("alive");
    }

    @Override
    public void closed(String reason, boolean malformed) {
      words.add("closed: " + reason);
    }
  }
}
