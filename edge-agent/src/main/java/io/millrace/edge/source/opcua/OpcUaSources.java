package io.millrace.edge.source.opcua;

import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.Worker;
import io.millrace.base.worker.WorkerRunner;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.opcua.server.LiveRead;
import io.millrace.edge.source.opcua.server.Login;
import io.millrace.edge.source.opcua.server.MiloOpener;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaTag;
import io.millrace.edge.source.opcua.server.Opener;
import io.millrace.edge.source.opcua.server.TrustFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes OPC UA sources and owns the one thread on which all of them work. Nothing of the library is
 * loaded, and no thread is started, before the first source is opened. Any thread.
 */
public final class OpcUaSources implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(20);

  private final Path data;
  private final Path files;
  private final Clock clock;
  private final RandomGenerator random;
  private final List<OpcUaSource> sources = new CopyOnWriteArrayList<>();
  private @Nullable WorkerRunner runner;

  /**
   * Trust is kept in {@code data}, one folder for each source; files of the configuration are below
   * {@code files}. The random numbers spread reconnects; the generator must allow any thread.
   */
  public OpcUaSources(Path data, Path files, Clock clock, RandomGenerator random) {
    this.data = data;
    this.files = files;
    this.clock = clock;
    this.random = random;
  }

  /** A source that is not started yet. Called by one thread, as is {@link #close}. */
  public Source open(OpcUaSourceSettings settings, List<Group> groups) {
    if (runner == null) {
      runner = WorkerRunner.start(new Work(), IDLE);
    }
    WorkerRunner running = runner;
    Partition partition = Partition.of(settings.tags().keySet(), groups);
    Opener opener =
        new MiloOpener(
            settings,
            partition.subscriptions(),
            new Login(settings, files, trust(settings.name())),
            clock);
    OpcUaSource source = new OpcUaSource(settings, partition, opener, running::wake, clock, random);
    sources.add(source);
    return source;
  }

  /**
   * Reads one tag, or all, over a session of its own. Blocks for a few times the source's timeout
   * at most. SOURCE_UNREACHABLE when it cannot connect, NOT_FOUND when there is no such tag.
   */
  public List<LiveReading> readOnce(OpcUaSourceSettings settings, @Nullable String tag) {
    Map<String, OpcUaTag> wanted = settings.tags();
    if (tag != null) {
      OpcUaTag one = wanted.get(tag);
      if (one == null) {
        throw new MillraceException(
            ErrorCode.NOT_FOUND,
            "source %s has no tag '%s'%s"
                .formatted(settings.name(), tag, Nearest.suggestion(tag, wanted.keySet())));
      }
      wanted = Map.of(tag, one);
    }
    Login login = new Login(settings, files, trust(settings.name()));
    return new LiveRead(settings, login, clock).read(wanted);
  }

  /** Whom that source trusts. */
  public TrustFolder trust(String source) {
    return new TrustFolder(data.resolve(source));
  }

  /** Ends the thread; sources are closed before. */
  @Override
  public void close() {
    if (runner != null) {
      runner.close();
    }
  }

  private final class Work implements Worker {
    @Override
    public String name() {
      return "opcua";
    }

    @Override
    public int work() {
      int done = 0;
      for (OpcUaSource source : sources) {
        done += source.work();
      }
      return done;
    }

    @Override
    public void close() {}
  }
}
