package cloud.bleu.operator.metric;

import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.translate.Translation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many workloads satisfy what governs them, will not for much longer, or have policies set
 * aside by a person.
 */
final class WorkloadGauges {

  private static final List<String> STANDINGS = List.of("satisfied", "violated", "waived");
  private static final List<BreakGlassState> OPEN =
      List.of(
          BreakGlassState.AwaitingSignature,
          BreakGlassState.Countersigned,
          BreakGlassState.Unsigned);
  private final Map<BreakGlassState, AtomicInteger> breakGlasses =
      new EnumMap<>(BreakGlassState.class);
  private final Map<Notice, AtomicInteger> lapses = new EnumMap<>(Notice.class);
  private final Map<String, AtomicInteger> standings = new HashMap<>();
  private final AtomicInteger ungoverned = new AtomicInteger();

  /** Registers them, all at 0. */
  WorkloadGauges(MeterRegistry registry) {
    for (Notice notice : Notice.values()) {
      AtomicInteger ahead = new AtomicInteger();
      lapses.put(notice, ahead);
      Gauge.builder("bleu.workloads.lapsing", ahead, AtomicInteger::get)
          .description(
              "Workloads that will run in breach though nobody changes anything, by how near it"
                  + " is.")
          .tag("within", notice.days() + "d")
          .register(registry);
    }
    for (String standing : STANDINGS) {
      AtomicInteger counted = new AtomicInteger();
      standings.put(standing, counted);
      Gauge.builder("bleu.workloads.governed", counted, AtomicInteger::get)
          .description(
              "Workloads that policies govern: satisfied, in breach of an enforced rule, or under a"
                  + " waiver.")
          .tag("standing", standing)
          .register(registry);
    }
    Gauge.builder("bleu.workloads.ungoverned", ungoverned, AtomicInteger::get)
        .description(
            "Workloads of governed namespaces that no policy governs: no rule of a policy is asked"
                + " of where they run.")
        .register(registry);
    for (BreakGlassState state : OPEN) {
      AtomicInteger counted = new AtomicInteger();
      breakGlasses.put(state, counted);
      Gauge.builder("bleu.break.glass", counted, AtomicInteger::get)
          .description(
              "Workloads for which a person set policies aside in one zone: the second signature is"
                  + " awaited, given, or did not come in time.")
          .tag("state", state.name())
          .register(registry);
    }
  }

  /** Shows what the last pass decided. */
  void show(Snapshot snapshot) {
    Map<String, Integer> counts = new HashMap<>();
    for (Workload workload : snapshot.estate().workloads()) {
      Decision decision = snapshot.decisions().get(workload.id());
      if (decision != null
          && decision.placed()
          && workload.rules().stream().anyMatch(r -> r.policy() != null)) {
        String standing =
            decision.violations().stream().anyMatch(v -> v.policy() != null)
                ? "violated"
                : snapshot.waivers(workload.id()).isEmpty() ? "satisfied" : "waived";
        counts.merge(standing, 1, Integer::sum);
      }
    }
    standings.forEach((standing, gauge) -> gauge.set(counts.getOrDefault(standing, 0)));
    ungoverned.set(ungoverned(snapshot.translation()));
    Map<Notice, Integer> near = new EnumMap<>(Notice.class);
    for (Lapse lapse : snapshot.lapses().values()) {
      Notice notice = Notice.of(snapshot.estate().now(), lapse.on());
      if (notice != null) {
        near.merge(notice, 1, Integer::sum);
      }
    }
    Map<BreakGlassState, Integer> open = new EnumMap<>(BreakGlassState.class);
    for (BreakGlassStatus glass : snapshot.translation().breakGlass().values()) {
      open.merge(glass.signatures(), 1, Integer::sum);
    }
    breakGlasses.forEach((state, gauge) -> gauge.set(open.getOrDefault(state, 0)));
    lapses.forEach((notice, gauge) -> gauge.set(near.getOrDefault(notice, 0)));
  }

  private static int ungoverned(Translation translation) {
    return (int)
        translation.governedBy().entrySet().stream()
            .filter(
                workload ->
                    workload.getValue().isEmpty()
                        && translation.namespaceRules().containsKey(workload.getKey().namespace()))
            .count();
  }
}
