package cloud.bleu.placement.advice;

import cloud.bleu.placement.advice.RelaxableRequirements.Builder;
import cloud.bleu.placement.advice.RelaxableRequirements.Group;
import cloud.bleu.placement.advice.RelaxableRequirements.Step;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.WorkloadDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a workload could ask less of in {@code spec.replicas} and {@code spec.placement}: fewer
 * replicas, looser bounds by zone, no weights, relations that are only preferred.
 */
final class RelaxablePlacement {
  private final Workload workload;
  private final Builder items;

  private RelaxablePlacement(Workload workload, Builder items) {
    this.workload = workload;
    this.items = items;
  }

  static void collect(Workload workload, Builder items) {
    RelaxablePlacement placement = new RelaxablePlacement(workload, items);
    placement.replicas();
    placement.perZone();
    placement.weights();
    placement.relations("affinity", workload.affinity(), d -> d.affinity);
    placement.relations("antiAffinity", workload.antiAffinity(), d -> d.antiAffinity);
  }

  private void replicas() {
    List<Step> steps = new ArrayList<>();
    for (int n = workload.replicas() - 1; n >= 1; n--) {
      int fewer = n;
      if (!workload.quorum() || fewer % 2 == 1) {
        steps.add(new Step(String.valueOf(fewer), d -> d.replicas = fewer));
      }
    }
    items.add(Group.Replicas, "spec.replicas", workload.replicas(), steps);
  }

  private void perZone() {
    Integer max = workload.perZoneMax();
    if (max != null) {
      items.add(
          Group.Placement,
          "spec.placement.perZone.max",
          max,
          Step.up(max, workload.replicas(), (d, to) -> d.perZoneMax = to));
    }
    items.add(
        Group.Placement,
        "spec.placement.perZone.min",
        workload.perZoneMin(),
        Step.down(workload.perZoneMin(), 0, (d, to) -> d.perZoneMin = to));
  }

  private void weights() {
    if (workload.weights().isEmpty()) {
      return;
    }
    List<String> from =
        workload.weights().entrySet().stream()
            .map(e -> "{zone: " + e.getKey() + ", weight: " + e.getValue() + "}")
            .toList();
    items.add(
        Group.Placement,
        "spec.placement.weights",
        "[" + String.join(", ", from) + "]",
        List.of(new Step("[]", d -> d.weights = new TreeMap<>())));
  }

  private void relations(
      String field,
      List<Workload.Affinity> all,
      Function<WorkloadDraft, List<Workload.Affinity>> of) {
    for (int i = 0; i < all.size(); i++) {
      Workload.Affinity a = all.get(i);
      int at = i;
      if (!a.required()) {
        continue;
      }
      boolean once = all.stream().filter(b -> b.with().equals(a.with())).count() == 1;
      String key = once ? a.with() : a.with() + "/" + a.topology().name();
      Workload.Affinity preferred = new Workload.Affinity(a.with(), a.topology(), false);
      items.add(
          Group.Placement,
          "spec.placement." + field + "[" + key + "].required",
          "true",
          List.of(new Step("false", d -> of.apply(d).set(at, preferred))));
    }
  }
}
