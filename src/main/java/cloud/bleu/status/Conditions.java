package cloud.bleu.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions as Kubernetes' API conventions and kstatus want them. */
public final class Conditions {

  /** Reasons of Reconciling that pass by themselves within moments. */
  public static final Set<String> MOMENTARY = Set.of("NotYetDecided", "Committing", "Delivering");

  private Conditions() {}

  /**
   * The wanted conditions in their order, each with its generation. {@code lastTransitionTime} is
   * taken from the old list unless the status flips; conditions that are not wanted any more are
   * gone.
   *
   * @param generation of the object that was looked at
   * @param now taken to the second, as Kubernetes keeps times
   */
  public static List<Condition> next(
      List<Condition> old, List<Wanted> wanted, long generation, Instant now) {
    return wanted.stream().map(w -> next(find(old, w.type()), w, generation, now)).toList();
  }

  /** The condition of that type, null when there is none. */
  public static @Nullable Condition find(List<Condition> conditions, String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst().orElse(null);
  }

  private static Condition next(
      @Nullable Condition old, Wanted wanted, long generation, Instant now) {
    boolean same = old != null && Objects.equals(old.getStatus(), wanted.status());
    String since =
        old != null && same && old.getLastTransitionTime() != null
            ? old.getLastTransitionTime()
            : now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new ConditionBuilder()
        .withType(wanted.type())
        .withStatus(wanted.status())
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .withReason(wanted.reason())
        .withMessage(wanted.message())
        .build();
  }
}
