package io.millrace.edge.source.opcua.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.jspecify.annotations.Nullable;

/**
 * The way into one server: asks for its endpoints, chooses, checks trust, logs in. Blocks for a few
 * times the source's timeout at most; any thread.
 */
public final class Login {
  private static final int SESSION_MS = 60_000;
  private static final Integer DNS_NAME = 2;
  private static final Integer IP_ADDRESS = 7;
  private static final String NO_POLICY = "#None";

  private final OpcUaSourceSettings settings;
  private final Path files;
  private final TrustFolder trust;

  /** Files of the configuration are below the one folder, trust is in the other. */
  public Login(OpcUaSourceSettings settings, Path files, TrustFolder trust) {
    this.settings = settings;
    this.files = files;
    this.trust = trust;
  }

  /**
   * A client with an open session. SOURCE_UNREACHABLE or SOURCE_REFUSED says why there is none, and
   * what a person can do where it is for a person to do.
   */
  OpcUaClient connect() {
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider()); // Aes256_Sha256_RsaPss needs it
    }
    OwnIdentity own = own();
    EndpointDescription endpoint = Endpoints.find(settings.opcua(), settings.deadline());
    CertificateValidator validator = validator();
    if (settings.opcua().messages() != Mode.NONE || settings.opcua().user() != null) {
      checkTrust(endpoint, validator);
    }
    OpcUaClient client = client(endpoint, validator, own);
    boolean isOpen = false;
    try {
      OpcUaClient open = Calls.await(client.connectAsync(), settings.deadline().multipliedBy(2));
      isOpen = true;
      return open;
    } finally {
      if (!isOpen) {
        client.disconnectAsync().exceptionally(failure -> client);
      }
    }
  }

  /** Made before the first word to the server, so that both sides can begin to trust at once. */
  private @Nullable OwnIdentity own() {
    return settings.opcua().policy() == SecurityPolicy.NONE
        ? null
        : OwnIdentity.of(trust.own(), settings.name());
  }

  private OpcUaClient client(
      EndpointDescription endpoint, CertificateValidator validator, @Nullable OwnIdentity own) {
    OpcUaClientConfigBuilder config =
        OpcUaClientConfig.builder()
            .setEndpoint(endpoint)
            .setApplicationName(LocalizedText.english("millrace-agent"))
            .setProductUri("urn:millrace:agent")
            .setApplicationUri("urn:millrace:agent")
            .setSessionName(() -> "millrace-agent " + settings.name())
            .setSessionTimeout(uint(SESSION_MS))
            .setRequestTimeout(uint((int) settings.deadline().toMillis()))
            .setKeepAliveInterval(uint((int) settings.deadline().toMillis()))
            .setKeepAliveTimeout(uint((int) settings.deadline().toMillis()))
            .setCertificateValidator(validator)
            .setIdentityProvider(identity(validator));
    if (own != null) {
      config
          .setApplicationUri(own.application())
          .setKeyPair(own.key())
          .setCertificate(own.certificate())
          .setCertificateChain(new X509Certificate[] {own.certificate()});
    }
    Duration deadline = settings.deadline();
    try {
      return OpcUaClient.create(
          config.build(),
          transport -> transport.setConnectTimeout(uint((int) deadline.toMillis())));
    } catch (UaException e) {
      throw Calls.failed(Calls.reason(e), e);
    }
  }

  /**
   * Extensions of key usage count when they are critical, as everywhere: many servers of plants get
   * them wrong, and a certificate that a person compared is none the worse for it.
   */
  private CertificateValidator validator() {
    ServerTrust list = new ServerTrust(trust);
    Set<ValidationCheck> checks = EnumSet.noneOf(ValidationCheck.class);
    if (settings.opcua().isValidityChecked()) {
      checks.add(ValidationCheck.VALIDITY);
    }
    if (settings.opcua().isHostChecked()) {
      checks.add(ValidationCheck.HOSTNAME);
    }
    return new DefaultClientCertificateValidator(list, checks, list);
  }

  private void checkTrust(EndpointDescription endpoint, CertificateValidator validator) {
    try {
      List<X509Certificate> chain =
          CertificateUtil.decodeCertificates(endpoint.getServerCertificate().bytesOrEmpty());
      if (chain.isEmpty()) {
        throw new MillraceException(
            ErrorCode.SOURCE_REFUSED, "the server shows no certificate for its endpoint");
      }
      checkTrust(chain, validator);
    } catch (UaException e) {
      throw new MillraceException(
          ErrorCode.SOURCE_REFUSED, "the server's certificate is none: " + Calls.reason(e), e);
    }
  }

  private void checkTrust(List<X509Certificate> chain, CertificateValidator validator) {
    try {
      String[] hosts = {settings.opcua().host()};
      validator.validateCertificateChain(
          chain, null, settings.opcua().isHostChecked() ? hosts : null);
    } catch (UaException e) {
      throw new MillraceException(ErrorCode.SOURCE_REFUSED, refused(chain.get(0), e), e);
    }
  }

  private String refused(X509Certificate certificate, UaException why) {
    String who = certificate.getSubjectX500Principal().getName();
    long status = why.getStatusCode().value();
    if (status == StatusCodes.Bad_CertificateTimeInvalid) {
      return "the server's certificate %s is valid from %s to %s only: give the server a new one, or"
              .formatted(
                  who,
                  certificate.getNotBefore().toInstant(),
                  certificate.getNotAfter().toInstant())
          + " set check_validity: false";
    }
    if (status == StatusCodes.Bad_CertificateHostNameInvalid) {
      return "the server's certificate %s is for %s and not for %s: use such a name in endpoint, or"
              .formatted(who, hosts(certificate), settings.opcua().host())
          + " set check_host_name: false";
    }
    return untrusted(certificate, why);
  }

  /** Names and addresses that a certificate is for (RFC 5280, 4.2.1.6). */
  private static String hosts(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      String hosts =
          names == null
              ? ""
              : names.stream()
                  .filter(name -> name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                  .map(name -> String.valueOf(name.get(1)))
                  .collect(Collectors.joining(", "));
      return hosts.isEmpty() ? "no host" : hosts;
    } catch (CertificateParsingException e) {
      return "nothing that can be read";
    }
  }

  private String untrusted(X509Certificate certificate, UaException why) {
    String who = certificate.getSubjectX500Principal().getName();
    if (trust.trusted().contains(certificate)) {
      return "the server's certificate %s is trusted, but %s".formatted(who, Calls.reason(why));
    }
    String thumbprint = TrustFolder.thumbprint(certificate);
    return "the server's certificate %s, thumbprint %s, is not trusted; when it is the right one:"
            .formatted(who, thumbprint)
        + " millrace-agent trust %s --accept %s".formatted(settings.name(), thumbprint);
  }

  private IdentityProvider identity(CertificateValidator validator) {
    OpcUaSettings opcua = settings.opcua();
    if (opcua.user() != null) {
      byte[] password =
          Objects.requireNonNull(opcua.password()).reveal(files).getBytes(StandardCharsets.UTF_8);
      return new UsernameProvider(opcua.user(), password::clone, validator, this::encrypted);
    }
    if (opcua.certificate() != null && opcua.key() != null) {
      OwnIdentity user =
          OwnIdentity.read(files.resolve(opcua.certificate()), files.resolve(opcua.key()));
      return new X509IdentityProvider(user.certificate(), user.key().getPrivate());
    }
    return new AnonymousProvider();
  }

  /** A way to send the password that nobody on the line can read. */
  private UserTokenPolicy encrypted(List<UserTokenPolicy> offered) {
    boolean isPlain = settings.opcua().messages() == Mode.NONE;
    return offered.stream()
        .filter(policy -> isEncrypted(policy.getSecurityPolicyUri(), isPlain))
        .findFirst()
        .orElseThrow(
            () ->
                new MillraceException(
                    ErrorCode.SOURCE_REFUSED,
                    "the server takes passwords in clear text only here: choose another security"));
  }

  private static boolean isEncrypted(@Nullable String policy, boolean isPlainOtherwise) {
    boolean isInherited = policy == null || policy.isEmpty();
    return isInherited ? !isPlainOtherwise : !String.valueOf(policy).endsWith(NO_POLICY);
  }
}
