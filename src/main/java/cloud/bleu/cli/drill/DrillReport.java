package cloud.bleu.cli.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillSpec;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.drill.DrillRecord;
import cloud.bleu.drill.DrillStatus;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.simulation.DrillResult;
import cloud.bleu.placement.simulation.Loss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of one drill.
 *
 * @param name of the ResilienceDrill, or of the loss where there is none
 * @param loss what is lost, such as {@code site par7s}; a dash where its scope does not say
 * @param run the last one; null: it has not run
 * @param workloads that it concerns, the worst first
 * @param more how many more it concerns
 * @param status what the operator says; null: it was simulated here
 */
public record DrillReport(
    String name,
    String loss,
    @Nullable Run run,
    List<WorkloadVerdict> workloads,
    int more,
    @Nullable ResilienceDrillStatus status) {

  /** Of a loss that was simulated here. */
  public static DrillReport of(String name, DrillResult result) {
    return new DrillReport(
        name,
        result.loss().name(),
        DrillRecord.run(result),
        result.concerned().stream().map(DrillRecord::verdict).toList(),
        0,
        null);
  }

  /** Of a drill in a cluster. */
  public static DrillReport of(ResilienceDrill drill) {
    ResilienceDrillStatus status = drill.getStatus();
    String name = drill.getMetadata().getName();
    if (status == null) {
      return new DrillReport(name, loss(drill), null, List.of(), 0, null);
    }
    boolean live = drill.getSpec() != null && "Live".equals(drill.getSpec().mode());
    Run current = current(status, live);
    return new DrillReport(
        name,
        loss(drill),
        current,
        current == null ? List.of() : status.workloads(),
        current == null ? 0 : Objects.requireNonNullElse(status.moreWorkloads(), 0),
        status);
  }

  private static String loss(ResilienceDrill drill) {
    ResilienceDrillSpec.Scope scope = drill.getSpec() == null ? null : drill.getSpec().scope();
    if (scope == null) {
      return "-";
    }
    List<Loss> losses = new ArrayList<>();
    add(losses, Scope.ZONE, scope.zone());
    add(losses, Scope.SITE, scope.site());
    add(losses, Scope.REGION, scope.region());
    add(losses, Scope.PROVIDER, scope.provider());
    ResilienceDrillSpec.Hazard hazard = scope.hazard();
    if (hazard != null && hazard.kind() != null) {
      add(losses, Scope.hazard(hazard.kind()), hazard.value());
    }
    return losses.size() == 1 ? losses.get(0).name() : "-";
  }

  private static void add(List<Loss> losses, Scope scope, @Nullable String value) {
    if (value != null) {
      losses.add(new Loss(scope, value, Collections.emptySortedSet()));
    }
  }

  /** The last run, if it tried what the drill asks for now; null: it did not, or there is none. */
  private static @Nullable Run current(ResilienceDrillStatus status, boolean live) {
    if (status.history().isEmpty() || DrillStatus.isNotRun(status)) {
      return null;
    }
    // After an error the condition tells of that, and no more of the mode.
    Run last = status.history().get(0);
    return last.live() == live ? last : null;
  }

  /** Whether the last run proves nothing: a promise was broken, or it was aborted. */
  public boolean failed() {
    return run != null && !DrillRecord.PASSED.equals(run.verdict());
  }
}
