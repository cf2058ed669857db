package io.millrace.relay.api;

import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.ServiceDescriptor;
import io.millrace.v1.GetOverviewResponse;
import java.io.IOException;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/** Messages as the API's JSON: every field present, 64-bit numbers as text (ProtoJSON). */
final class Messages {
  private static final MessageMarshaller MARSHALLER =
      MessageMarshaller.builder()
          .register(GetOverviewResponse.getDefaultInstance())
          .omittingInsignificantWhitespace(true)
          .includingDefaultValueFields(true)
          .build();

  private Messages() {}

  static byte[] bytes(GetOverviewResponse overview) {
    try {
      return MARSHALLER.writeValueAsBytes(overview);
    } catch (IOException e) {
      throw new IllegalStateException("a message cannot fail to be written to memory", e);
    }
  }

  /** For what gRPC's methods are given and answer. */
  static GrpcJsonMarshaller marshaller(ServiceDescriptor service) {
    return GrpcJsonMarshaller.builder()
        .jsonMarshallerCustomizer(json -> json.includingDefaultValueFields(true))
        .build(service);
  }
}
