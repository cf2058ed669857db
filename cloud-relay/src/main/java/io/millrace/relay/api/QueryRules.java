package io.millrace.relay.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.QueryParams;
import io.millrace.base.config.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the query of each path may hold, by the contract. Pure; any thread. */
final class QueryRules {
  private static final Pattern IN_PATH = Pattern.compile("\\{\\w+}");

  private final List<Path> paths = new ArrayList<>();

  /** Of the methods of those services, and of paths that know no parameter. */
  QueryRules(Collection<ServiceDescriptor> services, Collection<String> plain) {
    services.forEach(service -> service.getMethods().forEach(this::add));
    plain.forEach(path -> paths.add(new Path(HttpMethod.GET, pattern(path), Map.of())));
  }

  /** Parameters by the names that are read, in either spelling. */
  private record Path(HttpMethod method, Pattern path, Map<String, Parameter> parameters) {
    Set<String> told() {
      return parameters.values().stream()
          .map(Parameter::name)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private record Parameter(String name, QueryValue value) {}

  /** What is wrong with the query of that path; empty as well for a path that is nobody's. */
  Optional<String> refusal(HttpMethod method, String path, QueryParams query) {
    return paths.stream()
        .filter(each -> each.method == method && each.path.matcher(path).matches())
        .findFirst()
        .flatMap(each -> refusal(each, query));
  }

  private static Optional<String> refusal(Path path, QueryParams query) {
    Set<Parameter> seen = new HashSet<>();
    for (Map.Entry<String, String> each : query) {
      Parameter parameter = path.parameters.get(each.getKey());
      if (parameter == null) {
        return Optional.of(unknown(each.getKey(), path.told()));
      }
      if (!seen.add(parameter)) {
        return Optional.of(
            "query parameter '%s' stands there more than once".formatted(parameter.name));
      }
      Optional<String> unfit = parameter.value.refusal(parameter.name, each.getValue());
      if (unfit.isPresent()) {
        return unfit;
      }
    }
    return Optional.empty();
  }

  private static String unknown(String name, Set<String> told) {
    return "unknown query parameter '%s', expected %s%s"
        .formatted(
            name,
            told.isEmpty() ? "none" : "one of " + String.join(", ", told),
            Nearest.suggestion(name, told));
  }

  private void add(MethodDescriptor method) {
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    boolean reads = !rule.getGet().isEmpty();
    String path = reads ? rule.getGet() : rule.getPost();
    Map<String, Parameter> parameters = new TreeMap<>();
    for (FieldDescriptor field : method.getInputType().getFields()) {
      if (reads && !isInPath(field, path) && !isInsteadOf(field, path)) {
        Parameter parameter = new Parameter(field.getJsonName(), QueryValue.of(field));
        parameters.put(field.getJsonName(), parameter);
        parameters.put(field.getName(), parameter);
      }
    }
    paths.add(new Path(reads ? HttpMethod.GET : HttpMethod.POST, pattern(path), parameters));
  }

  private static boolean isInPath(FieldDescriptor field, String path) {
    return path.contains("{" + field.getName() + "}");
  }

  /** Whether the path has another field in whose place alone this one can be. */
  private static boolean isInsteadOf(FieldDescriptor field, String path) {
    return field.getRealContainingOneof() != null
        && field.getRealContainingOneof().getFields().stream()
            .anyMatch(other -> isInPath(other, path));
  }

  private static Pattern pattern(String template) {
    return Pattern.compile("\\Q" + IN_PATH.matcher(template).replaceAll("\\\\E[^/]+\\\\Q") + "\\E");
  }
}
