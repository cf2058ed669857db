package io.millrace.relay.flow.language;

import java.util.Arrays;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The text of a YAML scalar and, for each of its characters, where it stands in the file: quotes,
 * escapes, indentation and folded lines (YAML 1.1, section 9) move them apart. The text is walked
 * as the parser walked it; should that ever not give the parser's text, every character is said to
 * stand at the scalar's beginning.
 */
final class Scalar {
  private final String value;
  private final int[] buffer;
  private final int[] places;
  private final int startLine;
  private final int startColumn;
  private final int start;

  private Scalar(String value, Mark from, int[] buffer, int[] places) {
    this.value = value;
    this.buffer = buffer;
    this.places = places;
    this.start = from.getIndex();
    this.startLine = from.getLine();
    this.startColumn = from.getColumn();
  }

  /** Of a file whose code points are given. */
  static Scalar of(ScalarNode node, int[] buffer) {
    Mark from = node.getStartMark();
    int end = Math.min(buffer.length, node.getEndMark().getIndex());
    Walk walk = new Walk(buffer, from.getIndex(), end, node.getValue().length());
    boolean walked = walk.run(node.getScalarStyle()) && walk.text().equals(node.getValue());
    int[] places = walked ? walk.places() : new int[node.getValue().length() + 1];
    if (!walked) {
      Arrays.fill(places, from.getIndex());
    }
    return new Scalar(node.getValue(), from, buffer, places);
  }

  String value() {
    return value;
  }

  /** {@code line:column} of the character at that offset in UTF-16 units; its end is one too. */
  String place(int offset) {
    int pointer = places[Math.max(0, Math.min(offset, places.length - 1))];
    int line = startLine;
    int column = startColumn;
    for (int i = start; i < pointer; i++) {
      boolean breaks = buffer[i] == '\n' || (buffer[i] == '\r' && peek(i + 1) != '\n');
      line += breaks ? 1 : 0;
      column = breaks ? 0 : column + 1;
    }
    return (line + 1) + ":" + (column + 1);
  }

  private int peek(int at) {
    return at < buffer.length ? buffer[at] : 0;
  }

  /** Goes through the characters once, putting down what each becomes. */
  private static final class Walk {
    private final int[] from;
    private final int end;
    private final StringBuilder text = new StringBuilder();
    private int[] places;
    private int at;

    Walk(int[] from, int start, int end, int length) {
      this.from = from;
      this.at = start;
      this.end = end;
      this.places = new int[length + 2];
    }

    boolean run(ScalarStyle style) {
      switch (style) {
        case PLAIN -> flow(0);
        case SINGLE_QUOTED -> quoted('\'');
        case DOUBLE_QUOTED -> quoted('"');
        case LITERAL, FOLDED -> block(style == ScalarStyle.FOLDED);
        default -> {
          return false;
        }
      }
      return true;
    }

    String text() {
      return text.toString();
    }

    int[] places() {
      int[] all = Arrays.copyOf(places, text.length() + 1);
      all[text.length()] = Math.min(at, end);
      return all;
    }

    private void put(int codePoint, int place) {
      for (char unit : Character.toChars(codePoint)) {
        if (text.length() + 1 >= places.length) {
          places = Arrays.copyOf(places, places.length * 2);
        }
        places[text.length()] = place;
        text.append(unit);
      }
    }

    private void quoted(int quote) {
      at++;
      flow(quote);
    }

    /** Plain and quoted text: a line break is a space, further ones are themselves. */
    private void flow(int quote) {
      while (at < end) {
        int c = from[at];
        if (quote == '\'' && c == '\'' && at + 1 < end && from[at + 1] == '\'') {
          put('\'', at);
          at += 2;
        } else if (c == quote && quote != 0) {
          return;
        } else if (quote == '"' && c == '\\') {
          escape();
        } else if (c == ' ' || c == '\t' || isBreak(c)) {
          spaces(quote);
        } else {
          put(c, at++);
        }
      }
    }

    private void spaces(int quote) {
      int begin = at;
      int breaks = 0;
      int lastBreak = at;
      while (at < end && (from[at] == ' ' || from[at] == '\t' || isBreak(from[at]))) {
        if (isBreak(from[at])) {
          breaks++;
          lastBreak = at;
          at += lineBreak(at) - 1;
        }
        at++;
      }
      if (quote == 0 && at >= end) {
        return;
      }
      if (breaks == 0) {
        for (int i = begin; i < at; i++) {
          put(from[i], i);
        }
      } else if (breaks == 1) {
        put(' ', lastBreak);
      } else {
        for (int i = 1; i < breaks; i++) {
          put('\n', lastBreak);
        }
      }
    }

    private void escape() {
      int begin = at;
      int c = from[at + 1];
      int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
      if (digits > 0) {
        put(Integer.parseInt(new String(from, at + 2, digits), 16), begin);
        at += 2 + digits;
      } else if (isBreak(c)) {
        at += 1 + lineBreak(at + 1);
        while (at < end && (from[at] == ' ' || from[at] == '\t')) {
          at++;
        }
      } else {
        put(escaped(c), begin);
        at += 2;
      }
    }

    private static int escaped(int c) {
      return switch (c) {
        case '0' -> 0;
        case 'a' -> 7;
        case 'b' -> '\b';
        case 't' -> '\t';
        case 'n' -> '\n';
        case 'v' -> 0x0b;
        case 'f' -> '\f';
        case 'r' -> '\r';
        case 'e' -> 0x1b;
        default -> c;
      };
    }

    /** Text below a {@code |} or {@code >}: the first line's indentation goes. */
    private void block(boolean folds) {
      while (at < end && !isBreak(from[at])) {
        at++;
      }
      at += at < end ? lineBreak(at) : 0;
      int indent = indent();
      boolean more = false;
      while (at < end) {
        int stripped = 0;
        while (at < end && stripped < indent && from[at] == ' ') {
          at++;
          stripped++;
        }
        while (at < end && !isBreak(from[at])) {
          put(from[at], at);
          at++;
        }
        int broken = at;
        at += at < end ? lineBreak(at) : 0;
        more = at < end && hasText(indent);
        if (broken < end) {
          put(folds && more ? ' ' : '\n', broken);
        }
      }
    }

    private int indent() {
      int spaces = 0;
      while (at + spaces < end && from[at + spaces] == ' ') {
        spaces++;
      }
      return spaces;
    }

    private boolean hasText(int indent) {
      int i = at;
      while (i < end && i - at < indent && from[i] == ' ') {
        i++;
      }
      return i < end && !isBreak(from[i]) && i - at == indent;
    }

    private int lineBreak(int i) {
      return from[i] == '\r' && i + 1 < end && from[i + 1] == '\n' ? 2 : 1;
    }

    private static boolean isBreak(int c) {
      return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
  }
}
