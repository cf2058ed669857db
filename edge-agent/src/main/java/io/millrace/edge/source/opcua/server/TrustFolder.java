package io.millrace.edge.source.opcua.server;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whom one source trusts: certificates as files, PEM or DER, in {@code trusted} and {@code
 * rejected}. Read anew each time, so that a file put there counts from the next attempt on. Any
 * thread; blocks on the disk.
 */
public final class TrustFolder {
  /** Certificates kept as refused; further ones are not kept, the status names them. */
  public static final int REJECTED_MAX = 16;

  /** Files read of one folder. */
  private static final int FILES_MAX = 256;

  private final Path folder;

  /** The folder of one source, there or not. */
  public TrustFolder(Path folder) {
    this.folder = folder;
  }

  /** A server's certificate or that of its issuer. */
  public List<X509Certificate> trusted() {
    return read("trusted");
  }

  /** What servers showed and was not trusted. */
  public List<X509Certificate> rejected() {
    return read("rejected");
  }

  /**
   * Trusts a refused one from now on; one that is trusted stays so. NOT_FOUND when no certificate
   * that was shown has that thumbprint.
   */
  public X509Certificate accept(String thumbprint) {
    String wanted = thumbprint.replace(":", "").toLowerCase(Locale.ROOT);
    for (X509Certificate certificate : rejected()) {
      if (thumbprint(certificate).equals(wanted)) {
        write("trusted", certificate);
        forget(certificate);
        return certificate;
      }
    }
    for (X509Certificate certificate : trusted()) {
      if (thumbprint(certificate).equals(wanted)) {
        return certificate;
      }
    }
    List<String> refused = rejected().stream().map(TrustFolder::thumbprint).sorted().toList();
    throw MillraceException.hinted(
        ErrorCode.NOT_FOUND,
        "no refused certificate has the thumbprint %s, refused are: %s"
            .formatted(thumbprint, refused.isEmpty() ? "none" : String.join(", ", refused)),
        "a server's certificate is known once it was asked: millrace-agent test SOURCE");
  }

  /** Keeps a refused one, so that a person can look at it. */
  void reject(X509Certificate certificate) {
    if (rejected().size() < REJECTED_MAX) {
      write("rejected", certificate);
    }
  }

  /** SHA-1 of the DER in lower-case hexadecimal (OPC 10000-6, 6.2.2). */
  public static String thumbprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificate without an encoding", e);
    }
  }

  /** The agent's own certificate, which the server is to trust; made at the first attempt. */
  public Path ownCertificate() {
    return own().resolve(OwnIdentity.CERTIFICATE);
  }

  Path own() {
    return folder.resolve("own");
  }

  private void forget(X509Certificate certificate) {
    try {
      Files.deleteIfExists(file("rejected", certificate));
    } catch (IOException e) {
      throw failed(folder.resolve("rejected"), e);
    }
  }

  private void write(String kind, X509Certificate certificate) {
    Path file = file(kind, certificate);
    try {
      Files.createDirectories(file.getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, certificate.getEncoded());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | GeneralSecurityException e) {
      throw failed(file, e);
    }
  }

  private Path file(String kind, X509Certificate certificate) {
    return folder.resolve(kind).resolve(thumbprint(certificate) + ".der");
  }

  private List<X509Certificate> read(String kind) {
    Path files = folder.resolve(kind);
    if (!Files.isDirectory(files)) {
      return List.of();
    }
    List<X509Certificate> certificates = new ArrayList<>();
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.filter(TrustFolder::isCertificate).sorted().limit(FILES_MAX).toList()) {
        certificates.add(certificate(file));
      }
    } catch (IOException e) {
      throw failed(files, e);
    }
    return certificates;
  }

  private static boolean isCertificate(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Stream.of(".der", ".crt", ".cer", ".pem").anyMatch(name::endsWith);
  }

  private static X509Certificate certificate(Path file) {
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | GeneralSecurityException e) {
      throw failed(file, e);
    }
  }

  private static MillraceException failed(Path file, Exception e) {
    return new MillraceException(
        ErrorCode.CERTIFICATE_INVALID, file + " cannot be used: " + e.getMessage(), e);
  }
}
