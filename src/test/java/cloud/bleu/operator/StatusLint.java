package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is wrong with a status by kstatus and the conventions of Kubernetes' API, whatever the
 * operator thinks of it.
 */
final class StatusLint {

  /** Present only when true: their absence is what tools take for good news. */
  private static final Set<String> NEGATIVE = Set.of("Stalled", "Reconciling");

  private static final Set<String> VALUES = Set.of("True", "False", "Unknown");
  private static final Pattern REASON = Pattern.compile("[A-Z][A-Za-z0-9]{0,127}");

  /** What has to hold for an object of that kind to be Ready. */
  private static final Map<String, List<String>> READY =
      Map.of(
          "BleuWorkload", List.of("Placed", "Available"),
          "WorkloadPlacement", List.of("Delivered", "Available"));

  private StatusLint() {}

  /**
   * Faults of a status at any time.
   *
   * @param status null before the first look
   * @param before of the version of the object right before this one, null for none
   */
  static List<String> faults(
      HasMetadata object, ConditionedStatus status, ConditionedStatus before) {
    List<String> faults = new ArrayList<>();
    if (status == null || status.conditions().isEmpty()) {
      return faults;
    }
    Map<String, Condition> byType = new HashMap<>();
    for (Condition c : status.conditions()) {
      if (byType.put(c.getType(), c) != null) {
        faults.add("two conditions " + c.getType());
      }
      form(c, status, faults);
    }
    generation(object, status, faults);
    Condition ready = byType.get("Ready");
    if (ready == null) {
      faults.add("no condition Ready");
      return faults;
    }
    boolean isReady = ready.getStatus().equals("True");
    if (byType.keySet().containsAll(NEGATIVE)) {
      faults.add("Stalled and Reconciling at once");
    }
    if (isReady && NEGATIVE.stream().anyMatch(byType::containsKey)) {
      faults.add("Ready and " + byType.keySet().stream().filter(NEGATIVE::contains).toList());
    }
    List<String> needed = READY.getOrDefault(object.getKind(), List.of());
    boolean all = needed.stream().allMatch(t -> is(byType.get(t)));
    if (!needed.isEmpty() && isReady != all) {
      faults.add("Ready is " + ready.getStatus() + " but " + needed + " hold: " + all);
    }
    if (!isReady && NEGATIVE.stream().noneMatch(byType::containsKey)) {
      faults.add("not Ready, but neither Reconciling nor Stalled");
    }
    if (before != null) {
      before.conditions().forEach(old -> transition(old, byType.get(old.getType()), faults));
    }
    return faults;
  }

  /** Faults of a status that is not going to change any more. */
  static List<String> faultsWhenSettled(HasMetadata object, ConditionedStatus status) {
    if (status == null || status.conditions().isEmpty()) {
      return List.of("no status");
    }
    return Objects.equals(status.observedGeneration(), object.getMetadata().getGeneration())
        ? List.of()
        : List.of(
            "observedGeneration is "
                + status.observedGeneration()
                + ", the generation "
                + object.getMetadata().getGeneration());
  }

  private static void form(Condition c, ConditionedStatus status, List<String> faults) {
    if (!VALUES.contains(c.getStatus())) {
      faults.add(c.getType() + " is " + c.getStatus());
    }
    if (NEGATIVE.contains(c.getType()) && !c.getStatus().equals("True")) {
      faults.add(c.getType() + " is present and " + c.getStatus());
    }
    if (c.getReason() == null || !REASON.matcher(c.getReason()).matches()) {
      faults.add(c.getType() + " for the reason " + c.getReason());
    }
    if (c.getMessage() == null || c.getMessage().isBlank()) {
      faults.add(c.getType() + " without a message");
    }
    if (c.getLastTransitionTime() == null) {
      faults.add(c.getType() + " without lastTransitionTime");
    }
    if (!Objects.equals(c.getObservedGeneration(), status.observedGeneration())) {
      faults.add(
          c.getType()
              + " of generation "
              + c.getObservedGeneration()
              + " in a status of generation "
              + status.observedGeneration());
    }
  }

  private static void generation(
      HasMetadata object, ConditionedStatus status, List<String> faults) {
    Long observed = status.observedGeneration();
    if (observed == null || observed < 0 || observed > object.getMetadata().getGeneration()) {
      faults.add(
          "observedGeneration is "
              + observed
              + ", the generation "
              + object.getMetadata().getGeneration());
    }
  }

  private static void transition(Condition old, Condition now, List<String> faults) {
    if (now == null || old.getLastTransitionTime() == null || now.getLastTransitionTime() == null) {
      return;
    }
    Instant was = Instant.parse(old.getLastTransitionTime());
    Instant is = Instant.parse(now.getLastTransitionTime());
    if (old.getStatus().equals(now.getStatus()) && !was.equals(is)) {
      faults.add(now.getType() + " stayed " + now.getStatus() + " and lastTransitionTime moved");
    }
    if (is.isBefore(was)) {
      faults.add(now.getType() + ": lastTransitionTime went back");
    }
  }

  private static boolean is(Condition condition) {
    return condition != null && condition.getStatus().equals("True");
  }
}
