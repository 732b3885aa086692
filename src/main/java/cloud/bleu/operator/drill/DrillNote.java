package cloud.bleu.operator.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.drill.DrillEntry;
import cloud.bleu.drill.DrillRecord;
import cloud.bleu.drill.DrillRun;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.DrillVerdict;
import java.util.List;
import java.util.SortedMap;

/** A run of a drill as an entry of the chain. */
final class DrillNote {

  /** Names that fit into a text of the chain. */
  private static final int NAMED = 8;

  private DrillNote() {}

  /** The entry: what was lost, when and why it ran, the verdict, the counts, what broke. */
  static ChainNote of(ResilienceDrill drill, DrillRun ran) {
    Run run = DrillRecord.run(ran);
    SortedMap<String, String> content = DrillEntry.of(drill, run, "Shadow");
    content.put("digest", ran.digest());
    if (run.abortedBy() != null) {
      content.put("abortedBy", run.abortedBy());
    }
    List<DrillVerdict> broken =
        ran.result().verdicts().stream()
            .filter(v -> v.outcome() == DrillOutcome.Breaches)
            .limit(NAMED)
            .toList();
    if (!broken.isEmpty()) {
      content.put("breached", String.join(", ", broken.stream().map(DrillNote::name).toList()));
    }
    return new ChainNote(EntryKinds.DRILL_RUN, content);
  }

  private static String name(DrillVerdict verdict) {
    return verdict.id().toString();
  }
}
