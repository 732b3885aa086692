package cloud.bleu.status;

import cloud.bleu.time.InstantText;
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

  private static final String READY = "Ready";

  private Conditions() {}

  /** The summary of what is as its spec asks: Current for kstatus. */
  public static List<DesiredCondition> ready(String reason, String message) {
    return List.of(DesiredCondition.yes(READY, reason, message));
  }

  /** The summary of what comes without a person: InProgress for kstatus. */
  public static List<DesiredCondition> reconciling(String reason, String message) {
    return summary(Cause.no(reason, message), Cause.no(reason, message));
  }

  /** The summary of what waits for a person: Failed for kstatus. */
  public static List<DesiredCondition> stalled(String reason, String message) {
    return summary(Cause.no(reason, message), Cause.yes(reason, message));
  }

  /**
   * Whether all of an object is as its spec asks, in the conditions of which kstatus makes one
   * answer: Ready, and while that does not hold, either Reconciling or Stalled. Without one of the
   * two whoever waits for the object would wait to no end.
   *
   * @param ready whether all is as asked
   * @param stalled whether a person must act; what does is not ready either
   */
  static List<DesiredCondition> summary(Cause ready, Cause stalled) {
    if (stalled.holds()) {
      Cause not = ready.holds() ? Cause.no(stalled.reason(), stalled.message()) : ready;
      return List.of(not.as(READY), stalled.as("Stalled"));
    }
    return ready.holds()
        ? List.of(ready.as(READY))
        : List.of(
            ready.as(READY), DesiredCondition.yes("Reconciling", ready.reason(), ready.message()));
  }

  /**
   * The wanted conditions in their order, each with its generation. {@code lastTransitionTime} is
   * taken from the old list unless the status flips; conditions that are not wanted any more are
   * gone.
   *
   * @param generation of the object that was looked at
   * @param now taken to the second, as Kubernetes keeps times
   */
  public static List<Condition> next(
      List<Condition> old, List<DesiredCondition> wanted, long generation, Instant now) {
    return wanted.stream().map(w -> next(find(old, w.type()), w, generation, now)).toList();
  }

  /** Whether all of an object is as its spec asks. */
  public static boolean isReady(List<Condition> conditions) {
    Condition ready = find(conditions, READY);
    return ready != null && "True".equals(ready.getStatus());
  }

  /** Since when a condition is as it is; null: it does not say, or not in a way that is read. */
  public static @Nullable Instant since(Condition condition) {
    return InstantText.parse(condition.getLastTransitionTime());
  }

  /** The condition of that type, null when there is none. */
  public static @Nullable Condition find(List<Condition> conditions, String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst().orElse(null);
  }

  private static Condition next(
      @Nullable Condition old, DesiredCondition wanted, long generation, Instant now) {
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
