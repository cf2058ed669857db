package io.millrace.relay.flow.language;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.cel.common.ast.CelExpr;
import io.millrace.base.config.Nearest;
import io.millrace.base.quantity.Unit;
import io.millrace.v1.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the names in a parsed expression against a scope, so that a wrong one is told with its own
 * place and the nearest right one; and units and decimals against each other, which types do not
 * see. The first fault ends the walk.
 */
final class Names {
  private static final Set<String> COMPARING = Set.of("_<_", "_<=_", "_>_", "_>=_");
  private static final Set<String> OF_ONE_UNIT =
      Set.of("_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_", "_+_", "_-_");
  private static final Set<String> TYPES =
      Set.of(
          "bool",
          "bytes",
          "double",
          "google",
          "int",
          "list",
          "map",
          "millrace",
          "null_type",
          "string",
          "type",
          "uint");

  private final Scope scope;
  private final Map<String, EnumDescriptor> enums = Vocabulary.enums();
  private final Set<String> bound = new HashSet<>();

  Names(Scope scope) {
    this.scope = scope;
  }

  /** What a part of an expression stands for, as far as names go; a leaf has nothing below. */
  private record Meaning(
      @Nullable Descriptor message, @Nullable EnumDescriptor type, String path, boolean decimal) {
    static final Meaning LEAF = new Meaning(null, null, "", false);
    static final Meaning DECIMAL = new Meaning(null, null, "", true);
  }

  /** Throws {@link Fault} for the first thing that is wrong. */
  void check(CelExpr expression) {
    Meaning meaning = walk(expression);
    if (!meaning.path().isEmpty()) {
      throw notAValue(expression, meaning.path());
    }
  }

  private Meaning walk(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> name(expression, expression.ident().name());
      case SELECT -> select(expression);
      case CALL -> call(expression);
      case LIST -> {
        expression.list().elements().forEach(this::check);
        yield Meaning.LEAF;
      }
      case MAP -> {
        expression.map().entries().forEach(entry -> check(entry.key()));
        expression.map().entries().forEach(entry -> check(entry.value()));
        yield Meaning.LEAF;
      }
      case STRUCT -> {
        expression.struct().entries().forEach(entry -> check(entry.value()));
        yield Meaning.LEAF;
      }
      case COMPREHENSION -> comprehension(expression.comprehension());
      case CONSTANT, NOT_SET -> Meaning.LEAF;
    };
  }

  private Meaning comprehension(CelExpr.CelComprehension loop) {
    check(loop.iterRange());
    check(loop.accuInit());
    Set<String> own = new HashSet<>(List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()));
    own.removeAll(bound);
    bound.addAll(own);
    check(loop.loopCondition());
    check(loop.loopStep());
    check(loop.result());
    bound.removeAll(own);
    return Meaning.LEAF;
  }

  private Meaning name(CelExpr at, String name) {
    Descriptor message = scope.messages().get(name);
    if (bound.contains(name)) {
      return Meaning.LEAF;
    }
    if (message != null) {
      return new Meaning(message, null, "", false);
    }
    if (scope.hasValue(name)) {
      return Meaning.LEAF;
    }
    if (!scope.below(name).isEmpty() || scope.tellsBelow(name)) {
      return new Meaning(null, null, name, false);
    }
    if (enums.containsKey(name)) {
      return new Meaning(null, enums.get(name), "", false);
    }
    if (TYPES.contains(name)) {
      return Meaning.LEAF;
    }
    throw unknown(at, name);
  }

  private Fault unknown(CelExpr at, String name) {
    String why = scope.whyNot(name);
    if (why != null) {
      return new Fault(at.id(), false, "'" + name + "' is not known here: " + why);
    }
    List<String> known = scope.below("");
    String near = Nearest.suggestion(name, known);
    if (near.isEmpty()) {
      near = Nearest.suggestion(name, enums.keySet());
    }
    return new Fault(
        at.id(),
        false,
        "unknown name '%s', expected one of %s%s; text is written '%s' in single quotes"
            .formatted(name, String.join(", ", known), near, name));
  }

  private Meaning select(CelExpr expression) {
    String field = expression.select().field();
    Meaning owner = walk(expression.select().operand());
    if (owner.message() != null) {
      return field(expression, owner.message(), field);
    }
    if (owner.type() != null) {
      return enumValue(expression, owner.type(), field);
    }
    return owner.path().isEmpty() ? Meaning.LEAF : below(expression, owner.path(), field);
  }

  private Meaning below(CelExpr expression, String path, String field) {
    String whole = path + "." + field;
    if (scope.hasValue(whole)) {
      boolean decimal =
          (path.equals("window") || path.equals("confirmed"))
              && Vocabulary.DECIMALS.contains(field);
      return decimal ? Meaning.DECIMAL : Meaning.LEAF;
    }
    if (!scope.below(whole).isEmpty()) {
      return new Meaning(null, null, whole, false);
    }
    String why = scope.whyNot(whole);
    if (why != null) {
      throw new Fault(expression.id(), true, "'" + whole + "' is not known here: " + why);
    }
    List<String> known = scope.below(path);
    String whyNot = scope.whyNot(path);
    if (known.isEmpty() && whyNot != null) {
      throw new Fault(expression.id(), true, "'" + whole + "' is not known here: " + whyNot);
    }
    throw new Fault(
        expression.id(),
        true,
        "%s has no '%s', expected one of %s%s"
            .formatted(path, field, String.join(", ", known), Nearest.suggestion(field, known)));
  }

  private Meaning field(CelExpr expression, Descriptor message, String name) {
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null) {
      List<String> known =
          message.getFields().stream().map(FieldDescriptor::getName).sorted().toList();
      throw new Fault(
          expression.id(),
          true,
          "%s has no field '%s', expected one of %s%s"
              .formatted(
                  message.getName(),
                  name,
                  String.join(", ", known),
                  Nearest.suggestion(name, known)));
    }
    boolean otherBody =
        field.getContainingOneof() != null
            && message.getFullName().equals(Event.getDescriptor().getFullName())
            && !name.equals(scope.body());
    if (otherBody) {
      throw new Fault(
          expression.id(),
          true,
          "'%s' is never set here: the event's body is '%s'".formatted(name, scope.body()));
    }
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()) {
      boolean ours = field.getMessageType().getFile().equals(message.getFile());
      return ours ? new Meaning(field.getMessageType(), null, "", false) : Meaning.LEAF;
    }
    boolean decimal =
        field.getJavaType() == FieldDescriptor.JavaType.STRING
            && (message.getName().equals("QualityResult")
                || message.getName().equals("ProductionCount"))
            && Vocabulary.DECIMALS.contains(name);
    return decimal ? Meaning.DECIMAL : Meaning.LEAF;
  }

  private static Meaning enumValue(CelExpr expression, EnumDescriptor type, String name) {
    if (type.findValueByName(name) == null) {
      List<String> known = type.getValues().stream().map(EnumValueDescriptor::getName).toList();
      throw new Fault(
          expression.id(),
          true,
          "%s has no value '%s', expected one of %s%s"
              .formatted(
                  type.getName(), name, String.join(", ", known), Nearest.suggestion(name, known)));
    }
    return Meaning.LEAF;
  }

  private Meaning call(CelExpr expression) {
    CelExpr.CelCall call = expression.call();
    call.target().ifPresent(this::check);
    for (CelExpr argument : call.args()) {
      Meaning meaning = walk(argument);
      if (!meaning.path().isEmpty()) {
        throw notAValue(argument, meaning.path());
      }
      if (meaning.decimal() && COMPARING.contains(call.function())) {
        throw new Fault(
            argument.id(),
            false,
            "a decimal is text and does not compare by size: write quantity(…) on both sides");
      }
    }
    Units.check(expression);
    return Meaning.LEAF;
  }

  private Fault notAValue(CelExpr at, String path) {
    return new Fault(
        at.id(),
        false,
        "'%s' is no value by itself, expected one of %s"
            .formatted(
                path,
                String.join(
                    ", ", scope.below(path).stream().map(name -> path + "." + name).toList())));
  }

  /** Units that stand in an expression as text. */
  private static final class Units {
    static void check(CelExpr expression) {
      CelExpr.CelCall call = expression.call();
      String own = literal(expression);
      if (!own.isEmpty() && Unit.of(own).isEmpty()) {
        throw new Fault(
            call.args().get(1).id(),
            false,
            "'%s' is no UCUM unit that is known, expected one such as kg, mm, Cel, {piece}"
                .formatted(own));
      }
      if (OF_ONE_UNIT.contains(call.function()) && call.args().size() == 2) {
        compare(expression, of(call.args().get(0)), of(call.args().get(1)));
      }
    }

    private static void compare(CelExpr expression, String left, String right) {
      if (left.isEmpty() || right.isEmpty()) {
        return;
      }
      boolean fits =
          Unit.of(left).flatMap(one -> Unit.of(right).map(one::isComparable)).orElse(true);
      if (!fits) {
        throw new Fault(
            expression.id(),
            false,
            "units '%s' and '%s' do not measure the same".formatted(left, right));
      }
    }

    private static String of(CelExpr expression) {
      if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
        return "";
      }
      CelExpr.CelCall call = expression.call();
      boolean sum = call.function().equals("_+_") || call.function().equals("_-_");
      if (sum && call.args().size() == 2) {
        String left = of(call.args().get(0));
        return left.isEmpty() ? of(call.args().get(1)) : left;
      }
      return literal(expression);
    }

    private static String literal(CelExpr expression) {
      CelExpr.CelCall call = expression.call();
      boolean named = call.function().equals("quantity") && call.args().size() == 2;
      if (!named || call.args().get(1).getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
        return "";
      }
      var unit = call.args().get(1).constant();
      return unit.getKind() == dev.cel.common.ast.CelConstant.Kind.STRING_VALUE
          ? unit.stringValue()
          : "";
    }
  }

  /** What is wrong with the part of that number; {@code field}: with the name behind its dot. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long part;
    private final boolean field;

    Fault(long part, boolean field, String text) {
      super(text, null, false, false);
      this.part = part;
      this.field = field;
    }

    long part() {
      return part;
    }

    boolean field() {
      return field;
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }
}
