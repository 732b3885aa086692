package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.status.served.UnservedNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The status of a BleuWorkload that is being deleted, and why it is still there. */
public final class EndingStatus {

  /** Replaced as a whole. */
  private static final Set<String> SUMMARY = Set.of("Ready", "Reconciling", "Stalled");

  /** Finalizers that the garbage collector of Kubernetes removes by itself. */
  private static final Set<String> COLLECTED = Set.of("foregroundDeletion", "orphan");

  private EndingStatus() {}

  /**
   * While what runs of it ends. What was said of it before stays, but for what nobody waits for any
   * more: that its namespace was not listed among it, for what ends is served.
   *
   * @param left what is left that it waits for, by zone, as sentences
   */
  public static BleuWorkloadStatus of(
      BleuWorkload workload, SortedMap<String, String> left, Instant now) {
    List<String> causes = new ArrayList<>();
    if (!left.isEmpty()) {
      causes.add("nothing of it is left in its zones");
    }
    TreeSet<String> others = new TreeSet<>(workload.getMetadata().getFinalizers());
    others.removeIf(f -> COLLECTED.contains(f) || f.contains("placement.bleu.cloud/"));
    if (!others.isEmpty()) {
      causes.add("these finalizers of others are removed: " + String.join(", ", others));
    }
    StringBuilder message = new StringBuilder("it is being deleted, and goes once ");
    message.append(
        causes.isEmpty()
            ? "the garbage collector has ended what it controls"
            : String.join(", and ", causes));
    left.forEach((zone, why) -> message.append("; zone ").append(zone).append(": ").append(why));
    String reason = left.isEmpty() ? "WaitsForFinalizers" : "WaitsForTarget";
    List<DesiredCondition> wanted =
        new ArrayList<>(Conditions.reconciling(reason, message.toString()));
    wanted.add(DesiredCondition.no("Available", reason, message.toString()));
    return of(workload, c -> !UnservedNamespace.REASON.equals(c.getReason()), wanted, now);
  }

  /**
   * In a namespace in which the operator may change nothing: its finalizers stay. What was said of
   * the workload before stays.
   */
  public static BleuWorkloadStatus notServed(BleuWorkload workload, Instant now) {
    String message =
        "it is being deleted, and the finalizers of the operator hold it: "
            + UnservedNamespace.sentence(workload.getMetadata().getNamespace())
            + ", or remove them and what they stand for yourself";
    return of(
        workload,
        c -> true,
        new ArrayList<>(Conditions.stalled(UnservedNamespace.REASON, message)),
        now);
  }

  private static BleuWorkloadStatus of(
      BleuWorkload workload,
      Predicate<Condition> stays,
      List<DesiredCondition> wanted,
      Instant now) {
    BleuWorkloadStatus before = workload.getStatus();
    List<Condition> old = before == null ? List.of() : before.conditions();
    long generation =
        workload.getMetadata().getGeneration() == null ? 0 : workload.getMetadata().getGeneration();
    old.stream()
        .filter(stays)
        .filter(c -> !SUMMARY.contains(c.getType()))
        .filter(c -> wanted.stream().noneMatch(w -> w.type().equals(c.getType())))
        .map(c -> new DesiredCondition(c.getType(), c.getStatus(), c.getReason(), c.getMessage()))
        .toList()
        .forEach(wanted::add);
    List<Condition> conditions = Conditions.next(old, wanted, generation, now);
    return before == null
        ? new BleuWorkloadStatus(generation, conditions, 0, 0, 0, null, null, null, null)
        : new BleuWorkloadStatus(
            generation,
            conditions,
            before.replicas(),
            before.readyReplicas(),
            before.missingReplicas(),
            before.waitingPods(),
            before.selector(),
            before.zones(),
            before.tolerates(),
            before.placementRef(),
            before.lastEvacuation());
  }
}
