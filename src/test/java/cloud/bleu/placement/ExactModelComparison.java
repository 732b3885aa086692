package cloud.bleu.placement;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares what the planner proposes, before anything is fenced off, with the checker and with the
 * exact model, workload by workload, and counts by what a workload asks for.
 */
final class ExactModelComparison {

  /** What an instance asks for; an instance with several is counted in the row of each. */
  enum Feature {
    PLAIN("spread, keep and room alone"),
    SPREAD_MAX("spread with max"),
    RESERVE("recover: Reserved"),
    PER_ZONE("perZone"),
    QUORUM("quorum"),
    REPLICATION("round trip, distance"),
    RELATIONS("affinity, anti-affinity"),
    PRIORITY("priority"),
    GROWTH("growth");

    private final String text;

    Feature(String text) {
      this.text = text;
    }
  }

  /** Instances of one row. */
  static final class Counts {
    int placed;
    int refused;
    int missed;
    int unsolved;

    int instances() {
      return placed + refused + missed + unsolved;
    }
  }

  private final Map<Feature, Counts> rows = new EnumMap<>(Feature.class);
  final Counts all = new Counts();

  /** Plans with a finding of the checker, or placements that are none for the exact model. */
  final List<String> invalid = new ArrayList<>();

  final List<String> misses = new ArrayList<>();

  /** The misses of workloads that ask nothing but spread, keep and room. */
  final List<String> plainMisses = new ArrayList<>();

  ExactModelComparison() {
    for (Feature f : Feature.values()) {
      rows.put(f, new Counts());
    }
  }

  /** Plans, and judges every workload that is new or grows. */
  Plan judge(String replay, Estate e) {
    Plan plan = propose(replay, e);
    e.workloads().forEach(w -> judge(replay, e, plan, w));
    return plan;
  }

  /** Plans, and judges one workload. */
  void judge(String replay, Estate e, WorkloadId id) {
    Plan plan = propose(replay, e);
    e.workloads().stream().filter(w -> w.id().equals(id)).forEach(w -> judge(replay, e, plan, w));
  }

  private Plan propose(String replay, Estate e) {
    Plan plan = Planner.propose(e, Map.of());
    List<Finding> findings = Checker.check(e, plan);
    if (!findings.isEmpty()) {
      invalid.add(replay + ": the checker found " + findings);
    }
    return plan;
  }

  private void judge(String replay, Estate e, Plan plan, Workload w) {
    Neighbourhood around = new Neighbourhood(e, plan);
    int[] had = around.had(w);
    int running = Arrays.stream(had).sum();
    Decision d = Neighbourhood.decision(plan, w.id());
    int[] has = BruteForce.counts(e, d.assignments());
    int placed = Arrays.stream(has).sum();
    if (running >= w.replicas() || around.moves(w) || around.inCycle(w)) {
      return;
    }
    Set<Feature> features = features(e, w, running);
    String what = replay + " " + w.id().name() + " " + features;
    // The model knows nothing of evictions that others promise.
    if (placed > running && !evicts(plan)) {
      ExactModel model = new ExactModel(e, w, had, around.of(w), placed, placed, true);
      ExactModel.Answer answer = model.judge(has, d.contingency());
      if (!answer.exists()) {
        invalid.add(what + ": none for the exact model: " + Arrays.toString(has));
      }
    }
    if (placed == w.replicas()) {
      count(features, c -> c.placed++);
      return;
    }
    int least = running == 0 ? w.replicas() : Math.max(placed, running) + 1;
    ExactModel.Answer answer =
        new ExactModel(e, w, had, around.of(w), least, w.replicas(), false).solve();
    if (answer.gaveUp()) {
      count(features, c -> c.unsolved++);
    } else if (answer.exists()) {
      count(features, c -> c.missed++);
      String miss =
          "%s: %d of %d placed, %d fit as %s (had %s, has %s): %s"
              .formatted(
                  what,
                  placed,
                  w.replicas(),
                  answer.replicas(),
                  Arrays.toString(answer.counts()),
                  Arrays.toString(had),
                  Arrays.toString(has),
                  d.outcome());
      misses.add(miss);
      if (features.contains(Feature.PLAIN)) {
        plainMisses.add(miss);
      }
    } else {
      count(features, c -> c.refused++);
    }
  }

  private static boolean evicts(Plan plan) {
    return plan.decisions().stream()
        .anyMatch(d -> d.contingency().stream().anyMatch(c -> !c.evicts().isEmpty()));
  }

  private void count(Set<Feature> features, Consumer<Counts> one) {
    one.accept(all);
    features.forEach(f -> one.accept(rows.get(f)));
  }

  private static Set<Feature> features(Estate e, Workload w, int running) {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    if (w.tolerate().stream().anyMatch(t -> t.recover() == Workload.Recover.Reserved)) {
      features.add(Feature.RESERVE);
    }
    if (w.perZoneMin() > 1 || w.perZoneMax() != null) {
      features.add(Feature.PER_ZONE);
    }
    if (w.quorum()) {
      features.add(Feature.QUORUM);
    }
    if (w.replication() != null) {
      features.add(Feature.REPLICATION);
    }
    boolean related =
        e.workloads().stream()
            .anyMatch(o -> o.antiAffinity().stream().anyMatch(a -> a.with().equals(w.id().name())));
    if (related || !w.affinity().isEmpty() || !w.antiAffinity().isEmpty()) {
      features.add(Feature.RELATIONS);
    }
    if (e.workloads().stream().anyMatch(o -> o.priority().value() < w.priority().value())) {
      features.add(Feature.PRIORITY);
    }
    if (features.isEmpty()) {
      features.add(Feature.PLAIN);
    }
    if (w.spread().stream().anyMatch(s -> s.max() != null)) {
      features.add(Feature.SPREAD_MAX);
    }
    if (running > 0) {
      features.add(Feature.GROWTH);
    }
    return features;
  }

  /** The instances of the row that has the fewest. */
  int fewest() {
    return rows.values().stream().mapToInt(Counts::instances).min().orElse(0);
  }

  /** A table of the counts. */
  String table() {
    StringBuilder text = new StringBuilder();
    rows.forEach((f, c) -> text.append(row(f.text, c)));
    return text.append(row("all", all)).toString();
  }

  private static String row(String name, Counts c) {
    return "%-28s %6d instances, %6d placed, %5d refused by both, %4d missed, %3d not solved%n"
        .formatted(name, c.instances(), c.placed, c.refused, c.missed, c.unsolved);
  }
}
