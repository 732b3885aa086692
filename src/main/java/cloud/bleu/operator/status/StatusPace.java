package cloud.bleu.operator.status;

import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.ConditionedStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.collection.BoundedMap;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How soon a status is written. A change of a condition and a new generation are written at once;
 * everything else of one object at most once a {@link #BETWEEN}, so that fifty replicas getting
 * ready are not fifty writes. A first status that says no more than none, see {@link #isOnItsWay},
 * waits as long, for the next one follows at once. People wait for decisions first. So while {@link
 * #MANY} of them are not committed, statuses of workloads and their placements wait, {@link
 * #LONGEST} at most: writing a status costs the API server more than writing a decision. Bad news
 * never waits, see {@link #isBadNews}.
 */
final class StatusPace {

  /** Between two writes of one status in which no condition flips. */
  static final Duration BETWEEN = Duration.ofSeconds(1);

  /** About as many decisions as are written in a second. */
  static final int MANY = 100;

  /** How long a status stands back for decisions. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  /** Looks in a second, at most, at those whose status stands back. */
  private static final int LOOKS = 200;

  /** What people and controllers wait for. */
  private static final Set<String> WAITED_FOR = Set.of("Ready", "Placed", "Delivered", "Available");

  /** Conditions that are better False or absent. */
  private static final Set<String> BETTER_NOT = Set.of("Stalled", "LapseAhead");

  /** True of what is on its way, for good or bad: other conditions say which. */
  private static final String RECONCILING = "Reconciling";

  private static final int REMEMBERED = 10_000;

  /** After it nobody comes back for a status that was put off: its object is gone. */
  private static final Duration GONE = LONGEST.plusMinutes(1);

  private final LongSupplier nanos;
  private final IntSupplier committing;

  /** When what was written last, by uid; one that is forgotten is written a little early. */
  private final Map<String, Long> last =
      Collections.synchronizedMap(BoundedMap.byAccess(REMEMBERED));

  /** When a status was put off that is not written yet, by uid, the oldest first. */
  private final Map<String, Long> putOff = new LinkedHashMap<>();

  /**
   * @param nanos a clock that never goes back
   * @param committing how many decisions wait to be committed
   */
  StatusPace(LongSupplier nanos, IntSupplier committing) {
    this.nanos = nanos;
    this.committing = committing;
  }

  /** How long to wait with a status that differs; zero: write it now. */
  Duration left(String uid, @Nullable ConditionedStatus before, ConditionedStatus after) {
    int decisions = committing.getAsInt();
    if (decisions >= MANY && isOfADecision(after) && !isBadNews(before, after)) {
      Duration left = left(putOff(uid), LONGEST);
      return left.compareTo(behind(decisions)) < 0 ? left : behind(decisions);
    }
    boolean first = before == null || before.conditions().isEmpty();
    if (first && isOnItsWay(after)) {
      return left(putOff(uid), BETWEEN);
    }
    return flips(before, after) ? Duration.ZERO : left(last.get(uid), BETWEEN);
  }

  /** When to look again at what stands back: about when the decisions are written. */
  private Duration behind(int decisions) {
    synchronized (putOff) {
      return Duration.ofSeconds(Math.max(decisions / MANY, putOff.size() / LOOKS));
    }
  }

  private Duration left(@Nullable Long since, Duration wait) {
    if (since == null) {
      return Duration.ZERO;
    }
    long left = wait.toNanos() - (nanos.getAsLong() - since);
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  /** Since when a status waits; null: so many do that this one is written at once. */
  private @Nullable Long putOff(String uid) {
    synchronized (putOff) {
      Long since = putOff.get(uid);
      if (since != null) {
        return since;
      }
      long now = nanos.getAsLong();
      if (putOff.size() >= REMEMBERED) {
        Iterator<Long> oldest = putOff.values().iterator();
        if (now - oldest.next() < GONE.toNanos()) {
          return null;
        }
        oldest.remove();
      }
      putOff.put(uid, now);
      return now;
    }
  }

  /** Remembers that a status of this object was written just now. */
  void written(String uid) {
    last.put(uid, nanos.getAsLong());
    synchronized (putOff) {
      putOff.remove(uid);
    }
  }

  /** Whether there are as many of these statuses as decisions. */
  private static boolean isOfADecision(ConditionedStatus status) {
    return status instanceof BleuWorkloadStatus || status instanceof WorkloadPlacementStatus;
  }

  /**
   * Whether something is worse than the status before said: what held does not hold or is not known
   * any more, a loss or a breach of a policy is said for the first time, or it goes no further by
   * itself. That a new workload is not placed yet is no news.
   */
  private static boolean isBadNews(@Nullable ConditionedStatus before, ConditionedStatus after) {
    Map<String, String> said = new HashMap<>();
    if (before != null) {
      before.conditions().forEach(one -> said.put(one.getType(), one.getStatus()));
    }
    for (Condition condition : after.conditions()) {
      String was = said.remove(condition.getType());
      boolean holds = condition.getStatus().equals("True");
      if (BETTER_NOT.contains(condition.getType())
          ? holds && !"True".equals(was)
          : isWorse(condition, was)) {
        return true;
      }
    }
    said.keySet().removeAll(BETTER_NOT);
    said.remove(RECONCILING);
    return said.containsValue("True");
  }

  private static boolean isWorse(Condition condition, @Nullable String was) {
    if (condition.getType().equals(RECONCILING) || condition.getStatus().equals(was)) {
      return false;
    }
    boolean lost = "True".equals(was) && !condition.getStatus().equals("True");
    return lost
        || condition.getStatus().equals("False") && !WAITED_FOR.contains(condition.getType());
  }

  /** Whether something changes that people and controllers wait for. */
  private static boolean flips(@Nullable ConditionedStatus before, ConditionedStatus after) {
    return before == null
        || !Objects.equals(before.observedGeneration(), after.observedGeneration())
        || !answers(before).equals(answers(after));
  }

  /**
   * Whether a status says nothing but that what was decided is on its way. That there is no status
   * yet says the same, and the next one is moments away.
   */
  private static boolean isOnItsWay(ConditionedStatus status) {
    boolean momentary = false;
    for (Condition condition : status.conditions()) {
      boolean holds = condition.getStatus().equals("True");
      if (holds && WAITED_FOR.contains(condition.getType())) {
        return false;
      }
      momentary |=
          holds
              && condition.getType().equals(RECONCILING)
              && Conditions.MOMENTARY.contains(condition.getReason());
    }
    return momentary;
  }

  private static List<String> answers(ConditionedStatus status) {
    return status.conditions().stream().map(StatusPace::answer).toList();
  }

  private static String answer(Condition condition) {
    return condition.getType() + "=" + condition.getStatus();
  }
}
