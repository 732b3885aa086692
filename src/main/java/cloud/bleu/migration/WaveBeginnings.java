package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.api.v1alpha1.WaveTurn;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WaveRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the last status of a plan says of its waves: which workloads began them, and since when it
 * has been whose turn. It counts whatever the spec was then. Who may write workloads writes no
 * status, so nobody opens or shuts a wave by what is written on a workload.
 */
final class WaveBeginnings implements WaveRecord {

  /** The workloads of one wave that are kept; one would do if waves were never cut anew. */
  private static final int OF_WAVE = 3;

  private final Set<String> begun = new HashSet<>();
  private final Map<String, Instant> since = new HashMap<>();

  WaveBeginnings(MigrationPlan plan) {
    MigrationPlanStatus status = plan.getStatus();
    if (status == null) {
      return;
    }
    begun.addAll(status.begun());
    for (WaveTurn turn : status.turns()) {
      // A status of an operator that did not write it: since it was read, for all we know.
      String from = turn.since() == null && turn.open() ? status.readAt() : turn.since();
      if (from != null) {
        Instant at = Instant.parse(from);
        turn.names().forEach(n -> since.put(workload(turn, n), at));
      }
    }
  }

  private static String workload(WaveTurn turn, String name) {
    return turn.kind() + " " + turn.namespace() + "/" + name;
  }

  @Override
  public boolean isBeginning(String workload, @Nullable Instant came) {
    Instant from = since.get(workload);
    // An API server stamps objects with whole seconds.
    return begun.contains(workload)
        || came != null && from != null && !came.isBefore(from.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Since when it has been the turn of a wave, which it is now. */
  Instant since(Wave wave, Instant now) {
    return wave.outcomes().stream()
        .map(o -> since.get(o.workload()))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(now);
  }

  /** Some of the workloads that began each wave, those that were known before first. */
  List<String> of(WavePlan plan) {
    List<String> all = new ArrayList<>();
    for (int number : plan.order()) {
      plan.waves().get(number - 1).outcomes().stream()
          .filter(WaveOutcome::hasBegun)
          .map(WaveOutcome::workload)
          .sorted(Comparator.comparing((String w) -> !begun.contains(w)))
          .limit(OF_WAVE)
          .forEach(all::add);
    }
    return all;
  }
}
