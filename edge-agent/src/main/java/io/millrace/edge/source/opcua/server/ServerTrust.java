package io.millrace.edge.source.opcua.server;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/**
 * The folder of one source as the library's validator wants it. The library only reads it; what
 * changes it is a person.
 */
final class ServerTrust implements TrustListManager, CertificateQuarantine {
  private final TrustFolder folder;

  ServerTrust(TrustFolder folder) {
    this.folder = folder;
  }

  @Override
  public List<X509Certificate> getTrustedCertificates() {
    return folder.trusted();
  }

  @Override
  public void addRejectedCertificate(X509Certificate certificate) {
    folder.reject(certificate);
  }

  @Override
  public List<X509Certificate> getRejectedCertificates() {
    return folder.rejected();
  }

  @Override
  public List<X509Certificate> getIssuerCertificates() {
    return List.of();
  }

  @Override
  public List<X509CRL> getIssuerCrls() {
    return List.of();
  }

  @Override
  public List<X509CRL> getTrustedCrls() {
    return List.of();
  }

  @Override
  public DateTime getLastUpdateTime() {
    return DateTime.MIN_VALUE;
  }

  @Override
  public void removeRejectedCertificate(X509Certificate certificate) {
    throw readOnly();
  }

  @Override
  public void setIssuerCrls(List<X509CRL> crls) {
    throw readOnly();
  }

  @Override
  public void setTrustedCrls(List<X509CRL> crls) {
    throw readOnly();
  }

  @Override
  public void setIssuerCertificates(List<X509Certificate> certificates) {
    throw readOnly();
  }

  @Override
  public void setTrustedCertificates(List<X509Certificate> certificates) {
    throw readOnly();
  }

  @Override
  public void addIssuerCertificate(X509Certificate certificate) {
    throw readOnly();
  }

  @Override
  public void addTrustedCertificate(X509Certificate certificate) {
    throw readOnly();
  }

  @Override
  public boolean removeIssuerCertificate(ByteString thumbprint) {
    throw readOnly();
  }

  @Override
  public boolean removeTrustedCertificate(ByteString thumbprint) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("the trust list is changed by a person only");
  }
}
