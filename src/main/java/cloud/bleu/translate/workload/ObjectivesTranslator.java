package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Resilience;
import cloud.bleu.placement.objective.RecoveryObjectives;
import cloud.bleu.time.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The recovery objectives of a workload. What is wrong with them is among the problems of the
 * workload, with the rest of its resilience; here it is as good as not there.
 */
public final class ObjectivesTranslator {

  private ObjectivesTranslator() {}

  /** What a workload asks and states. */
  public static RecoveryObjectives of(BleuWorkload object) {
    if (object.getSpec() == null) {
      return new RecoveryObjectives(null, null, null, null);
    }
    Resilience resilience = object.getSpec().resilience();
    Resilience.Replication replication = resilience.replication();
    return new RecoveryObjectives(
        limit(resilience.rto()),
        limit(resilience.rpo()),
        duration(resilience.startBudget()),
        replication == null ? null : duration(replication.maxLag()));
  }

  private static RecoveryObjectives.@Nullable Limit limit(@Nullable String text) {
    Duration duration = duration(text);
    return text == null || duration == null ? null : new RecoveryObjectives.Limit(text, duration);
  }

  private static @Nullable Duration duration(@Nullable String text) {
    return text == null ? null : DurationText.parse(text);
  }
}
