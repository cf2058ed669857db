package io.millrace.sim.opcua;

import io.millrace.sim.plant.PressReading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.AddressSpace;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/** The press's nodes; one reading of the press answers all that is read or sampled together. */
final class PressNamespace extends ManagedNamespaceWithLifecycle {
  /** The second namespace of the server's own, index 2. */
  static final String URI = "urn:millrace:sim:press";

  private final SubscriptionModel subscriptions;
  private final String press;
  private final Supplier<PressReading> reading;
  private final Supplier<Instant> now;
  private final Map<NodeId, PressNodes.Shown> shown = new HashMap<>();

  PressNamespace(
      OpcUaServer server, String press, Supplier<PressReading> reading, Supplier<Instant> now) {
    super(server, URI);
    this.subscriptions = new SubscriptionModel(server, this);
    this.press = press;
    this.reading = reading;
    this.now = now;
    getLifecycleManager().addLifecycle(subscriptions);
    getLifecycleManager().addStartupTask(this::addNodes);
  }

  private void addNodes() {
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(),
            newNodeId(press),
            newQualifiedName(press),
            LocalizedText.english(press));
    getNodeManager().addNode(folder);
    folder.addReference(
        new Reference(
            folder.getNodeId(),
            NodeIds.Organizes,
            NodeIds.ObjectsFolder.expanded(),
            Reference.Direction.INVERSE));
    PressNodes.all().forEach((name, what) -> addNode(folder, name, what));
  }

  private void addNode(UaFolderNode folder, String name, PressNodes.Shown what) {
    UaVariableNode node =
        UaVariableNode.build(
            getNodeContext(),
            builder ->
                builder
                    .setNodeId(newNodeId(press + "." + name))
                    .setBrowseName(newQualifiedName(name))
                    .setDisplayName(LocalizedText.english(name))
                    .setDataType(what.type())
                    .setTypeDefinition(NodeIds.BaseDataVariableType)
                    .build());
    getNodeManager().addNode(node);
    folder.addOrganizes(node);
    shown.put(node.getNodeId(), what);
  }

  @Override
  public List<DataValue> read(
      AddressSpace.ReadContext context,
      Double maxAge,
      TimestampsToReturn timestamps,
      List<ReadValueId> ids) {
    List<DataValue> values = super.read(context, maxAge, timestamps, ids);
    PressReading instant = reading.get();
    DateTime at = new DateTime(now.get());
    for (int i = 0; i < ids.size(); i++) {
      PressNodes.Shown what = shown.get(ids.get(i).getNodeId());
      if (what != null && AttributeId.Value.isEqual(ids.get(i).getAttributeId())) {
        Variant value = new Variant(what.value().apply(instant));
        values.set(i, new DataValue(value, StatusCode.GOOD, at, at));
      }
    }
    return values;
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    subscriptions.onDataItemsCreated(items);
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    subscriptions.onDataItemsModified(items);
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    subscriptions.onDataItemsDeleted(items);
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    subscriptions.onMonitoringModeChanged(items);
  }
}
