package cloud.bleu.standing;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.drill.DrillRecord;
import cloud.bleu.drill.DrillValidity;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.time.InstantText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drills as reports write them. */
public final class DrillProofs {

  private DrillProofs() {}

  /** One for each drill, in their order. */
  public static List<DrillProof> of(List<DrillValidity> drills) {
    return drills.stream().map(DrillProofs::of).toList();
  }

  private static DrillProof of(DrillValidity drill) {
    Run last = drill.last();
    Loss loss = drill.loss();
    return new DrillProof(
        drill.name(),
        last != null ? last.scope() : loss == null ? "" : loss.name(),
        last == null ? null : last.verdict(),
        last == null ? null : InstantText.parse(last.at()),
        drill.passed(),
        drill.until(),
        drill.faults().stream().map(DrillValidity.Fault::code).toList(),
        last == null ? null : last.digest(),
        drill.live(),
        message(drill, last));
  }

  private static String message(DrillValidity drill, @Nullable Run last) {
    return drill.isProof() && last != null
        ? DrillRecord.summary(last) + "; it counts until " + drill.until()
        : drill.faults().stream()
            .map(fault -> fault.code() + ": " + fault.message())
            .collect(Collectors.joining("; "));
  }
}
