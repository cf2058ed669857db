package io.millrace.edge.source.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The plan of one device, with what was learned from its refusals: a refused block is halved until
 * the refused need stands alone; that one is left out and asked alone again every {@code retry}. A
 * stretch between needs that cannot be read is not read through again. One owner thread; does no
 * I/O.
 */
public final class LearnedPlan {
  /** Needs that were refused and are asked again in one scan; the others wait for the next. */
  public static final int RETRIES_PER_SCAN_MAX = 2;

  private final List<Need> needs;
  private final List<Set<String>> together;
  private final Planner planner;
  private final long retryNanos;
  private final Set<Hole> holes = new HashSet<>();
  private final Map<Need, Refusal> refused = new HashMap<>();
  private final Map<Block, Halves> halves = new HashMap<>();
  private Plan plan;
  private boolean stale;

  /** Needs of one device with different tags; groups name tags that belong together. */
  public LearnedPlan(
      Collection<Need> needs, List<Set<String>> together, int gapMax, Duration retry) {
    this.needs = needs.stream().sorted(Need.BY_PLACE).toList();
    this.together = List.copyOf(together);
    this.planner = new Planner(gapMax);
    this.retryNanos = retry.toNanos();
    this.plan = planner.plan(this.needs, this.together);
  }

  /** What to ask for in the scan that begins now, by the monotonic clock in nanoseconds. */
  public List<Block> begin(long nowNanos) {
    if (stale) {
      replan();
    }
    halves.clear();
    List<Block> blocks = new ArrayList<>(plan.blocks());
    refused.entrySet().stream()
        .filter(entry -> nowNanos - entry.getValue().retryAtNanos() >= 0)
        .map(Map.Entry::getKey)
        .sorted(Need.BY_PLACE)
        .limit(RETRIES_PER_SCAN_MAX)
        .forEach(need -> blocks.add(Block.around(List.of(need))));
    return blocks;
  }

  /** The block was read. */
  public void answered(Block block) {
    if (block.needs().size() == 1 && refused.remove(block.needs().get(0)) != null) {
      stale = true;
    }
    Halves of = halves.get(block);
    if (of != null && of.answered(block)) {
      holes.add(of.between());
      stale = true;
    }
  }

  /**
   * The device refuses something in the block; returns the blocks to ask for in its place, none
   * when the refused need stands alone. {@code divisible} is false when asking for less cannot
   * help: then all of its needs are left out.
   */
  public List<Block> refused(Block block, boolean divisible, String reason, long nowNanos) {
    if (block.needs().size() == 1 || !divisible) {
      Refusal refusal = new Refusal(reason, nowNanos + retryNanos);
      block.needs().forEach(need -> refused.put(need, refusal));
      stale = true;
      return List.of();
    }
    int middle = block.needs().size() / 2;
    List<Need> sorted = block.needs().stream().sorted(Need.BY_PLACE).toList();
    Block left = Block.around(sorted.subList(0, middle));
    Block right = Block.around(sorted.subList(middle, sorted.size()));
    Halves pair = new Halves(left, right, new HashSet<>());
    halves.put(left, pair);
    halves.put(right, pair);
    return List.of(left, right);
  }

  /** Tags that are left out, and why. */
  public Map<String, String> refusedTags() {
    Map<String, String> tags = new TreeMap<>();
    refused.forEach((need, refusal) -> tags.put(need.tag(), refusal.reason()));
    return tags;
  }

  /** Groups that cannot share a request. */
  public List<Set<String>> split() {
    return plan.split();
  }

  private void replan() {
    stale = false;
    Set<Hole> barred = new HashSet<>(holes);
    refused.keySet().forEach(need -> barred.add(new Hole(need.space(), need.start(), need.end())));
    plan =
        planner.plan(
            needs.stream().filter(need -> !refused.containsKey(need)).toList(), together, barred);
  }

  private record Refusal(String reason, long retryAtNanos) {}

  /** A refused block in two; when both are readable, it is what lies between that is not. */
  private record Halves(Block left, Block right, Set<Block> readable) {
    boolean answered(Block half) {
      readable.add(half);
      return readable.size() == 2;
    }

    Hole between() {
      return new Hole(
          left.space(), Math.min(left.end(), right.start()), Math.max(left.end(), right.start()));
    }
  }
}
