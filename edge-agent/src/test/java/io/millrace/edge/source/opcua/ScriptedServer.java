package io.millrace.edge.source.opcua;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/**
 * A server whose variables show exactly what a test says, with the times that the test says, as if
 * the device itself had stamped each change. Publishes at most as often as its limit allows.
 */
final class ScriptedServer implements AutoCloseable {
  private final Map<String, UaVariableNode> nodes = new ConcurrentHashMap<>();
  private final Map<String, List<DataItem>> items = new ConcurrentHashMap<>();
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final int port;
  private final OpcUaServer server;
  private final Variables variables;

  ScriptedServer(double publishingMinMs) {
    this.port = freePort();
    this.server = new OpcUaServer(config(publishingMinMs), profile -> transport());
    this.variables = new Variables();
    variables.startup();
    server.startup().join();
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port;
  }

  /** Adds the variable with its first value, or changes it: every change is queued at once. */
  void show(String name, Object value, Instant at) {
    show(name, new DataValue(new Variant(value), StatusCode.GOOD, new DateTime(at)));
  }

  void show(String name, DataValue value) {
    variables.show(name, value);
  }

  /** Cuts all connections; sessions and subscriptions live on. */
  void drop() {
    clients.close().syncUninterruptibly();
  }

  @Override
  public void close() {
    variables.shutdown();
    drop();
    server.shutdown().join();
  }

  private OpcTcpServerTransport transport() {
    return new OpcTcpServerTransport(
        OpcTcpServerTransportConfig.newBuilder()
            .setChannelPipelineCustomizer(pipeline -> clients.add(pipeline.channel()))
            .build());
  }

  private OpcUaServerConfig config(double publishingMinMs) {
    EndpointConfig endpoint =
        EndpointConfig.newBuilder()
            .setBindAddress("127.0.0.1")
            .setHostname("behind-nat.example")
            .setBindPort(port)
            .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
            .build();
    return OpcUaServerConfig.builder()
        .setApplicationName(LocalizedText.english("scripted"))
        .setApplicationUri("urn:scripted")
        .setProductUri("urn:scripted")
        .setEndpoints(Set.of(endpoint))
        .setLimits(
            new OpcUaServerConfigLimits() {
              @Override
              public Double getMinPublishingInterval() {
                return publishingMinMs;
              }
            })
        .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine()))
        .setIdentityValidator(AnonymousIdentityValidator.INSTANCE)
        .build();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** No sampling: items get each value as it is shown. */
  private final class Variables extends ManagedNamespaceWithLifecycle {
    Variables() {
      super(server, "urn:scripted:variables");
    }

    private void show(String name, DataValue value) {
      UaVariableNode node = nodes.computeIfAbsent(name, this::add);
      node.setValue(value);
      items.getOrDefault(name, List.of()).forEach(item -> item.setValue(value));
    }

    private UaVariableNode add(String name) {
      UaVariableNode node =
          UaVariableNode.build(
              getNodeContext(),
              builder ->
                  builder
                      .setNodeId(newNodeId(name))
                      .setBrowseName(newQualifiedName(name))
                      .setDisplayName(LocalizedText.english(name))
                      .setDataType(NodeIds.BaseDataType)
                      .setTypeDefinition(NodeIds.BaseDataVariableType)
                      .build());
      getNodeManager().addNode(node);
      return node;
    }

    @Override
    public void onDataItemsCreated(List<DataItem> created) {
      for (DataItem item : created) {
        String name = String.valueOf(item.getReadValueId().getNodeId().getIdentifier());
        items.merge(name, List.of(item), ScriptedServer::both);
        UaVariableNode node = nodes.get(name);
        if (node != null) {
          item.setValue(node.getValue());
        }
      }
    }

    @Override
    public void onDataItemsModified(List<DataItem> modified) {}

    @Override
    public void onDataItemsDeleted(List<DataItem> deleted) {
      items.replaceAll(
          (name, some) -> some.stream().filter(item -> !deleted.contains(item)).toList());
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> changed) {}
  }

  private static List<DataItem> both(List<DataItem> some, List<DataItem> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }
}
