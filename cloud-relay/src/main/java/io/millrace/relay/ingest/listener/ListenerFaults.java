package io.millrace.relay.ingest.listener;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.ingest.RefusalLog;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes wrong below the calls: connections that ended before they had shown a
 * certificate and spoken HTTP/2, and messages that gRPC itself refuses. Bounded by the connections.
 */
final class ListenerFaults {
  private final RefusalLog refusals;
  private final Set<SocketAddress> ready = ConcurrentHashMap.newKeySet();

  ListenerFaults(RefusalLog refusals) {
    this.refusals = refusals;
  }

  /** A connection ended; Netty's thread, before gRPC hears of it. */
  void ended(@Nullable SocketAddress remote) {
    if (remote != null && ready.remove(remote)) {
      return;
    }
    refusals.connection(remote);
  }

  ServerTransportFilter transports() {
    return new ServerTransportFilter() {
      @Override
      public Attributes transportReady(Attributes attributes) {
        SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        if (remote != null) {
          ready.add(remote);
        }
        return attributes;
      }
    };
  }

  ServerStreamTracer.Factory calls() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new CallTracer();
      }
    };
  }

  private final class CallTracer extends ServerStreamTracer {
    @Override
    public void streamClosed(Status status) {
      if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
        refusals.refused(
            "", new MillraceException(ErrorCode.FRAME_INVALID, "" + status.getDescription()));
      }
    }
  }
}
