package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.millrace.relay.access.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The description of the API is that of the services which both ports serve. When it is stale, the
 * right text stands in target/openapi.json and is to be copied over it.
 */
class OpenApiTest {
  private static final Path PAGE = Path.of("src", "main", "resources", "api", "openapi.json");
  private static final Path RIGHT = Path.of("target", "openapi.json");
  private static final Path CONTRACT =
      Path.of("..", "proto", "src", "main", "protobuf", "millrace", "v1");

  @Test
  void theDescriptionOfTheApiIsUpToDate() throws IOException {
    String right =
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(
                    new OpenApiDocument(ProtoComments.read(CONTRACT)).of(services()))
            + "\n";
    Files.writeString(RIGHT, right);

    assertThat(PAGE).as("copy " + RIGHT + " over it").hasContent(right);
  }

  /** Of what is really mounted, so that nothing is served without being described. */
  @SuppressWarnings("NullAway") // nobody asks the desk
  private static List<ServiceDescriptor> services() {
    return Endpoints.contract(Endpoints.all(null, () -> Rights.OWNER));
  }
}
