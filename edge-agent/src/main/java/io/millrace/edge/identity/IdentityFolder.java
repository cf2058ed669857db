package io.millrace.edge.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.protobuf.ByteString;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.tls.PemFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder data/identity. Papers are key.pem, chain.pem and root.pem, readable by their owner
 * only: the first in the folder itself, later ones in papers-1, papers-2 and so on. identity.yaml
 * says which count, so replacing that one file replaces all in one step; what it does not name
 * counts for nothing. Papers with the next number are the candidate: key and request first, then
 * what the relay answers, and last their own identity.yaml, which moves up when they worked.
 */
public final class IdentityFolder {
  private static final String KEY = "key.pem";
  private static final String CHAIN = "chain.pem";
  private static final String ROOT = "root.pem";
  private static final String REQUEST = "request";
  private static final String NAMES = "identity.yaml";
  private static final String DRAFT = ".draft";
  private static final List<String> FILES = List.of(NAMES, CHAIN, ROOT, REQUEST, KEY);

  /** Folders of papers, each with its number. */
  private static final String PAPERS = "papers-";

  private final Path folder;
  private final Optional<String> plant;
  private final Runnable step;

  /** That folder; it need not exist yet. */
  public IdentityFolder(Path folder) {
    this(folder, Optional.empty(), () -> {});
  }

  private IdentityFolder(Path folder, Optional<String> plant, Runnable step) {
    this.folder = folder;
    this.plant = plant;
    this.step = step;
  }

  /** The same folder, of which only an identity for that plant is taken: others PLANT_FOREIGN. */
  public IdentityFolder onlyFor(String enterpriseSite) {
    return new IdentityFolder(folder, Optional.of(enterpriseSite), step);
  }

  /** The plant that an identity must be for; empty when any is taken. */
  public String plant() {
    return plant.orElse("");
  }

  /** The same folder; the runnable is called before each change of a file and may throw. */
  IdentityFolder withSteps(Runnable beforeEach) {
    return new IdentityFolder(folder, plant, beforeEach);
  }

  /** What is there; empty before enrolment. CERTIFICATE_INVALID names what cannot be used. */
  public Optional<Identity> load() {
    Optional<Names> names = names(folder);
    return names.map(read -> identity(read, papers(read.number())));
  }

  /**
   * A number that changes whenever the identity was replaced; 0 without one. Cheap, so it may be
   * asked every second.
   */
  public long version() {
    try {
      return Files.exists(folder.resolve(NAMES))
          ? Files.getLastModifiedTime(folder.resolve(NAMES)).toMillis()
          : 0;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Replaces all of it. Until the last step what was there before counts. */
  void store(Identity identity) {
    try {
      Files.createDirectories(folder);
      int number = free();
      Path papers = papers(number);
      Files.createDirectories(papers);
      put(papers.resolve(KEY), PemFile.text(identity.key()));
      put(papers.resolve(CHAIN), PemFile.text(identity.chain()));
      put(papers.resolve(ROOT), PemFile.text(List.of(identity.root())));
      put(folder.resolve(NAMES), text(identity, number));
      tidy(number);
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /** The request for the next certificate and its key: that which was begun, or a new one. */
  Draft draft(Supplier<KeyPair> keys) {
    try {
      Path papers = papers(candidateNumber());
      if (Files.exists(papers.resolve(REQUEST))) {
        Optional<Draft> begun = begun(papers);
        if (begun.isPresent()) {
          return begun.get();
        }
      }
      discard();
      Files.createDirectories(papers);
      KeyPair key = keys.get();
      byte[] request = KeyPairs.request(key);
      put(papers.resolve(KEY), PemFile.text(key.getPrivate()));
      put(papers.resolve(REQUEST), Base64.getEncoder().encodeToString(request));
      return new Draft(ByteString.copyFrom(request), key.getPrivate());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Completes the candidate whose key was drafted. */
  void keep(Identity candidate) {
    try {
      int number = candidateNumber();
      Path papers = papers(number);
      put(papers.resolve(CHAIN), PemFile.text(candidate.chain()));
      put(papers.resolve(ROOT), PemFile.text(List.of(candidate.root())));
      put(papers.resolve(NAMES), text(candidate, number));
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /** Papers that are complete and wait to be tried; such as cannot be used are none. */
  Optional<Identity> candidate() {
    Path papers = papers(candidateNumber());
    try {
      return names(papers).map(names -> identity(names, papers));
    } catch (MillraceException e) {
      return Optional.empty();
    }
  }

  /** The candidate worked: it counts from now on, and what counted before is removed. */
  void takeUp() {
    int number = candidateNumber();
    try {
      step.run();
      Files.move(
          papers(number).resolve(NAMES),
          folder.resolve(NAMES),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      PemFile.forceFolder(folder);
      tidy(number);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Removes the candidate, complete or not. */
  void discard() {
    remove(papers(candidateNumber()));
  }

  private void tidy(int present) throws IOException {
    if (present > 0) {
      for (String file : List.of(KEY, CHAIN, ROOT)) {
        step.run();
        Files.deleteIfExists(folder.resolve(file));
      }
    }
    try (Stream<Path> folders = Files.list(folder)) {
      folders
          .filter(each -> number(each) >= 0 && number(each) != present)
          .forEach(each -> remove(each));
    }
  }

  private void remove(Path papers) {
    try {
      for (String file : FILES) {
        step.run();
        Files.deleteIfExists(papers.resolve(file));
        Files.deleteIfExists(papers.resolve(file + DRAFT));
      }
      Files.deleteIfExists(papers);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Optional<Draft> begun(Path papers) throws IOException {
    try {
      byte[] request =
          Base64.getDecoder()
              .decode(Files.readString(papers.resolve(REQUEST), StandardCharsets.US_ASCII));
      PrivateKey key = PemFile.key(papers.resolve(KEY));
      return KeyPairs.fit(key, KeyPairs.keyOf(request))
          ? Optional.of(new Draft(ByteString.copyFrom(request), key))
          : Optional.empty();
    } catch (MillraceException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Identity identity(Names names, Path papers) {
    if (plant.isPresent() && !plant.get().equals(names.plant)) {
      throw new MillraceException(
          ErrorCode.PLANT_FOREIGN,
          "the certificate is for plant %s, the configuration says %s: mend it, or enrol anew"
              .formatted(names.plant, plant.get()));
    }
    PrivateKey key = PemFile.key(papers.resolve(KEY));
    List<X509Certificate> chain = PemFile.certificates(papers.resolve(CHAIN));
    List<X509Certificate> roots = PemFile.certificates(papers.resolve(ROOT));
    if (chain.isEmpty() || roots.isEmpty() || !KeyPairs.fit(key, chain.get(0).getPublicKey())) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID,
          papers + ": key and certificate do not belong together: enrol anew");
    }
    String api = names.api == null ? "" : names.api;
    return new Identity(names.agent, names.plant, names.relay, api, chain, key, roots.get(0));
  }

  private static Optional<Names> names(Path papers) {
    Path file = papers.resolve(NAMES);
    return Files.exists(file)
        ? Optional.of(ConfigReader.read(file, Names.class))
        : Optional.empty();
  }

  private static String text(Identity identity, int number) {
    return "agent: '%s'\nplant: '%s'\nrelay: '%s'\napi: '%s'\npapers: %d\n"
        .formatted(
            identity.agent(), identity.plant(), identity.relayAddress(), identity.api(), number);
  }

  private int candidateNumber() {
    return names(folder).map(Names::number).orElse(0) + 1;
  }

  /** A number above all that are used, so that nothing that counts is written over. */
  private int free() throws IOException {
    int highest = Files.exists(folder.resolve(NAMES)) ? 0 : -1;
    try (Stream<Path> folders = Files.list(folder)) {
      return 1 + Math.max(highest, folders.mapToInt(IdentityFolder::number).max().orElse(-1));
    }
  }

  private Path papers(int number) {
    return number == 0 ? folder : folder.resolve(PAPERS + number);
  }

  /** -1 for what holds no papers. */
  private static int number(Path papers) {
    String name = String.valueOf(papers.getFileName());
    try {
      return name.startsWith(PAPERS) ? Integer.parseInt(name.substring(PAPERS.length())) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void put(Path file, String text) throws IOException {
    step.run();
    PemFile.write(file, text);
  }

  private MillraceException unusable(Exception e) {
    String why = e instanceof NoSuchFileException ? e + ": was the agent enrolled anew?" : "" + e;
    return new MillraceException(ErrorCode.CERTIFICATE_INVALID, folder + ": " + why, e);
  }

  /** A key that waits for its certificate, and the PKCS#10 request for it. */
  record Draft(ByteString request, PrivateKey key) {}

  private record Names(
      @JsonProperty(required = true) String agent,
      @JsonProperty(required = true) String plant,
      @JsonProperty(required = true) String relay,
      @Nullable String api,
      @Nullable Integer papers) {

    int number() {
      return papers == null ? 0 : papers;
    }
  }
}
