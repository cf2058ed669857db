package io.millrace.relay.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.HttpMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which parameters a query of each path may hold, by the contract. Pure; any thread. */
final class QueryNames {
  private static final Pattern IN_PATH = Pattern.compile("\\{\\w+}");

  private final List<Path> paths = new ArrayList<>();

  /** Of the methods of those services, and of paths that know no parameter. */
  QueryNames(Collection<ServiceDescriptor> services, Collection<String> plain) {
    services.forEach(service -> service.getMethods().forEach(this::add));
    plain.forEach(
        path ->
            paths.add(
                new Path(HttpMethod.GET, pattern(path), new Names(Set.of(), new TreeSet<>()))));
  }

  /** Names that are read, in either spelling, and those that a person is told. */
  record Names(Set<String> read, Set<String> told) {
    /** For a message. */
    String text() {
      return told.isEmpty() ? "none" : "one of " + String.join(", ", told);
    }
  }

  private record Path(HttpMethod method, Pattern path, Names names) {}

  /** Empty for a path that is nobody's. */
  Optional<Names> of(HttpMethod method, String path) {
    return paths.stream()
        .filter(each -> each.method == method && each.path.matcher(path).matches())
        .findFirst()
        .map(Path::names);
  }

  private void add(MethodDescriptor method) {
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    boolean reads = !rule.getGet().isEmpty();
    String path = reads ? rule.getGet() : rule.getPost();
    Set<String> read = new TreeSet<>();
    Set<String> told = new TreeSet<>();
    for (FieldDescriptor field : method.getInputType().getFields()) {
      if (reads && !isInPath(field, path) && !isInsteadOf(field, path)) {
        read.addAll(List.of(field.getJsonName(), field.getName()));
        told.add(field.getJsonName());
      }
    }
    paths.add(
        new Path(reads ? HttpMethod.GET : HttpMethod.POST, pattern(path), new Names(read, told)));
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
