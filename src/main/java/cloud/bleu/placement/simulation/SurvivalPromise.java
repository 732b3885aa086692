package cloud.bleu.placement.simulation;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workload asks for one loss: its entry of {@code resilience.tolerate} with the smallest
 * event around it; where several are as small, the larger {@code keep} and the stronger {@code
 * recover}.
 *
 * @param of the scope of the entry that asks for {@code keep}
 * @param recoverOf the scope of the entry that asks for {@code recover}
 */
public record SurvivalPromise(Scope of, int keep, Scope recoverOf, Recover recover, DataCopy copy) {

  /** The one of a workload for a loss; null when it asks for nothing. */
  public static @Nullable SurvivalPromise of(Workload workload, Loss loss, Estate estate) {
    int smallest = Integer.MAX_VALUE;
    List<Workload.Tolerate> entries = new ArrayList<>();
    for (Workload.Tolerate entry : workload.tolerate()) {
      int around = around(entry.of(), loss, estate);
      if (around == 0 || around > smallest) {
        continue;
      }
      if (around < smallest) {
        entries.clear();
        smallest = around;
      }
      entries.add(entry);
    }
    return entries.isEmpty() ? null : of(entries);
  }

  private static SurvivalPromise of(List<Workload.Tolerate> entries) {
    Workload.Tolerate most = entries.get(0);
    Workload.Tolerate strongest = entries.get(0);
    for (Workload.Tolerate entry : entries) {
      most = entry.keep() > most.keep() ? entry : most;
      // In the order of their strength.
      strongest = entry.recover().compareTo(strongest.recover()) < 0 ? entry : strongest;
    }
    return new SurvivalPromise(
        most.of(), most.keep(), strongest.of(), strongest.recover(), strongest.copy());
  }

  /** How many zones the one event of a scope has that holds all of a loss; 0 when none does. */
  private static int around(Scope scope, Loss loss, Estate estate) {
    String value = null;
    for (Zone zone : estate.zones()) {
      if (loss.zones().contains(zone.name())) {
        String of = scope.valueIn(zone);
        if (of == null || value != null && !value.equals(of)) {
          return 0;
        }
        value = of;
      }
    }
    return value == null ? 0 : Loss.of(scope, value, estate).zones().size();
  }
}
