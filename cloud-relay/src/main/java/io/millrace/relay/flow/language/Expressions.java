package io.millrace.relay.flow.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import io.millrace.base.config.Nearest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes expressions of a file's texts, or says exactly what is wrong with them. */
final class Expressions {
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '([^']+)' applied to '([^']*?)'( \\(.*)?");
  private static final Pattern FUNCTION = Pattern.compile("undeclared reference to '([^']+)'.*");
  private static final List<CelType> NUMBERS = List.of(SimpleType.INT, SimpleType.UINT);
  private static final Map<String, String> SHOWN =
      Map.of(
          "string", "text",
          "int", "a whole number",
          "uint", "a whole number without sign",
          "bool", "true or false",
          "google.protobuf.Timestamp", "a time",
          "google.protobuf.Duration", "a duration");

  private Expressions() {}

  /** True or false. CONFIG_INVALID with the place in the file. */
  static Expression condition(Part part, Scope scope) {
    return compile(part, scope, List.of(SimpleType.BOOL), "true or false");
  }

  /** Text, a whole number or a quantity. CONFIG_INVALID as above. */
  static Expression value(Part part, Scope scope) {
    return compile(
        part,
        scope,
        List.of(SimpleType.STRING, SimpleType.INT, SimpleType.UINT, Vocabulary.QUANTITY),
        "text, a whole number or a quantity");
  }

  /** A value with its type, which may be true or false too. CONFIG_INVALID as above. */
  static Typed typed(Part part, Scope scope) {
    CelAbstractSyntaxTree tree = tree(part, scope);
    CelType type = tree.getResultType();
    boolean fits =
        NUMBERS.contains(type)
            || type.equals(SimpleType.STRING)
            || type.equals(SimpleType.BOOL)
            || type.equals(Vocabulary.QUANTITY);
    if (!fits) {
      throw wrongType(part, tree, "text, a whole number, a quantity, true or false");
    }
    return new Typed(program(part, tree), type);
  }

  /** An expression and what it gives. */
  record Typed(Expression expression, CelType type) {}

  private static Expression compile(Part part, Scope scope, List<CelType> types, String expected) {
    CelAbstractSyntaxTree tree = tree(part, scope);
    if (!types.contains(tree.getResultType())) {
      throw wrongType(part, tree, expected);
    }
    return program(part, tree);
  }

  private static RuntimeException wrongType(
      Part part, CelAbstractSyntaxTree tree, String expected) {
    String hint = "";
    if (tree.getResultType().equals(SimpleType.DOUBLE)) {
      hint = "; a double is not exact, write quantity('1.5')";
    } else if (tree.getResultType().equals(SimpleType.TIMESTAMP)) {
      hint = "; write string(…) around it";
    }
    return part.wrongAt(
        0, "expected %s, found %s%s".formatted(expected, shown(tree.getResultType().name()), hint));
  }

  private static Expression program(Part part, CelAbstractSyntaxTree tree) {
    try {
      return new Expression(part.text(), Vocabulary.runtime().createProgram(tree));
    } catch (CelEvaluationException e) {
      throw part.wrongAt(0, String.valueOf(e.getMessage()));
    }
  }

  private static CelAbstractSyntaxTree tree(Part part, Scope scope) {
    String text = part.text();
    try {
      CelValidationResult parsed = scope.compiler().parse(text);
      if (parsed.hasError()) {
        throw syntax(part, text, parsed.getErrors().get(0));
      }
      names(part, text, scope, parsed.getAst());
      CelValidationResult checked = scope.compiler().check(parsed.getAst());
      if (checked.hasError()) {
        CelIssue issue = checked.getErrors().get(0);
        throw part.wrongAt(offset(text, issue), type(issue.getMessage()));
      }
      return checked.getAst();
    } catch (CelValidationException e) {
      throw part.wrongAt(0, String.valueOf(e.getMessage()));
    }
  }

  private static void names(Part part, String text, Scope scope, CelAbstractSyntaxTree tree) {
    try {
      new Names(scope).check(tree.getExpr());
    } catch (Names.Fault fault) {
      int at = tree.getSource().getPositionsMap().getOrDefault(fault.part(), 0);
      int offset = text.offsetByCodePoints(0, Math.min(at, text.codePointCount(0, text.length())));
      throw part.wrongAt(fault.field() ? behindDot(text, offset) : offset, fault.text());
    }
  }

  /** A selection's place is its dot. */
  private static int behindDot(String text, int dot) {
    int at = dot;
    while (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) <= ' ')) {
      at++;
    }
    return at;
  }

  private static RuntimeException syntax(Part part, String text, CelIssue issue) {
    String said = issue.getMessage();
    int expecting = said.indexOf(" expecting ");
    String what = expecting < 0 ? said : said.substring(0, expecting);
    String shown =
        what.contains("'<EOF>'")
            ? "ends where more was expected"
            : what.replace("mismatched input", "unexpected")
                .replace("extraneous input", "unexpected");
    return part.wrongAt(text.isBlank() ? 0 : offset(text, issue), "is no expression: " + shown);
  }

  private static int offset(String text, CelIssue issue) {
    CelSourceLocation at = issue.getSourceLocation();
    int start = 0;
    for (int line = 1; line < at.getLine(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    int points = Math.max(0, at.getColumn());
    return Math.min(
        text.length(),
        text.offsetByCodePoints(
            start, Math.min(points, text.codePointCount(start, text.length()))));
  }

  private static String type(String message) {
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return overload(overload.group(1), overload.group(2).replaceAll("^\\(|\\)$", ""));
    }
    Matcher function = FUNCTION.matcher(message);
    if (function.matches()) {
      String name = function.group(1);
      return "unknown function '%s', expected one of %s%s"
          .formatted(
              name,
              String.join(", ", Vocabulary.FUNCTIONS),
              Nearest.suggestion(name, Vocabulary.FUNCTIONS));
    }
    return message;
  }

  private static String overload(String function, String types) {
    String sign = function.startsWith("_") ? function.replace("_", "") : function;
    String[] sides = types.split(",\\s*", -1);
    if (!function.startsWith("_") || sides.length != 2) {
      return "'%s' does not take (%s)%s"
          .formatted(sign, types, function.equals("quantity") ? "; it takes text and a unit" : "");
    }
    return "'%s' does not go with %s and %s%s"
        .formatted(sign, shown(sides[0]), shown(sides[1]), hint(List.of(sides)));
  }

  private static String hint(List<String> sides) {
    if (sides.contains("int") && sides.contains("uint")) {
      return ": a number without sign is written with a u behind it, such as 30000u";
    }
    if (sides.contains("quantity")) {
      return ": write quantity(…) on both sides";
    }
    return sides.contains("string") && (sides.contains("int") || sides.contains("double"))
        ? ": a decimal is text, write quantity(…) on both sides"
        : "";
  }

  private static String shown(String type) {
    return SHOWN.getOrDefault(
        type, type.startsWith("millrace.v1.") ? type.substring("millrace.v1.".length()) : type);
  }
}
