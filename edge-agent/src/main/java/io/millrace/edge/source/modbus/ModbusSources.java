package io.millrace.edge.source.modbus;

import io.millrace.base.time.Clock;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.Source;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes Modbus sources and owns the threads that they share: {@link #LOOPS_MAX} event loops and one
 * for host names, whatever the number of sources. Any thread.
 */
public final class ModbusSources implements AutoCloseable {
  /** Event loops of all Modbus sources together. */
  public static final int LOOPS_MAX = 2;

  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Clock clock;
  private final RandomGenerator random;
  private final EventLoopGroup loops;
  private final Resolver resolver = new Resolver();

  /** The random numbers spread reconnects; the generator must allow any thread. */
  public ModbusSources(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            LOOPS_MAX, new DefaultThreadFactory("modbus", true), NioIoHandler.newFactory());
  }

  /**
   * A source that is not started yet. Each group names tags that must come in one request where the
   * device allows it: counter, order and reset marker of one machine.
   */
  public Source open(ModbusSourceSettings settings, List<Set<String>> together) {
    return open(settings, together, ModbusSource.RETRY_REFUSED);
  }

  Source open(ModbusSourceSettings settings, List<Set<String>> together, Duration retryRefused) {
    return new ModbusSource(
        settings, together, retryRefused, loops.next(), resolver, clock, random);
  }

  /**
   * Reads one tag, or all, over a connection of its own, each with a request of its own. Blocks for
   * at most the source's timeout for the connection and for each tag. SOURCE_UNREACHABLE when it
   * cannot connect, NOT_FOUND when there is no such tag.
   */
  public List<LiveReading> readOnce(ModbusSourceSettings settings, @Nullable String tag) {
    return new LiveRead(settings, loops.next(), resolver, clock).read(tag);
  }

  /** Ends the threads; sources are closed before. Waits at most 2 s. */
  @Override
  public void close() {
    resolver.close();
    loops
        .shutdownGracefully(0, CLOSE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE.toMillis());
  }
}
