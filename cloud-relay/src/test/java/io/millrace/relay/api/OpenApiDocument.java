package io.millrace.relay.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.millrace.v1.GetOverviewResponse;
import io.millrace.v1.Problem;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of the API (OpenAPI 3.1) as the contract's descriptors and comments give it. */
final class OpenApiDocument {
  private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final ProtoComments comments;
  private final Map<String, Descriptor> messages = new TreeMap<>();
  private final Map<String, ObjectNode> paths = new TreeMap<>();

  OpenApiDocument(ProtoComments comments) {
    this.comments = comments;
  }

  ObjectNode of(List<ServiceDescriptor> services) {
    services.forEach(service -> service.getMethods().forEach(this::add));
    add(WebServices.LIVE, live());
    add(WebServices.OPEN_API, self());
    message(Problem.getDescriptor());
    ObjectNode document = nodes.objectNode();
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Millrace relay")
        .put("version", "v1")
        .put(
            "description",
            "On the API port (TLS, HTTP/2) every request bears a token; on the page's port, at the"
                + " relay's own computer, none does. 64-bit numbers are text. Quantities are"
                + " canonical decimals as text. A query parameter that its path does not know, a"
                + " value that it cannot have and a second one are refused with 400.");
    document.putArray("security").addObject().putArray("token");
    ObjectNode all = document.putObject("paths");
    paths.forEach(all::set);
    ObjectNode components = document.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "From millrace-relay token create.");
    ObjectNode schemas = components.putObject("schemas");
    Set<String> done = new HashSet<>();
    while (done.size() < messages.size()) {
      List.copyOf(messages.values()).stream()
          .filter(message -> done.add(message.getName()))
          .forEach(this::schema);
    }
    messages.forEach((name, message) -> schemas.set(name, schema(message)));
    return document;
  }

  private void add(MethodDescriptor method) {
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    boolean reads = !rule.getGet().isEmpty();
    String path = reads ? rule.getGet() : rule.getPost();
    Set<String> inPath = new HashSet<>();
    Matcher names = IN_PATH.matcher(path);
    while (names.find()) {
      inPath.add(names.group(1));
    }
    ObjectNode operation = nodes.objectNode();
    operation.put("operationId", method.getName());
    operation.put("summary", comments.of(method.getService().getName() + "." + method.getName()));
    ArrayNode parameters = operation.putArray("parameters");
    ObjectNode body = nodes.objectNode();
    for (FieldDescriptor field : method.getInputType().getFields()) {
      if (inPath.contains(field.getName())) {
        parameters.add(parameter(field, "path"));
      } else if (reads && !field.isRepeated() && !isInsteadOf(field, inPath)) {
        parameters.add(parameter(field, "query"));
      } else if (!reads) {
        body.set(field.getJsonName(), value(field));
      }
    }
    if (!reads) {
      ObjectNode schema = content(operation.putObject("requestBody").put("required", true));
      schema.put("type", "object").set("properties", body);
    }
    answers(operation, "application/json", nodes.objectNode().put("$ref", ref(method)));
    add(path, nodes.objectNode().set(reads ? "get" : "post", operation));
  }

  private String ref(MethodDescriptor method) {
    return message(method.getOutputType());
  }

  private void add(String path, ObjectNode operations) {
    paths.merge(
        path,
        operations,
        (before, more) -> {
          before.setAll(more);
          return before;
        });
  }

  private ObjectNode live() {
    ObjectNode operation = nodes.objectNode();
    operation.put("operationId", "Live");
    operation.put(
        "summary",
        "Server-sent events named 'overview', at most one a second; the data of each is the"
            + " schema.");
    operation.putArray("parameters");
    answers(
        operation,
        "text/event-stream",
        nodes.objectNode().put("$ref", message(GetOverviewResponse.getDescriptor())));
    return nodes.objectNode().set("get", operation);
  }

  private ObjectNode self() {
    ObjectNode operation = nodes.objectNode();
    operation.put("operationId", "Describe");
    operation.put("summary", "This description; needs no token.");
    operation.putArray("security");
    operation.putArray("parameters");
    answers(operation, "application/json", nodes.objectNode().put("type", "object"));
    return nodes.objectNode().set("get", operation);
  }

  private void answers(ObjectNode operation, String type, ObjectNode schema) {
    ObjectNode responses = operation.putObject("responses");
    responses
        .putObject("200")
        .put("description", "Done.")
        .putObject("content")
        .putObject(type)
        .set("schema", schema);
    responses
        .putObject("default")
        .put("description", "Refused; 401 without a token, 403 beyond its rights.")
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", SCHEMAS + "Problem");
  }

  private static ObjectNode content(ObjectNode of) {
    return of.putObject("content").putObject("application/json").putObject("schema");
  }

  /** Of those that exclude each other one may be in the path. */
  private static boolean isInsteadOf(FieldDescriptor field, Collection<String> inPath) {
    return field.getRealContainingOneof() != null
        && field.getRealContainingOneof().getFields().stream()
            .anyMatch(other -> inPath.contains(other.getName()));
  }

  private ObjectNode parameter(FieldDescriptor field, String in) {
    ObjectNode parameter = nodes.objectNode().put("name", field.getJsonName()).put("in", in);
    if (in.equals("path")) {
      parameter.put("required", true);
    }
    String what = comment(field);
    if (!what.isEmpty()) {
      parameter.put("description", what);
    }
    parameter.set("schema", type(field));
    return parameter;
  }

  private ObjectNode schema(Descriptor message) {
    ObjectNode schema = nodes.objectNode().put("type", "object");
    schema.put("description", comments.of(message.getName()));
    ObjectNode properties = schema.putObject("properties");
    message.getFields().forEach(field -> properties.set(field.getJsonName(), value(field)));
    return schema;
  }

  private ObjectNode value(FieldDescriptor field) {
    ObjectNode value;
    if (field.isMapField()) {
      value = nodes.objectNode().put("type", "object");
      value.set("additionalProperties", type(field.getMessageType().findFieldByName("value")));
    } else if (field.isRepeated()) {
      value = nodes.objectNode().put("type", "array");
      value.set("items", type(field));
    } else {
      value = type(field);
    }
    String what = comment(field);
    return what.isEmpty() ? value : value.put("description", what);
  }

  private String comment(FieldDescriptor field) {
    return comments.of(field.getContainingType().getName() + "." + field.getName());
  }

  private ObjectNode type(FieldDescriptor field) {
    ObjectNode type = nodes.objectNode();
    return switch (field.getType()) {
      case MESSAGE -> type.put("$ref", message(field.getMessageType()));
      case UINT64, INT64 ->
          type.put("type", "string")
              .put("format", field.getType().name().toLowerCase(java.util.Locale.ROOT));
      case UINT32, INT32 -> type.put("type", "integer");
      case BOOL -> type.put("type", "boolean");
      case STRING -> type.put("type", "string");
      default -> throw new IllegalStateException(field.getFullName() + " has no form in JSON yet");
    };
  }

  private String message(Descriptor message) {
    messages.put(message.getName(), message);
    return SCHEMAS + message.getName();
  }
}
