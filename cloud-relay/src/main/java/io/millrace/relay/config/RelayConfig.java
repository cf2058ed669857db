package io.millrace.relay.config;

import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.KeyPath;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.connector.Target;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.inbound.InboundFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the relay is told: its own file, targets and flows. Agents' certificates live {@code
 * certificateValid}. Without {@code page} the page is on the API port only. Its paths are relative
 * to the file; those of secrets are to the file that names them.
 */
public record RelayConfig(
    Path file,
    Path data,
    Address agents,
    Address api,
    Optional<Address> page,
    List<String> names,
    Duration certificateValid,
    List<Target> targets,
    List<Flow> flows,
    List<InboundFile> inbound,
    ZoneId zone) {
  /** Files in the folder of targets, and of flows. */
  static final int FILES_MAX = 200;

  private static final String INBOUND = "inbound";

  public RelayConfig {
    names = List.copyOf(names);
    targets = List.copyOf(targets);
    flows = List.copyOf(flows);
    inbound = List.copyOf(inbound);
  }

  /** Where to listen; port 0 takes a free one. */
  public record Address(String host, int port) {

    /** Resolved now. */
    public InetSocketAddress socket() {
      return new InetSocketAddress(host, port);
    }
  }

  /**
   * Reads the file and the folders that it names. CONFIG_INVALID names file, line, key, what was
   * expected and the nearest right name.
   */
  public static RelayConfig read(Path file) {
    RelayFile read = ConfigReader.read(file, RelayFile.class);
    Path folder = folder(file);
    List<Target> targets = new TargetFiles(yamlFiles(folder.resolve(read.targets()))).all();
    List<Flow> flows = FlowFiles.read(yamlFiles(folder.resolve(read.flows())), targets);
    List<InboundFile> inbound = InboundFiles.read(inbound(folder, read.inbound()));
    return of(file, read, targets, flows, inbound);
  }

  /** Reads the relay's own file only, for what is done before there are targets and flows. */
  public static RelayConfig alone(Path file) {
    return of(file, ConfigReader.read(file, RelayFile.class), List.of(), List.of(), List.of());
  }

  private static RelayConfig of(
      Path file,
      RelayFile read,
      List<Target> targets,
      List<Flow> flows,
      List<InboundFile> inbound) {
    return new RelayConfig(
        file,
        folder(file).resolve(read.data()),
        new Address(read.agents().host(), read.agents().port()),
        new Address(read.api().host(), read.api().port()),
        Optional.ofNullable(read.page()).map(page -> new Address(page.host(), page.port())),
        Stream.concat(read.agents().names().stream(), read.api().names().stream())
            .distinct()
            .toList(),
        read.agents().certificateValid(),
        targets,
        flows,
        inbound,
        ZoneId.of(read.zone()));
  }

  /** Reads the relay's own file only, for commands that need no targets: the data folder. */
  public static Path dataOf(Path file) {
    return folder(file).resolve(ConfigReader.read(file, RelayFile.class).data());
  }

  /**
   * Fetches every secret and forgets it. CONFIG_INVALID names file, line and key of the reference,
   * and where it was looked for, never the secret.
   */
  public void requireSecrets() {
    RelayFile own = ConfigReader.read(file, RelayFile.class);
    new TargetFiles(yamlFiles(folder().resolve(own.targets()))).requireSecrets();
    inbound.forEach(each -> requireSecret(each, inboundFolder()));
  }

  private static void requireSecret(InboundFile file, Path folder) {
    try {
      file.secret().reveal(folder);
    } catch (MillraceException e) {
      throw new MillraceException(
          e.code(), "webhook %s: secret: %s".formatted(file.webhook(), e.detail()), e);
    }
    file.requireKey(folder);
  }

  /** Where the files of webhooks are, to which their secrets are relative. */
  public Path inboundFolder() {
    Path named = ConfigReader.read(file, RelayFile.class).inbound();
    return folder().resolve(named == null ? Path.of(INBOUND) : named);
  }

  /** What is allowed and probably not meant, or taken where nothing is said; for people. */
  public List<String> remarks() {
    RelayFile own = ConfigReader.read(file, RelayFile.class);
    Path targetFolder = folder().resolve(own.targets());
    List<String> remarks = new ArrayList<>();
    if (targets.isEmpty()) {
      remarks.add("warning: no targets in " + targetFolder + ": nothing will be posted");
    }
    if (flows.isEmpty()) {
      remarks.add(
          "warning: no flows in %s: counts are logged, nothing will be posted"
              .formatted(folder().resolve(own.flows())));
    }
    remarks.addAll(new TargetFiles(yamlFiles(targetFolder)).remarks());
    return remarks;
  }

  /** CONFIG_INVALID that names file, line and key of the relay's own file. */
  public MillraceException complaint(KeyPath path, String text) {
    return ConfigReader.open(file, RelayFile.class).complaint(path, text);
  }

  /** That of the file, to which its paths are relative. */
  public Path folder() {
    return folder(file);
  }

  /** Folder of certificates and keys. */
  public Path authority() {
    return data.resolve("ca");
  }

  /** The socket for the relay's own command line. */
  public Path socket() {
    return data.resolve("relay.sock");
  }

  /** The folder that is named must be there; the usual one may be absent. */
  private static List<Path> inbound(Path folder, @Nullable Path named) {
    Path usual = folder.resolve(INBOUND);
    if (named == null) {
      return Files.isDirectory(usual) ? yamlFiles(usual) : List.of();
    }
    return yamlFiles(folder.resolve(named));
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private static List<Path> yamlFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new MillraceException(ErrorCode.CONFIG_INVALID, folder + ": is not a folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      if (found.size() > FILES_MAX) {
        throw new MillraceException(
            ErrorCode.CONFIG_INVALID,
            "%s: holds %d files, at most %d fit".formatted(folder, found.size(), FILES_MAX));
      }
      return found;
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.CONFIG_INVALID, folder + ": cannot be read: " + e, e);
    }
  }
}
