package io.millrace.edge.identity;

import static java.util.stream.Collectors.joining;

import io.millrace.base.tls.PemFile;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server only when its chain shows the root whose SHA-256 is known, and then as any client
 * would: signatures, validity, purpose and host name are checked below that root (PKIX, RFC 5280).
 */
final class PinnedTrust extends X509ExtendedTrustManager {
  private final String rootFingerprint;

  PinnedTrust(String rootFingerprint) {
    this.rootFingerprint = rootFingerprint;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      below(pinned(chain)).checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw isOfName(e) ? otherName(chain[0], engine.getPeerHost()) : e;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    below(pinned(chain)).checkServerTrusted(chain, authType, socket);
  }

  /** Without a connection there is no host name to check. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("server cannot be checked without its connection");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** The words of the Java runtime (sun.security.util.HostnameChecker). */
  private static boolean isOfName(CertificateException e) {
    String text = String.valueOf(e.getMessage());
    return text.startsWith("No ") && text.contains("name");
  }

  private static CertificateException otherName(X509Certificate server, String host)
      throws CertificateException {
    Collection<List<?>> names = server.getSubjectAlternativeNames();
    String known =
        names == null
            ? "no name"
            : names.stream().map(name -> String.valueOf(name.get(1))).collect(joining(", "));
    return new RefusedServerException(
        "the relay's certificate is for %s, not for %s: use that name, or add this one to 'names' of 'agents' in relay.yaml and start the relay again"
            .formatted(known, host));
  }

  private X509Certificate pinned(X509Certificate[] chain) throws CertificateException {
    try {
      for (X509Certificate certificate : chain) {
        if (PemFile.fingerprint(certificate).equals(rootFingerprint)) {
          return certificate;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
    throw new RefusedServerException(
        "the server does not show the root certificate that the code names");
  }

  private static X509ExtendedTrustManager below(X509Certificate root) throws CertificateException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("root", root);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return extended;
        }
      }
      throw new CertificateException("no PKIX trust manager");
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  /** The server is not the one that was asked for; the message says what to do. */
  static final class RefusedServerException extends CertificateException {
    private static final long serialVersionUID = 1;

    RefusedServerException(String message) {
      super(message);
    }
  }
}
