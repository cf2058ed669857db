package io.millrace.edge.identity;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.net.URI;
import java.net.URISyntaxException;
import javax.net.ssl.SSLException;

/** The relay's API port as agents reach it: TLS below one root, whose SHA-256 is known. */
record RelayApi(URI address, String rootFingerprint) {
  static final int PORT_DEFAULT = 7444;

  private static final String SCHEME = "https";

  /** USAGE for anything but https://HOST:PORT. */
  RelayApi {
    if (!SCHEME.equals(address.getScheme()) || address.getHost() == null) {
      throw new MillraceException(
          ErrorCode.USAGE, "relay '%s': expected https://HOST:PORT".formatted(address));
    }
  }

  static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new MillraceException(
          ErrorCode.USAGE, "relay '%s': expected https://HOST:PORT".formatted(text), e);
    }
  }

  /** A new channel; whoever asks for it ends it. */
  ManagedChannel channel() {
    try {
      int port = address.getPort() < 0 ? PORT_DEFAULT : address.getPort();
      return NettyChannelBuilder.forAddress(address.getHost(), port)
          .sslContext(
              GrpcSslContexts.forClient().trustManager(new PinnedTrust(rootFingerprint)).build())
          .build();
    } catch (SSLException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "TLS: " + e, e);
    }
  }
}
