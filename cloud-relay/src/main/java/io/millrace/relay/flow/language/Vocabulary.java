package io.millrace.relay.flow.language;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.cel.common.CelContainer;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.millrace.v1.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The words of expressions: the canonical types, and {@code quantity(text)}, {@code quantity(text,
 * unit)} for exact decimals, which compare, add and subtract. Any thread.
 */
final class Vocabulary {
  /** Characters of one expression. */
  static final int EXPRESSION_CHARACTERS_MAX = 4_000;

  /** Depth of one expression. */
  static final int EXPRESSION_DEPTH_MAX = 50;

  /** Steps that the loops of one evaluation take together; more is an error of that evaluation. */
  static final int ITERATIONS_MAX = 10_000;

  static final String EVENT = "event";
  static final CelType QUANTITY = OpaqueType.create("quantity");
  static final Set<String> DECIMALS =
      Set.of("value", "lower", "upper", "quantity", "factor", "total", "good", "scrap", "rework");

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(EXPRESSION_CHARACTERS_MAX)
          .maxParseRecursionDepth(EXPRESSION_DEPTH_MAX)
          .comprehensionMaxIterations(ITERATIONS_MAX)
          .build();
  private static final FileDescriptor FILE = Event.getDescriptor().getFile();
  private static final CelContainer CONTAINER = CelContainer.ofName(FILE.getPackage());

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .setContainer(CONTAINER)
          .addFileTypes(FILE)
          .addMessageTypes(Event.getDescriptor())
          .addFunctionBindings(
              CelFunctionBinding.fromOverloads(
                  "quantity",
                  CelFunctionBinding.from(
                      "quantity_string", String.class, text -> Amount.of(text, "")),
                  CelFunctionBinding.from("quantity_int", Long.class, Amount::of),
                  CelFunctionBinding.from(
                      "quantity_string_unit", String.class, String.class, Amount::of)))
          .addFunctionBindings(
              CelFunctionBinding.from(
                  "less_quantity", Amount.class, Amount.class, (a, b) -> a.compareTo(b) < 0),
              CelFunctionBinding.from(
                  "less_equals_quantity",
                  Amount.class,
                  Amount.class,
                  (a, b) -> a.compareTo(b) <= 0),
              CelFunctionBinding.from(
                  "greater_quantity", Amount.class, Amount.class, (a, b) -> a.compareTo(b) > 0),
              CelFunctionBinding.from(
                  "greater_equals_quantity",
                  Amount.class,
                  Amount.class,
                  (a, b) -> a.compareTo(b) >= 0),
              CelFunctionBinding.from("add_quantity", Amount.class, Amount.class, Amount::plus),
              CelFunctionBinding.from(
                  "subtract_quantity", Amount.class, Amount.class, Amount::minus),
              CelFunctionBinding.from("quantity_to_string", Amount.class, Amount::toString))
          .build();

  /** Functions that people may mean when they misspell one. */
  static final List<String> FUNCTIONS =
      List.of(
          "all",
          "bool",
          "contains",
          "duration",
          "endsWith",
          "exists",
          "exists_one",
          "filter",
          "has",
          "int",
          "map",
          "matches",
          "quantity",
          "size",
          "startsWith",
          "string",
          "timestamp",
          "uint");

  private Vocabulary() {}

  /** Bodies of events by the name that flows give them in {@code on}, such as ProductionCount. */
  static Map<String, FieldDescriptor> bodies() {
    Map<String, FieldDescriptor> bodies = new TreeMap<>();
    for (FieldDescriptor field : Event.getDescriptor().getOneofs().get(0).getFields()) {
      bodies.put(field.getMessageType().getName(), field);
    }
    return bodies;
  }

  static Map<String, EnumDescriptor> enums() {
    return FILE.getEnumTypes().stream()
        .collect(Collectors.toMap(EnumDescriptor::getName, each -> each));
  }

  static CelRuntime runtime() {
    return RUNTIME;
  }

  static CelCompilerBuilder compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setOptions(OPTIONS)
        .setContainer(CONTAINER)
        .addFileTypes(FILE)
        .addMessageTypes(Event.getDescriptor())
        .addFunctionDeclarations(
            CelFunctionDecl.newFunctionDeclaration(
                "quantity",
                CelOverloadDecl.newGlobalOverload("quantity_string", QUANTITY, SimpleType.STRING),
                CelOverloadDecl.newGlobalOverload("quantity_int", QUANTITY, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload(
                    "quantity_string_unit", QUANTITY, SimpleType.STRING, SimpleType.STRING)),
            operator("_<_", "less_quantity", SimpleType.BOOL),
            operator("_<=_", "less_equals_quantity", SimpleType.BOOL),
            operator("_>_", "greater_quantity", SimpleType.BOOL),
            operator("_>=_", "greater_equals_quantity", SimpleType.BOOL),
            operator("_+_", "add_quantity", QUANTITY),
            operator("_-_", "subtract_quantity", QUANTITY),
            CelFunctionDecl.newFunctionDeclaration(
                "string",
                CelOverloadDecl.newGlobalOverload(
                    "quantity_to_string", SimpleType.STRING, QUANTITY)));
  }

  private static CelFunctionDecl operator(String name, String overload, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(overload, result, QUANTITY, QUANTITY));
  }
}
