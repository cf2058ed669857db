package io.millrace.edge.source.opcua.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import io.millrace.base.time.Clock;
import io.millrace.edge.source.TagType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.junit.jupiter.api.Test;

/** What the library says of a subscription; never connected. */
class EarTest {
  private final List<Signal> told = new ArrayList<>();
  private final OpcUaSubscription subscription = new OpcUaSubscription(client());
  private final Ear ear = new Ear(1, 7, settings(), Clock.system(), told::add);

  @Test
  void lostNotificationsAreTold() {
    ear.onNotificationDataLost(subscription);

    assertThat(told).containsExactly(new Signal.Missed(1, 7));
  }

  @Test
  void eachEndOfASubscriptionIsToldWithItsReason() {
    ear.onWatchdogTimerElapsed(subscription);
    ear.onStatusChanged(subscription, new StatusCode(StatusCodes.Bad_Timeout));
    ear.onTransferFailed(subscription, new StatusCode(StatusCodes.Bad_SubscriptionIdInvalid));

    assertThat(told)
        .containsExactly(
            new Signal.Gone(1, 7, "the server is silent about its subscription"),
            new Signal.Gone(1, 7, "the server ended the subscription: Bad_Timeout (0x800A0000)"),
            new Signal.Gone(
                1,
                7,
                "the server forgot the subscription: Bad_SubscriptionIdInvalid (0x80280000)"));
  }

  @Test
  void aSignOfLifeIsToldWithTheAgentsClock() {
    ear.onKeepAliveReceived(subscription);

    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(Signal.Alive.class, alive -> assertThat(alive.life()).isEqualTo(7));
  }

  private static OpcUaClient client() {
    EndpointDescription nowhere =
        new EndpointDescription(
            "opc.tcp://127.0.0.1:4840",
            new ApplicationDescription(
                "urn:nobody",
                "urn:nobody",
                LocalizedText.english("nobody"),
                ApplicationType.Server,
                null,
                null,
                null),
            ByteString.NULL_VALUE,
            MessageSecurityMode.None,
            "http://opcfoundation.org/UA/SecurityPolicy#None",
            null,
            null,
            ubyte(0));
    OpcUaClientConfig config = OpcUaClientConfig.builder().setEndpoint(nowhere).build();
    return new OpcUaClient(
        config, new OpcTcpClientTransport(OpcTcpClientTransportConfig.newBuilder().build()));
  }

  private static OpcUaSourceSettings settings() {
    OpcUaSettings server =
        new OpcUaSettings(
            "opc.tcp://127.0.0.1:4840", null, null, null, null, null, null, null, null);
    Map<String, OpcUaTag> tags = Map.of("good", new OpcUaTag("ns=2;s=good", TagType.UINT32));
    return new OpcUaSourceSettings("press-1", server, null, null, null, null, tags);
  }
}
