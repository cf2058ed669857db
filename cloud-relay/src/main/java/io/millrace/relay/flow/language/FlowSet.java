package io.millrace.relay.flow.language;

import io.millrace.base.id.Sha256;
import io.millrace.relay.connector.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads files of flows and holds them against the targets and each other. One thread. */
public final class FlowSet {
  /** Flows in all files together. */
  public static final int FLOWS_MAX = 500;

  private final Map<String, Target> targets;
  private final Map<String, Flow> byName = new LinkedHashMap<>();
  private final Map<List<String>, Flow> byEffect = new LinkedHashMap<>();

  /** For those targets. */
  public FlowSet(Collection<Target> targets) {
    this.targets = FlowReader.byName(targets);
  }

  /**
   * Adds the flows of a file, whose documents are parted by {@code ---}. CONFIG_INVALID names file,
   * line, column, key, value, what was expected and the nearest right name.
   */
  public List<Flow> add(String file, String yaml) {
    List<Flow> added = new ArrayList<>();
    List<Part> documents = Part.documents(file, yaml);
    List<String> texts = List.of(yaml.split("(?m)^---.*$", -1));
    for (int i = 0; i < documents.size(); i++) {
      Part document = documents.get(i);
      boolean apart = documents.size() > 1 && texts.size() >= documents.size();
      String text = apart ? texts.get(texts.size() - documents.size() + i) : yaml;
      Flow flow = new FlowReader(document, targets).read(text.strip(), digest(text.strip()));
      checkName(document, flow);
      checkEffects(document, flow);
      added.add(flow);
    }
    if (byName.size() > FLOWS_MAX) {
      throw documents.get(0).wrong("there are over " + FLOWS_MAX + " flows");
    }
    return added;
  }

  /** All that were added, in their order. */
  public List<Flow> all() {
    return List.copyOf(byName.values());
  }

  /** Reads the text of one flow by itself. CONFIG_INVALID as above. */
  public static Flow read(String file, String yaml, Collection<Target> targets) {
    Part document = Part.documents(file, yaml).get(0);
    return new FlowReader(document, FlowReader.byName(targets)).read(yaml.strip(), digest(yaml));
  }

  private void checkName(Part document, Flow flow) {
    Flow before = byName.putIfAbsent(flow.name(), flow);
    if (before != null) {
      throw Part.at(document.entries(), "flow")
          .wrong("'%s' is taken already by %s".formatted(flow.name(), before.file()));
    }
  }

  private void checkEffects(Part document, Flow flow) {
    for (int i = 0; i < flow.steps().size(); i++) {
      if (!(flow.steps().get(i) instanceof Step.Call call) || call.isLookup()) {
        continue;
      }
      List<String> key = List.of(call.target(), call.operation(), call.effect());
      Flow before = byEffect.putIfAbsent(key, flow);
      if (before != null) {
        Part steps = document.entries().get("steps");
        Part holder = steps == null ? document : steps.items().get(i);
        throw Part.at(holder.entries(), "effect")
            .wrong(
                "'%s' by operation '%s' is done already by flow %s (%s): both would post everything"
                    .formatted(call.effect(), call.operation(), before.name(), before.file()));
      }
    }
  }

  /** SHA-256 of the text without blanks around it, as 64 hexadecimal digits. */
  private static String digest(String text) {
    return Sha256.hex(text.strip());
  }
}
