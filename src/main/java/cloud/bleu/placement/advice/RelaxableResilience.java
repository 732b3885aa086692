package cloud.bleu.placement.advice;

import cloud.bleu.placement.advice.RelaxableRequirements.Builder;
import cloud.bleu.placement.advice.RelaxableRequirements.Group;
import cloud.bleu.placement.advice.RelaxableRequirements.Item;
import cloud.bleu.placement.advice.RelaxableRequirements.Step;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.WorkloadDraft;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a workload could ask less of in {@code spec.resilience}: the hard entries of spread and
 * tolerate, field by field and as a whole, and the quorum.
 */
final class RelaxableResilience {
  private final Workload workload;
  private final List<Zone> zones;
  private final Builder items;

  private RelaxableResilience(Workload workload, List<Zone> zones, Builder items) {
    this.workload = workload;
    this.zones = zones;
    this.items = items;
  }

  static void collect(Workload workload, List<Zone> zones, Builder items) {
    RelaxableResilience resilience = new RelaxableResilience(workload, zones, items);
    for (int i = 0; i < workload.spread().size(); i++) {
      if (workload.spread().get(i).hard()) {
        resilience.spread(i);
      }
    }
    for (int i = 0; i < workload.tolerate().size(); i++) {
      if (workload.tolerate().get(i).hard()) {
        resilience.tolerate(i);
      }
    }
    resilience.quorum();
  }

  private void spread(int at) {
    Workload.Spread s = workload.spread().get(at);
    long same = workload.spread().stream().filter(b -> b.over().equals(s.over())).count();
    String entry = "spec.resilience.spread[" + (same == 1 ? s.over().name() : at) + "]";
    items.field(
        entry,
        "min",
        s.min(),
        Step.down(
            s.min(),
            1,
            (d, to) ->
                spread(d, at, b -> new Workload.Spread(b.over(), to, b.max(), b.maxSkew(), true))));
    Integer max = s.max();
    if (max != null) {
      items.field(
          entry,
          "max",
          max,
          Step.up(
              max,
              Math.min(domains(s.over()), workload.replicas()),
              (d, to) ->
                  spread(
                      d, at, b -> new Workload.Spread(b.over(), b.min(), to, b.maxSkew(), true))));
    }
    items.field(
        entry,
        "maxSkew",
        s.maxSkew(),
        Step.up(
            s.maxSkew(),
            workload.replicas(),
            (d, to) ->
                spread(d, at, b -> new Workload.Spread(b.over(), b.min(), b.max(), to, true))));
    items.softens(
        entry,
        d ->
            spread(
                d, at, b -> new Workload.Spread(b.over(), b.min(), b.max(), b.maxSkew(), false)));
  }

  private static void spread(WorkloadDraft draft, int at, UnaryOperator<Workload.Spread> change) {
    draft.spread.set(at, change.apply(draft.spread.get(at)));
  }

  /** How many domains the zones that can be gained lie in. */
  private int domains(Scope over) {
    return (int) zones.stream().map(z -> domain(z, over)).distinct().count();
  }

  private static String domain(Zone zone, Scope over) {
    return over.equals(Scope.SITE)
        ? zone.site()
        : over.equals(Scope.REGION)
            ? zone.region()
            : over.equals(Scope.PROVIDER) ? zone.provider() : zone.name();
  }

  private void tolerate(int at) {
    Workload.Tolerate t = workload.tolerate().get(at);
    long same = workload.tolerate().stream().filter(b -> b.of().equals(t.of())).count();
    String entry = "spec.resilience.tolerate[" + (same == 1 ? t.of().name() : at) + "]";
    items.field(
        entry,
        "keep",
        t.keep(),
        Step.down(
            t.keep(),
            0,
            (d, to) ->
                tolerate(
                    d, at, b -> new Workload.Tolerate(b.of(), to, b.recover(), b.copy(), true))));
    List<Step> less =
        Stream.of(Workload.Recover.values())
            .filter(r -> r.compareTo(t.recover()) > 0)
            .map(r -> recover(at, r))
            .toList();
    items.add(
        new Item(Group.Resilience, entry + ".recover", t.recover().name(), less, entry, false));
    items.softens(
        entry,
        d ->
            tolerate(
                d, at, b -> new Workload.Tolerate(b.of(), b.keep(), b.recover(), b.copy(), false)));
  }

  private static Step recover(int at, Workload.Recover recover) {
    return new Step(
        recover.name(),
        d ->
            tolerate(d, at, b -> new Workload.Tolerate(b.of(), b.keep(), recover, b.copy(), true)));
  }

  private static void tolerate(
      WorkloadDraft draft, int at, UnaryOperator<Workload.Tolerate> change) {
    draft.tolerate.set(at, change.apply(draft.tolerate.get(at)));
  }

  private void quorum() {
    if (workload.quorum()) {
      items.add(
          Group.Resilience,
          "spec.resilience.quorum",
          "true",
          List.of(new Step("false", d -> d.quorum = false)));
    }
  }
}
