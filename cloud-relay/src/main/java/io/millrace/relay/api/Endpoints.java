package io.millrace.relay.api;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.BindableService;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import io.millrace.relay.access.Rights;
import java.util.List;
import java.util.function.Supplier;

/** Every service that people and programs may ask, for one way in. */
final class Endpoints {
  private Endpoints() {}

  /** {@code who} is asked within each call for what its asker may do. */
  static List<BindableService> all(RelayDesk desk, Supplier<Rights> who) {
    return List.of(
        new StatusEndpoint(desk, who),
        new OverviewEndpoint(desk, who),
        new PostingEndpoint(desk, who),
        new TraceEndpoint(desk, who),
        new CaseEndpoint(desk, who),
        new FlowEndpoint(desk, who),
        new FleetEndpoint(desk, who),
        new AccessEndpoint(desk, who));
  }

  /** What their contract says of them. */
  static List<ServiceDescriptor> contract(List<BindableService> endpoints) {
    return endpoints.stream()
        .map(endpoint -> endpoint.bindService().getServiceDescriptor().getSchemaDescriptor())
        .map(schema -> ((ProtoServiceDescriptorSupplier) schema).getServiceDescriptor())
        .toList();
  }
}
