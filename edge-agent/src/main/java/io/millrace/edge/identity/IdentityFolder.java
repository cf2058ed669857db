package io.millrace.edge.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.tls.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The folder data/identity: key.pem, chain.pem, root.pem and identity.yaml, each replaced in one
 * step and readable by its owner only. identity.yaml is written last, so that without it nothing
 * counts; chain and key that do not fit, as after a crash between two files, are refused.
 */
public final class IdentityFolder {
  private static final String KEY = "key.pem";
  private static final String CHAIN = "chain.pem";
  private static final String ROOT = "root.pem";
  private static final String NAMES = "identity.yaml";

  private final Path folder;
  private final Optional<String> plant;

  /** That folder; it need not exist yet. */
  public IdentityFolder(Path folder) {
    this(folder, Optional.empty());
  }

  private IdentityFolder(Path folder, Optional<String> plant) {
    this.folder = folder;
    this.plant = plant;
  }

  /** The same folder, of which only an identity for that plant is taken: others PLANT_FOREIGN. */
  public IdentityFolder onlyFor(String enterpriseSite) {
    return new IdentityFolder(folder, Optional.of(enterpriseSite));
  }

  /** What is there; empty before enrolment. CERTIFICATE_INVALID names what cannot be used. */
  public Optional<Identity> load() {
    Path names = folder.resolve(NAMES);
    if (!Files.exists(names)) {
      return Optional.empty();
    }
    Names read = ConfigReader.read(names, Names.class);
    if (plant.isPresent() && !plant.get().equals(read.plant)) {
      throw new MillraceException(
          ErrorCode.PLANT_FOREIGN,
          "the certificate is for plant %s, the configuration says %s: mend it, or enrol anew"
              .formatted(read.plant, plant.get()));
    }
    PrivateKey key = PemFile.key(folder.resolve(KEY));
    List<X509Certificate> chain = PemFile.certificates(folder.resolve(CHAIN));
    List<X509Certificate> roots = PemFile.certificates(folder.resolve(ROOT));
    if (chain.isEmpty() || roots.isEmpty() || !KeyPairs.fit(key, chain.get(0).getPublicKey())) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID,
          folder + ": key and certificate do not belong together: enrol anew");
    }
    return Optional.of(new Identity(read.agent, read.plant, read.relay, chain, key, roots.get(0)));
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

  /** Replaces all of it: key before certificate, names last. */
  void store(Identity identity) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(folder.resolve(NAMES));
      PemFile.write(folder.resolve(KEY), PemFile.text(identity.key()));
      PemFile.write(folder.resolve(CHAIN), PemFile.text(identity.chain()));
      PemFile.write(folder.resolve(ROOT), PemFile.text(List.of(identity.root())));
      PemFile.write(
          folder.resolve(NAMES),
          "agent: '%s'\nplant: '%s'\nrelay: '%s'\n"
              .formatted(identity.agent(), identity.plant(), identity.relayAddress()));
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  private MillraceException unusable(Exception e) {
    return new MillraceException(ErrorCode.CERTIFICATE_INVALID, folder + ": " + e, e);
  }

  private record Names(
      @JsonProperty(required = true) String agent,
      @JsonProperty(required = true) String plant,
      @JsonProperty(required = true) String relay) {}
}
