package cloud.bleu.placement.constraint;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How many replicas of a workload each zone holds when nothing else runs there. */
final class EmptyZones {
  /** What holds some replicas of the workload, and which resource bounds them, if it is one. */
  record Held(String name, int replicas, @Nullable String resource) {
    Message told() {
      return Message.of("room.in", "name", name, "replicas", replicas);
    }
  }

  private final PlacementTrial trial;
  private final CompiledWorkload compiled;
  private final int wanted;

  /**
   * Of the zones of a trial.
   *
   * @param wanted replicas that ask for a zone; no zone is said to hold more
   */
  EmptyZones(PlacementTrial trial, int wanted) {
    this.trial = trial;
    this.compiled = trial.compiled();
    this.wanted = wanted;
  }

  static long sum(List<Held> all) {
    return all.stream().mapToLong(Held::replicas).sum();
  }

  /** Whether replicas are there, or may come. */
  boolean takes(int zone) {
    return trial.may[zone] || trial.fixed[zone] > 0;
  }

  /** What zones hold of replicas that stay there. */
  List<Held> inUse(IntPredicate wants) {
    List<Held> zones = new ArrayList<>();
    for (int z = 0; z < trial.planState.topology.known; z++) {
      if (takes(z) && wants.test(z)) {
        zones.add(held(z, trial.may[z], true));
      }
    }
    return zones;
  }

  /**
   * What one zone holds.
   *
   * @param opens whether more comes there than is fixed
   * @param inUse whether it keeps room for a rollout
   */
  Held held(int zone, boolean opens, boolean inUse) {
    String name = trial.planState.topology.names[zone];
    if (!opens) {
      return new Held(name, trial.fixed[zone], null);
    }
    Capacity whole = trial.planState.topology.zone(zone).capacity().whole();
    Quantities asked = compiled.workload.requests();
    Quantities usable = whole.usable();
    int rollout = inUse && compiled.workload.surges() ? 1 : 0;
    long fits = Math.min(whole.slots(asked), (long) wanted + rollout);
    String scarce = null;
    for (Map.Entry<String, Long> each : asked.amounts().entrySet()) {
      long times = each.getValue() == 0 ? fits : usable.get(each.getKey()) / each.getValue();
      scarce = times < fits ? each.getKey() : scarce;
      fits = Math.min(fits, times);
    }
    return new Held(name, (int) Math.max(trial.fixed[zone], Math.max(0, fits - rollout)), scarce);
  }
}
