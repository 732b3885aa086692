package cloud.bleu.delivery;

import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order.
 *
 * @param children what stands in zones, as it was before the writes of this pass
 * @param problems that keep it from being delivered
 * @param complete whether nothing was left to write: the children are as decided, but for what may
 *     stand in zones that the decision has left and that nothing is seen of
 * @param again whether a write met a newer version of its object, so that the same order is worth
 *     another try at once
 * @param budgetWithdrawn whether somebody else's PodDisruptionBudget covers the pods
 * @param egress what became of the egress that is stated; null where none is, or nothing was tried
 * @param unseen since when nothing is seen of a zone, by zone
 * @param paused zones that keep the template that they have, because their Deployment is paused
 */
public record DeliveryReport(
    List<ZoneObservation> children,
    List<DeliveryProblem> problems,
    boolean complete,
    boolean again,
    boolean budgetWithdrawn,
    @Nullable EgressReport egress,
    Map<String, Instant> unseen,
    Set<String> paused) {

  /** A report where every zone is seen. */
  public DeliveryReport(
      List<ZoneObservation> children,
      List<DeliveryProblem> problems,
      boolean complete,
      boolean again,
      boolean budgetWithdrawn,
      @Nullable EgressReport egress) {
    this(children, problems, complete, again, budgetWithdrawn, egress, Map.of(), Set.of());
  }

  /** A report on a workload that states no egress. */
  public DeliveryReport(
      List<ZoneObservation> children,
      List<DeliveryProblem> problems,
      boolean complete,
      boolean again,
      boolean budgetWithdrawn) {
    this(children, problems, complete, again, budgetWithdrawn, null);
  }

  public DeliveryReport {
    children = List.copyOf(children);
    problems = List.copyOf(problems);
    unseen = Map.copyOf(unseen);
    paused = Set.copyOf(paused);
  }

  /** A report of what stands as it should, with nothing written. */
  public static DeliveryReport complete(List<ZoneObservation> children) {
    return new DeliveryReport(children, List.of(), true, false, false);
  }

  /** A report that something is left to write, with nothing written. */
  public static DeliveryReport incomplete(
      List<ZoneObservation> children,
      List<DeliveryProblem> problems,
      @Nullable EgressReport egress) {
    return new DeliveryReport(children, problems, false, false, false, egress);
  }

  /** A report that is complete where there are no problems; nothing met a newer version. */
  static DeliveryReport ofProblems(
      List<ZoneObservation> children,
      List<DeliveryProblem> problems,
      @Nullable EgressReport egress) {
    return new DeliveryReport(children, problems, problems.isEmpty(), false, false, egress);
  }

  /** A copy where nothing is seen of some zones. */
  DeliveryReport without(Map<String, TargetObservation.Unseen> zones) {
    Map<String, Instant> since = new HashMap<>();
    zones.forEach((zone, one) -> since.put(zone, one.since()));
    return new DeliveryReport(
        children, problems, complete, again, budgetWithdrawn, egress, since, paused);
  }

  /** The same where some zones keep the template that they have. */
  DeliveryReport withPaused(Set<String> zones) {
    return new DeliveryReport(
        children, problems, complete, again, budgetWithdrawn, egress, unseen, zones);
  }

  /**
   * A copy with what became of the egress, and with the problems that keep its policy from being
   * written.
   */
  DeliveryReport with(@Nullable EgressReport calls, List<DeliveryProblem> more) {
    List<DeliveryProblem> all = new ArrayList<>(more);
    all.addAll(problems);
    return new DeliveryReport(
        children, all, complete && more.isEmpty(), again, budgetWithdrawn, calls, unseen, paused);
  }

  /** A copy with more problems that keep the decision from being delivered. */
  public DeliveryReport plus(List<DeliveryProblem> more) {
    return more.isEmpty() ? this : with(egress, more);
  }

  /**
   * A copy with problems of zones that the decision has left, as the last ones. Those that only say
   * that nothing is seen of such a zone leave it as complete as it was.
   */
  public DeliveryReport leaving(List<DeliveryProblem> left) {
    List<DeliveryProblem> all = new ArrayList<>(problems);
    all.addAll(left);
    return new DeliveryReport(
        children,
        all,
        complete && left.stream().allMatch(p -> p.unseen() != null),
        again,
        budgetWithdrawn,
        egress,
        unseen,
        paused);
  }

  /** A report on these children with nothing written, because something has to come first. */
  public DeliveryReport held(List<DeliveryProblem> why) {
    return new DeliveryReport(children, why, false, false, budgetWithdrawn, egress, unseen, paused);
  }
}
