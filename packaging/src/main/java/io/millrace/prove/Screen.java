package io.millrace.prove;

import io.millrace.base.time.Clock;
import io.millrace.prove.account.Business;
import io.millrace.prove.account.Look;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows looks: in place on a terminal, else a line now and then. One thread. */
final class Screen {
  private static final String CLEAR = "\033[2J";
  private static final String TOP = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final boolean inPlace;
  private final Clock clock;
  private final String title;
  private final long startNanos;
  private long nextLineNanos;
  private boolean begun;

  Screen(PrintWriter out, boolean inPlace, Clock clock, String title) {
    this.out = out;
    this.inPlace = inPlace;
    this.clock = clock;
    this.title = title;
    this.startNanos = clock.nanos();
    this.nextLineNanos = startNanos;
  }

  /** Whole seconds since it was made. */
  long seconds() {
    return Duration.ofNanos(clock.nanos() - startNanos).toSeconds();
  }

  void show(Look look, List<String> notes) {
    if (inPlace) {
      redraw(look, notes);
    } else if (clock.nanos() - nextLineNanos >= 0) {
      nextLineNanos = clock.nanos() + BETWEEN_LINES.toNanos();
      out.println(line(look));
      out.flush();
    }
  }

  /** A line that stays. */
  void say(String text) {
    out.println(text);
    out.flush();
  }

  private void redraw(Look look, List<String> notes) {
    out.print(begun ? TOP : CLEAR + TOP);
    begun = true;
    for (String line : page(look, notes)) {
      out.print(line + REST_OF_LINE + "\n");
    }
    out.print(REST_OF_SCREEN);
    out.flush();
  }

  /** The whole page, a line each. */
  List<String> page(Look look, List<String> notes) {
    List<String> lines = new ArrayList<>();
    lines.add("%s   %d s".formatted(title, seconds()));
    lines.add("");
    lines.add(
        "%-10s %12s %12s %12s %12s %12s"
            .formatted("machine", "register", "journalled", "logged", "posted", "difference"));
    look.rows().forEach(row -> lines.add(text(row)));
    lines.add(text(look.sum()));
    lines.add("");
    lines.add("%-18s %d events".formatted("journal backlog", look.backlog()));
    lines.add("%-18s %s".formatted("postings", text(look.postings())));
    lines.add("%-18s %s".formatted("open cases", text(look.cases())));
    if (look.business().shown()) {
      lines.addAll(text(look.business()));
    }
    lines.add(
        "%-18s %s"
            .formatted(
                "down just now", look.down().isEmpty() ? "-" : String.join(", ", look.down())));
    lines.addAll(notes);
    return lines;
  }

  private String line(Look look) {
    Look.Row sum = look.sum();
    return "%3d s  register %d  journalled %d  logged %d  posted %d  difference %d  backlog %d  %s%s"
        .formatted(
            seconds(),
            sum.register().all(),
            sum.journalled().all(),
            sum.logged().all(),
            sum.posted().all(),
            sum.difference(),
            look.backlog(),
            text(look.postings())
                + (look.business().shown()
                    ? "  released %d/%d  alerts %d"
                        .formatted(
                            look.business().released(),
                            look.business().outside(),
                            look.business().alerts())
                    : ""),
            look.down().isEmpty() ? "" : "  down: " + String.join(", ", look.down()));
  }

  private static List<String> text(Business now) {
    return List.of(
        "%-18s %d samples  %d nonconformances  %d held  %d released"
            .formatted(
                "quality", now.samples(), now.nonconformances(), now.holds(), now.released()),
        "%-18s %d stops  %d reschedules  %d alerts"
            .formatted("downtime", now.stops(), now.reschedules(), now.alerts()),
        "%-18s %d of %d orders in step".formatted("CRM", now.inStep(), now.orders()));
  }

  private static String text(Look.Row row) {
    return "%-10s %12d %12d %12d %12d %12d"
        .formatted(
            row.machine(),
            row.register().all(),
            row.journalled().all(),
            row.logged().all(),
            row.posted().all(),
            row.difference());
  }

  static String text(Map<String, ? extends Number> counts) {
    return counts.isEmpty()
        ? "-"
        : counts.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining("  "));
  }
}
