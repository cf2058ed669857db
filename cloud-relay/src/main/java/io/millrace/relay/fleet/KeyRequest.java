package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** Requests for certification (PKCS#10, RFC 2986). Pure. */
final class KeyRequest {
  /** Bytes of a certificate request. */
  private static final int REQUEST_BYTES_MAX = 8_192;

  private static final int CURVE_BITS = 256;

  private KeyRequest() {}

  /** The EC P-256 key of a request that its owner signed. Fails with the code where it is none. */
  static PublicKey key(byte[] der, ErrorCode refused) {
    if (der.length > REQUEST_BYTES_MAX) {
      throw refused(refused, "certificate request of " + der.length + " bytes", null);
    }
    try {
      JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
      PublicKey key = request.getPublicKey();
      if (!(key instanceof ECPublicKey curve)
          || curve.getParams().getOrder().bitLength() != CURVE_BITS) {
        throw refused(refused, "certificate request with a key that is not EC P-256", null);
      }
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw refused(refused, "certificate request not signed by its key", null);
      }
      return key;
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException e) {
      throw refused(refused, "certificate request cannot be read", e);
    }
  }

  private static MillraceException refused(ErrorCode code, String why, @Nullable Exception e) {
    return new MillraceException(code, why, e);
  }
}
