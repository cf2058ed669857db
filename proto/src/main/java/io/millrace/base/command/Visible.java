package io.millrace.base.command;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * Text from outside as a terminal may show it: a character that moves the cursor, hides or turns
 * other text round stands there as {@code \}{@code u001b} and so on. What a PLC, a target or a file
 * says can never speak to the operator's terminal. Any thread.
 */
public final class Visible {
  private Visible() {}

  /** In one line: line ends and tabs are escaped too. */
  public static String text(String text) {
    return text.chars().allMatch(each -> shows((char) each)) ? text : escaped(text, false);
  }

  /** Whether all of it can be shown as it is. */
  public static boolean isPlain(String text) {
    return text.equals(text(text));
  }

  /** Both outputs of the program go through it from now on; help loses its colours. */
  public static CommandLine guard(CommandLine line) {
    return line.setOut(page(line.getOut()))
        .setErr(page(line.getErr()))
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
  }

  /** A page of lines: line ends and tabs stay; flushed at each line end. */
  public static PrintWriter page(Writer to) {
    return new PrintWriter(new Page(to), true);
  }

  private static String escaped(String text, boolean lines) {
    StringBuilder shown = new StringBuilder(text.length() + 16);
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (shows(each) || (lines && (each == '\n' || each == '\t'))) {
        shown.append(each);
      } else {
        shown.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
      }
    }
    return shown.toString();
  }

  private static boolean shows(char each) {
    return switch (Character.getType(each)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static final class Page extends FilterWriter {
    Page(Writer to) {
      super(to);
    }

    @Override
    public void write(int each) throws IOException {
      out.write(escaped(String.valueOf((char) each), true));
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      out.write(escaped(new String(text, from, length), true));
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
      out.write(escaped(text.substring(from, from + length), true));
    }
  }
}
