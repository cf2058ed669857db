package io.millrace.sim.opcua;

import io.millrace.sim.plant.PressReading;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.security.KeyPair;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.X509IdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** One life of the server, from its start to its end. */
final class Serving implements AutoCloseable {
  /** Who may log in by name; anonymous users and any certificate may as well. */
  static final String USER = "operator";

  static final String PASSWORD = "operator";

  private static final List<SecurityPolicy> POLICIES =
      List.of(
          SecurityPolicy.Basic256Sha256,
          SecurityPolicy.Aes128_Sha256_RsaOaep,
          SecurityPolicy.Aes256_Sha256_RsaPss);

  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final OpcUaServer server;
  private final PressNamespace nodes;

  Serving(
      String press,
      int port,
      ServerIdentity identity,
      Supplier<PressReading> reading,
      Supplier<Instant> now) {
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider()); // Aes256_Sha256_RsaPss needs it
    }
    this.server = new OpcUaServer(config(press, port, identity), profile -> transport());
    this.nodes = new PressNamespace(server, press, reading, now);
    nodes.startup();
    server.startup().join();
  }

  /** Cuts every connection. */
  void drop() {
    clients.close().syncUninterruptibly();
  }

  @Override
  public void close() {
    drop();
    nodes.shutdown();
    server.shutdown().join();
  }

  private OpcTcpServerTransport transport() {
    return new OpcTcpServerTransport(
        OpcTcpServerTransportConfig.newBuilder()
            .setChannelPipelineCustomizer(pipeline -> clients.add(pipeline.channel()))
            .build());
  }

  private static OpcUaServerConfig config(String press, int port, ServerIdentity identity) {
    return OpcUaServerConfig.builder()
        .setApplicationName(LocalizedText.english("millrace-sim plant"))
        .setApplicationUri(ServerIdentity.APPLICATION)
        .setProductUri("urn:millrace:sim")
        .setEndpoints(endpoints(press, port, identity.certificate()))
        .setCertificateManager(certificates(identity))
        .setIdentityValidator(
            new CompositeValidator(
                AnonymousIdentityValidator.INSTANCE,
                new UsernameIdentityValidator(
                    who -> who.getUsername().equals(USER) && who.getPassword().equals(PASSWORD)),
                new X509IdentityValidator(certificate -> true)))
        .build();
  }

  private static Set<EndpointConfig> endpoints(
      String press, int port, X509Certificate certificate) {
    EndpointConfig.Builder base =
        EndpointConfig.newBuilder()
            .setBindAddress("127.0.0.1")
            .setHostname("127.0.0.1")
            .setPath("/" + press)
            .setBindPort(port)
            .setCertificate(certificate)
            .addTokenPolicies(
                OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS,
                OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME,
                OpcUaServerConfig.USER_TOKEN_POLICY_X509);
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    endpoints.add(endpoint(base, SecurityPolicy.None, MessageSecurityMode.None));
    for (SecurityPolicy policy : POLICIES) {
      endpoints.add(endpoint(base, policy, MessageSecurityMode.Sign));
      endpoints.add(endpoint(base, policy, MessageSecurityMode.SignAndEncrypt));
    }
    return endpoints;
  }

  private static EndpointConfig endpoint(
      EndpointConfig.Builder base, SecurityPolicy policy, MessageSecurityMode mode) {
    return base.copy().setSecurityPolicy(policy).setSecurityMode(mode).build();
  }

  /** Trusts every client: whom to trust is the question of the other side. */
  private static DefaultCertificateManager certificates(ServerIdentity identity) {
    try {
      DefaultApplicationGroup group =
          DefaultApplicationGroup.createAndInitialize(
              new MemoryTrustListManager(),
              new MemoryCertificateStore(),
              new Own(identity),
              (chain, application, hosts) -> {});
      return new DefaultCertificateManager(new MemoryCertificateQuarantine(), group);
    } catch (Exception e) { // the library declares no narrower one
      throw new IllegalStateException("certificates of the server", e);
    }
  }

  private static final class Own extends RsaSha256CertificateFactory {
    private final ServerIdentity identity;

    Own(ServerIdentity identity) {
      this.identity = identity;
    }

    @Override
    protected KeyPair createRsaSha256KeyPair() {
      return identity.key();
    }

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair key) {
      return new X509Certificate[] {identity.certificate()};
    }
  }
}
