package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.DesiredCondition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a live drill, in the words of the API. */
public final class LiveStatus {

  private LiveStatus() {}

  /** The status after a step. */
  public static ResilienceDrillStatus of(
      ResilienceDrill drill, DrillTranslator.Read read, LiveStep step, Instant now) {
    DrillStatus status = new DrillStatus(drill, read, now);
    if (step instanceof LiveStep.Begins begins) {
      return status.live(
          moving(begins.live()), begins.live(), null, begins.cause(), begins.request());
    }
    if (step instanceof LiveStep.Moves moves) {
      return status.live(moving(moves.live()), moves.live(), null, null, "");
    }
    if (step instanceof LiveStep.Ends ends) {
      return status.live(returning(ends.live()), ends.live(), ends, null, ends.request());
    }
    if (step instanceof LiveStep.Returns returns) {
      return status.live(returning(returns.live()), returns.live(), null, null, "");
    }
    if (step instanceof LiveStep.Waits waits) {
      List<DesiredCondition> ready =
          waits.stalled()
              ? Conditions.stalled(waits.code(), waits.message())
              : Conditions.reconciling(waits.code(), waits.message());
      return status.live(ready, null, null, null, "");
    }
    return status.live(null, null, null, null, "");
  }

  private static @Nullable List<DesiredCondition> moving(Live live) {
    return Conditions.reconciling(
        "DrillMoving",
        "what runs in zones "
            + String.join(", ", live.zones())
            + " moves away since "
            + live.began()
            + (live.closes() == null ? "" : ", until " + live.closes() + " at the latest")
            + "; `bleu drill NAME --abort` ends it");
  }

  private static @Nullable List<DesiredCondition> returning(Live live) {
    return Conditions.reconciling(
        "DrillReturning",
        "the zones are in service again, and what was moved comes home within the budget of its"
            + " workload; `bleu drill NAME --abort` ends the wait");
  }
}
