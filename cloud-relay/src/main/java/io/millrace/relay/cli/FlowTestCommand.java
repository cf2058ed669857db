package io.millrace.relay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Words;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.eventlog.EventTypes;
import io.millrace.relay.flow.WaitingRun;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.FlowSet;
import io.millrace.relay.rehearsal.FlowRehearsal;
import io.millrace.v1.Case;
import io.millrace.v1.Event;
import io.millrace.v1.ProductionCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a flow would do with events. Asks no system and changes nothing. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the postings that a flow would make of events, in order.",
      "Answers that are not given are invented and shown as <name of operation>."
    })
final class FlowTestCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RelayCommand relay;

  @Parameters(paramLabel = "FLOW", description = "a flow's name, or a file with one flow")
  private String flow = "";

  @Parameters(paramLabel = "EVENTS", description = "a file: one event per line, protobuf's JSON")
  private Path events = Path.of("");

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "JSON: {\"erp.reschedule\": {\"document\": \"…\", \"new_date\": \"…\"}}")
  private @Nullable Path answers;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  FlowTestCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    RelayConfig config = relay.config();
    Flow read = flow(config);
    List<Event> given = EventsFile.read(events.toString(), text(events));
    FlowRehearsal.Outcome outcome =
        new FlowRehearsal(read, config.targets(), answers(read), config.zone(), relay.clock())
            .run(given);
    if (json) {
      printJson(outcome);
    } else {
      print(read, outcome);
      if (outcome.made().isEmpty() && outcome.waiting().isEmpty() && outcome.cases().isEmpty()) {
        relay.out().print(whyNothing(read, given));
      }
    }
    relay.out().flush();
    return ExitCode.OK;
  }

  private Flow flow(RelayConfig config) {
    Path file = Path.of(flow);
    List<String> names = config.flows().stream().map(Flow::name).toList();
    return Files.isRegularFile(file)
        ? FlowSet.read(flow, text(file), config.targets())
        : config.flows().stream()
            .filter(each -> each.name().equals(flow))
            .findFirst()
            .orElseThrow(
                () ->
                    new MillraceException(
                        ErrorCode.USAGE,
                        "'%s' is neither a file nor one of the flows %s%s"
                            .formatted(flow, names, Nearest.suggestion(flow, names))));
  }

  private Map<String, Map<String, String>> answers(Flow read) {
    return answers == null ? Map.of() : AnswersFile.read(answers.toString(), text(answers), read);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new MillraceException(ErrorCode.USAGE, file + ": no such file", e);
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.USAGE, file + ": cannot be read: " + e, e);
    }
  }

  /** One line about events that lead to nothing, where they show why; else nothing. */
  private static String whyNothing(Flow read, List<Event> given) {
    List<Event> taken =
        given.stream().filter(each -> EventTypes.of(each).equals(read.on())).toList();
    if (taken.isEmpty()) {
      return "no event of type %s in %s%n".formatted(read.on(), Words.many(given.size(), "event"));
    }
    List<Event> telling =
        taken.stream().filter(each -> read.window() == null || !isNothing(each)).toList();
    if (telling.isEmpty()) {
      return "%s, which count nothing: 'from' is 'to'%n".formatted(those(taken, read));
    }
    return read.where() == null
        ? ""
        : "%s, none gets past 'where: %s' and the steps' conditions%n"
            .formatted(those(telling, read), read.where().source());
  }

  private static String those(List<Event> events, Flow read) {
    return "%s of type %s".formatted(Words.many(events.size(), "event"), read.on());
  }

  private static boolean isNothing(Event event) {
    ProductionCount count = event.getProductionCount();
    return count.getFrom() == count.getTo();
  }

  private void print(Flow read, FlowRehearsal.Outcome outcome) {
    PrintWriter out = relay.out();
    out.printf(
        "flow %s version %d: %s%n",
        read.name(), read.version(), Words.many(outcome.made().size(), "posting"));
    for (FlowRehearsal.Made made : outcome.made()) {
      var posting = made.posting();
      out.printf(
          "%n%d  %s.%s  run %d, step %s%n",
          posting.id(),
          posting.target(),
          posting.operation(),
          posting.run(),
          posting.fields().getOrDefault("step", ""));
      out.printf("   effect %s, lane %s%n", posting.effect(), made.lane());
      out.printf("   key %s, reference %s%n", posting.key(), posting.reference());
      new TreeMap<>(posting.fields())
          .forEach((name, value) -> out.printf("   %s = %s%n", name, value));
      out.printf(
          "   answered%s %s%n", made.invented() ? " (invented)" : "", new TreeMap<>(made.answer()));
    }
    for (WaitingRun wait : outcome.waiting()) {
      out.printf(
          "%nrun %d waits at step %s: %s with %s = %s%n",
          wait.run(),
          read.steps().get(wait.step()).name(),
          wait.type(),
          wait.expression(),
          wait.key());
    }
    for (Case asked : outcome.cases()) {
      out.printf("%ncase %s: %s%n   %s%n", asked.getClass_(), asked.getTitle(), asked.getDetail());
    }
  }

  private void printJson(FlowRehearsal.Outcome outcome) {
    List<Map<String, Object>> postings = new ArrayList<>();
    for (FlowRehearsal.Made made : outcome.made()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("target", made.posting().target());
      each.put("operation", made.posting().operation());
      each.put("effect", made.posting().effect());
      each.put("lane", made.lane());
      each.put("key", made.posting().key());
      each.put("reference", made.posting().reference());
      each.put("run", made.posting().run());
      each.put("fields", new TreeMap<>(made.posting().fields()));
      each.put("answer", new TreeMap<>(made.answer()));
      each.put("invented", made.invented());
      postings.add(each);
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("postings", postings);
    whole.put("waiting", outcome.waiting());
    whole.put("cases", outcome.cases().stream().map(Case::getTitle).toList());
    try {
      relay.out().println(JSON.writeValueAsString(whole));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts that are no JSON", e);
    }
  }
}
