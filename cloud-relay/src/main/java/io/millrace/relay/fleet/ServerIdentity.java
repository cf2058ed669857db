package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.tls.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;

/** What the relay shows on both of its ports: server, issuer and root certificate, and the key. */
public record ServerIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final String CHAIN = "server.pem";
  private static final String KEY = "server.key";
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /** The chain is copied. */
  public ServerIdentity {
    chain = List.copyOf(chain);
  }

  static Optional<ServerIdentity> read(Path folder) {
    if (!Files.exists(folder.resolve(CHAIN)) || !Files.exists(folder.resolve(KEY))) {
      return Optional.empty();
    }
    return Optional.of(
        new ServerIdentity(
            PemFile.certificates(folder.resolve(CHAIN)), PemFile.key(folder.resolve(KEY))));
  }

  /**
   * The old certificate goes first, so that a crash in between leaves none, and one is made anew.
   */
  void write(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(CHAIN));
      PemFile.write(folder.resolve(KEY), PemFile.text(key));
      PemFile.write(folder.resolve(CHAIN), PemFile.text(chain));
    } catch (IOException | GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, folder + ": " + e, e);
    }
  }

  boolean isFor(List<String> names, X509Certificate issuer) {
    try {
      Collection<List<?>> alternatives = chain.get(0).getSubjectAlternativeNames();
      Set<String> present = new TreeSet<>();
      if (alternatives != null) {
        alternatives.forEach(name -> present.add(String.valueOf(name.get(1))));
      }
      return present.equals(new TreeSet<>(names)) && chain.contains(issuer);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  boolean endsAfter(Instant time) {
    return chain.get(0).getNotAfter().toInstant().isAfter(time);
  }

  static GeneralName generalName(String name) {
    boolean address = ADDRESS.matcher(name).matches();
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "server " + chain.get(0).getSerialNumber().toString(16);
  }
}
