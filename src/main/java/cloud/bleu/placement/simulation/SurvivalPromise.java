package cloud.bleu.placement.simulation;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a workload asks for one loss: its entry of {@code resilience.tolerate} with the smallest
 * event around it, of several as small the first; where several name those zones, the larger {@code
 * keep} and the stronger {@code recover}.
 *
 * @param of the scope of the entry that asks for {@code keep}
 * @param recoverOf the scope of the entry that asks for {@code recover}
 * @param exemptOfQuorum whether an entry calls it a recovery from an asynchronous copy, which no
 *     majority outlives
 */
public record SurvivalPromise(
    Scope of, int keep, Scope recoverOf, Recover recover, boolean exemptOfQuorum) {

  /** The one of a workload for a loss; null when it asks for nothing. */
  public static @Nullable SurvivalPromise of(Workload workload, Loss loss, Estate estate) {
    SortedSet<String> smallest = Collections.emptySortedSet();
    List<Workload.Tolerate> entries = new ArrayList<>();
    for (Workload.Tolerate entry : workload.tolerate()) {
      SortedSet<String> around = around(entry.of(), loss, estate);
      if (!around.isEmpty() && (smallest.isEmpty() || around.size() < smallest.size())) {
        entries.clear();
        smallest = around;
      }
      if (!around.isEmpty() && around.equals(smallest)) {
        entries.add(entry);
      }
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
        most.of(),
        most.keep(),
        strongest.of(),
        strongest.recover(),
        entries.stream().anyMatch(entry -> entry.copy() == DataCopy.Asynchronous));
  }

  /** The zones of the one event of a scope that holds all of a loss; empty when none does. */
  private static SortedSet<String> around(Scope scope, Loss loss, Estate estate) {
    String value = null;
    for (Zone zone : estate.zones()) {
      if (loss.zones().contains(zone.name())) {
        String of = scope.valueIn(zone);
        if (of == null || value != null && !value.equals(of)) {
          return Collections.emptySortedSet();
        }
        value = of;
      }
    }
    return value == null ? Collections.emptySortedSet() : Loss.of(scope, value, estate).zones();
  }
}
