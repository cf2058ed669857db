package io.millrace.edge.source.opcua.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.edge.source.TagSettings;
import io.millrace.edge.source.TagType;
import java.util.regex.Pattern;

/**
 * One variable by its node id in the notation of OPC 10000-6, 5.3.1.10, with the namespace as
 * number or, stable over restarts of the server, as URI: {@code ns=2;s=press-3.good}, {@code
 * nsu=urn:press;i=42}.
 */
public record OpcUaTag(
    @JsonProperty(required = true) String node, @JsonProperty(required = true) TagType type)
    implements TagSettings {
  private static final Pattern NODE =
      Pattern.compile("(ns=\\d{1,5};|nsu=[^;\\s]+;)?(i=\\d{1,10}|[sgb]=\\S.*)");

  public OpcUaTag {
    if (!NODE.matcher(node).matches()) {
      throw new IllegalArgumentException(
          "node: '"
              + node
              + "' is no node id, expected for example ns=2;s=Press.Good or ns=3;i=42");
    }
  }

  @Override
  public TagType kind() {
    return type;
  }

  @Override
  public String place() {
    return node + " " + type;
  }
}
