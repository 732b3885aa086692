package cloud.bleu.gitops;

import cloud.bleu.drill.DrillSamples;
import cloud.bleu.migration.MigrationStates;
import cloud.bleu.status.StatusSample;
import cloud.bleu.status.StatusSamples;
import java.util.ArrayList;
import java.util.List;

/** Objects of every kind that has a status with conditions, in every state. */
final class Samples {

  private Samples() {}

  static List<StatusSample> all() {
    List<StatusSample> all = new ArrayList<>(StatusSamples.all());
    all.addAll(DrillSamples.all());
    all.addAll(MigrationStates.all());
    return StatusSample.withOutdated(all);
  }
}
