package io.millrace.relay.flow;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.connector.Target;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.FlowSet;
import io.millrace.relay.flow.language.Step;
import io.millrace.relay.flow.window.WindowRows;
import io.millrace.relay.store.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The flows as they are active, and the versions that unfinished runs began with, read from the
 * store when one of them is met. On the writer thread where it writes.
 */
final class Definitions {
  private final Map<String, Flow> active = new LinkedHashMap<>();
  private final Map<String, Flow> byDigest = new HashMap<>();
  private final List<Target> targets;
  private volatile Set<List<String>> summed = Set.of();
  private volatile Map<String, List<Step.Wait>> waits = Map.of();
  private volatile boolean activated;

  Definitions(Collection<Flow> active, Collection<Target> targets) {
    this.targets = List.copyOf(targets);
    for (Flow flow : active) {
      this.active.put(flow.name(), flow);
      this.byDigest.put(flow.digest(), flow);
    }
  }

  Collection<Flow> active() {
    return active.values();
  }

  Optional<Flow> active(String name) {
    return Optional.ofNullable(active.get(name));
  }

  /** The definition with that digest. CONFIG_INVALID when it no longer fits the targets. */
  Flow of(Handle handle, String flow, String digest) {
    Flow known = digest.isEmpty() ? active.get(flow) : byDigest.get(digest);
    if (known == null) {
      known = load(handle, flow, digest);
      byDigest.put(digest, known);
    }
    return known;
  }

  /** All that are active or have been met: what may still wait or read sums. */
  Collection<Flow> known() {
    Map<String, Flow> known = new LinkedHashMap<>();
    active.values().forEach(flow -> known.put(flow.digest(), flow));
    known.putAll(byDigest);
    return known.values();
  }

  /** Waits of those for events of that type, each comparison once. */
  List<Step.Wait> waits(String type) {
    return waits.getOrDefault(type, List.of());
  }

  private Map<String, List<Step.Wait>> readWaits() {
    Map<String, List<Step.Wait>> read = new HashMap<>();
    Set<String> expressions = new HashSet<>();
    for (Flow flow : known()) {
      for (Step step : flow.steps()) {
        if (step instanceof Step.Wait wait && expressions.add(wait.expression())) {
          read.computeIfAbsent(wait.type(), absent -> new ArrayList<>()).add(wait);
        }
      }
    }
    return read;
  }

  /** Whether the flows run; else a command works on the files. */
  boolean isActivated() {
    return activated;
  }

  /** Effects, as target, operation and effect, whose sums some step reads. */
  Set<List<String>> summed() {
    return summed;
  }

  private Set<List<String>> readSums() {
    Set<List<String>> read = new HashSet<>();
    for (Flow flow : known()) {
      for (int i = 0; i < flow.steps().size(); i++) {
        if (flow.steps().get(i) instanceof Step.Call call && call.confirmed()) {
          flow.documentBefore(i)
              .ifPresent(
                  before ->
                      read.add(List.of(before.target(), before.operation(), before.effect())));
        }
      }
    }
    return read;
  }

  /** Puts down each active one. CONFIG_INVALID when an effect that it had has changed. */
  void activate(Handle handle, Instant now) {
    for (Flow flow : active.values()) {
      checkEffects(handle, flow);
      handle.execute(
          "INSERT OR IGNORE INTO flow_definition (digest, flow, version, file, definition, since)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          flow.digest(),
          flow.name(),
          flow.version(),
          flow.file(),
          flow.definition(),
          now.toEpochMilli());
      flow.calls().stream()
          .filter(call -> !call.isLookup())
          .forEach(
              call ->
                  handle.execute(
                      "INSERT OR IGNORE INTO flow_effect (flow, target, operation, effect, since)"
                          + " VALUES (?, ?, ?, ?, ?)",
                      flow.name(),
                      call.target(),
                      call.operation(),
                      call.effect(),
                      now.toEpochMilli()));
    }
    RunRows.open(handle).forEach(open -> of(handle, open.flow(), open.digest()));
    WindowRows.digests(handle).forEach((digest, flow) -> of(handle, flow, digest));
    summed = Set.copyOf(readSums());
    waits = Map.copyOf(readWaits());
    forgetOthers(handle);
    activated = true;
  }

  /** Sums that nobody keeps up would be wrong when somebody reads them again. */
  private void forgetOthers(Handle handle) {
    List<List<String>> kept =
        handle
            .createQuery("SELECT DISTINCT target, operation, effect FROM flow_confirmed")
            .map(
                row ->
                    List.of(
                        Columns.text(row, "target"),
                        Columns.text(row, "operation"),
                        Columns.text(row, "effect")))
            .list();
    for (List<String> effect : kept) {
      if (!summed.contains(effect)) {
        handle.execute(
            "DELETE FROM flow_confirmed WHERE target = ? AND operation = ? AND effect = ?",
            effect.get(0),
            effect.get(1),
            effect.get(2));
      }
    }
  }

  /** A flow may gain effects and lose some, but not have another in the place of one. */
  private static void checkEffects(Handle handle, Flow flow) {
    for (Step.Call call : flow.calls()) {
      List<String> before =
          call.isLookup() ? List.of() : effects(handle, flow, call.target(), call.operation());
      List<String> after =
          flow.calls().stream()
              .filter(each -> each.target().equals(call.target()))
              .filter(each -> each.operation().equals(call.operation()))
              .map(Step.Call::effect)
              .toList();
      List<String> lost = new ArrayList<>(before);
      lost.removeAll(after);
      if (!before.isEmpty() && !lost.isEmpty() && !before.contains(call.effect())) {
        throw new MillraceException(
            ErrorCode.CONFIG_INVALID,
            "flow %s: effect '%s' was active as '%s' and may not change: all would be posted twice"
                .formatted(flow.name(), call.effect(), lost.get(0)));
      }
    }
  }

  private static List<String> effects(Handle handle, Flow flow, String target, String operation) {
    return handle
        .createQuery(
            "SELECT effect FROM flow_effect WHERE flow = ? AND target = ? AND operation = ?")
        .bind(0, flow.name())
        .bind(1, target)
        .bind(2, operation)
        .mapTo(String.class)
        .list();
  }

  private Flow load(Handle handle, String flow, String digest) {
    Map<String, Object> row =
        handle
            .createQuery("SELECT file, version, definition FROM flow_definition WHERE digest = ?")
            .bind(0, digest)
            .mapToMap()
            .findOne()
            .orElseThrow(
                () ->
                    new MillraceException(
                        ErrorCode.CONFIG_INVALID,
                        ("flow %s has unfinished work, and neither is it active nor is its"
                                + " definition kept: bring its file back")
                            .formatted(flow)));
    try {
      String name = "%s (version %s, kept)".formatted(row.get("file"), row.get("version"));
      return FlowSet.read(name, String.valueOf(row.get("definition")), targets);
    } catch (MillraceException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          "flow %s version %s has unfinished work and no longer fits its targets: %s"
              .formatted(flow, row.get("version"), e.getMessage()),
          e);
    }
  }
}
