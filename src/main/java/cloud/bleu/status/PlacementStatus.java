package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.PolicyDigest;
import cloud.bleu.api.v1alpha1.Relaxation;
import cloud.bleu.api.v1alpha1.Relaxation.Change;
import cloud.bleu.api.v1alpha1.WaiverInUse;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Objective;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Rejected;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.DecisionProof;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The status of a WorkloadPlacement: a pure function of {@link PlacementFacts}. */
public final class PlacementStatus {

  /**
   * What one object takes in bytes where much is to be said: all of them are listed, watched and
   * kept. The decision and what is seen in its zones take what they take, for the operator reads
   * them back. Conditions come next; then a quarter each for rejected zones, for relaxations, and
   * for waivers, of which policies may have the half that is left; explanations have the rest.
   */
  static final long USUAL = 20_000;

  /** What the message of one condition takes at most, of four. */
  private static final long MESSAGE = 2_000;

  /** What is said all the same where the decision alone is larger than that. */
  static final long LEAST = 6_000;

  /** Of what is said, one in so many is for each of these lists. */
  private static final int PART = 4;

  private static final WorkloadPlacementStatus NOTHING =
      new WorkloadPlacementStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);

  private PlacementStatus() {}

  /** The status as it should stand now. */
  public static WorkloadPlacementStatus of(PlacementFacts facts) {
    return within(USUAL, facts);
  }

  /**
   * The status for an object that is to take no more than so many bytes, as far as that depends on
   * what is said.
   */
  public static WorkloadPlacementStatus within(long bytes, PlacementFacts facts) {
    DecisionProof proof = facts.proof();
    WorkloadPlacementStatus before = facts.placement().getStatus();
    List<ZoneStatus> zones = PlacementZones.of(facts);
    List<Condition> conditions =
        Conditions.next(
            facts.conditionsBefore(),
            PlacementConditions.of(facts, zones).stream()
                .map(
                    w ->
                        new DesiredCondition(
                            w.type(), w.status(), w.reason(), StoredSize.cut(w.message(), MESSAGE)))
                .toList(),
            facts.generation(),
            facts.now());
    long room =
        Math.max(
            LEAST,
            bytes
                - StoredSize.of(facts.placement().getSpec())
                - StoredSize.ofZones(zones)
                - StoredSize.ofConditions(conditions));
    List<WaiverInUse> inUse = WaiverStatus.inUse(facts.waivers());
    List<WaiverInUse> waivers =
        proof == null
            ? before == null ? List.of() : before.waivers()
            : first(inUse, StoredSize::of, room / PART, 1).stream()
                .limit(WorkloadPlacementStatus.MAX_WAIVERS)
                .toList();
    Inputs inputs = inputs(facts);
    List<PolicyDigest> all = inputs == null ? List.of() : inputs.policies();
    List<PolicyDigest> policies =
        first(
                all,
                StoredSize::of,
                room / PART / 2 - waivers.stream().mapToLong(StoredSize::of).sum(),
                1)
            .stream()
            .limit(WorkloadPlacementStatus.MAX_POLICIES)
            .toList();
    inputs = inputs == null ? null : with(inputs, policies);
    if (proof == null) {
      return unread(facts, conditions, waivers, inputs, zones);
    }
    Decision decision = proof.decision();
    List<Rejected> rejected = first(rejected(decision), StoredSize::of, room / PART, 0);
    List<Relaxation> relax = first(relax(decision, room / PART), StoredSize::of, room / PART, 1);
    Explanations explanations =
        Explanations.of(
            proof,
            room
                - rejected.stream().mapToLong(StoredSize::of).sum()
                - relax.stream().mapToLong(StoredSize::of).sum()
                - waivers.stream().mapToLong(StoredSize::of).sum()
                - policies.stream().mapToLong(StoredSize::of).sum());
    Omissions leftOut =
        new Omissions(
            decision.rejected().size() - rejected.size(),
            explanations.omitted(),
            explanations.moreZones()
                + (int) waivers.stream().filter(w -> w.moreZones() != null).count(),
            explanations.omittedFacts(),
            decision.relax().size() - relax.size(),
            inUse.size() - waivers.size(),
            all.size() - policies.size());
    return new WorkloadPlacementStatus(
        facts.generation(),
        conditions,
        rejected,
        counted(leftOut.rejected()),
        explanations.against(),
        explanations.here(),
        counted(explanations.omitted()),
        explanations.facts(),
        counted(explanations.omittedFacts()),
        leftOut.line(decision.id()),
        relax,
        decision.relaxComplete(),
        waivers,
        counted(leftOut.waivers()),
        objective(decision, facts.cost()),
        inputs,
        zones);
  }

  /**
   * That of a workload that cannot be read: what was explained before stays, what is seen is news.
   */
  private static WorkloadPlacementStatus unread(
      PlacementFacts facts,
      List<Condition> conditions,
      List<WaiverInUse> waivers,
      @Nullable Inputs inputs,
      List<ZoneStatus> zones) {
    WorkloadPlacementStatus status = facts.placement().getStatus();
    WorkloadPlacementStatus before = status == null ? NOTHING : status;
    return new WorkloadPlacementStatus(
        facts.generation(),
        conditions,
        before.rejected(),
        before.omittedRejected(),
        before.explanations(),
        before.whyHere(),
        before.omitted(),
        before.facts(),
        before.omittedFacts(),
        before.leftOut(),
        before.relax(),
        before.relaxComplete(),
        waivers,
        before.omittedWaivers(),
        before.objective(),
        inputs,
        zones);
  }

  /**
   * As many as there is room for, in their order.
   *
   * @param least how many there are whatever the room
   */
  private static <T> List<T> first(List<T> all, ToLongFunction<T> size, long room, int least) {
    long bytes = 0;
    List<T> first = new ArrayList<>();
    for (T one : all) {
      bytes += size.applyAsLong(one);
      if (bytes > room && first.size() >= least) {
        break;
      }
      first.add(one);
    }
    return first;
  }

  private static @Nullable Integer counted(int leftOut) {
    return leftOut == 0 ? null : leftOut;
  }

  private static List<Rejected> rejected(Decision decision) {
    List<Rejected> rejected = new ArrayList<>();
    decision
        .rejected()
        .forEach(
            (zone, verdicts) ->
                rejected.add(
                    new Rejected(
                        zone,
                        List.copyOf(
                            new TreeSet<>(verdicts.stream().map(Verdict::code).toList())))));
    return rejected;
  }

  /** The sets of changes; texts of one that alone would take more than the room are cut. */
  private static List<Relaxation> relax(Decision decision, long room) {
    return decision.relax().stream()
        .map(
            r -> {
              long text = room / (3L * r.changes().size());
              return new Relaxation(
                  r.changes().stream()
                      .map(c -> new Change(c.path(), cut(c.from(), text), cut(c.to(), text)))
                      .toList());
            })
        .toList();
  }

  private static String cut(String text, long bytes) {
    return Explanations.cut(StoredSize.cut(text, bytes));
  }

  private static Objective objective(Decision decision, @Nullable String cost) {
    int moves =
        decision.moves().stream()
            .mapToInt(cloud.bleu.placement.model.Contingency.Move::replicas)
            .sum();
    return new Objective(cost, moves);
  }

  private static @Nullable Inputs inputs(PlacementFacts facts) {
    Inputs before = facts.inputsBefore();
    Inputs now = facts.inputs() == null ? before : facts.inputs();
    if (now == null) {
      return null;
    }
    String cause = facts.cause() != null ? facts.cause() : before == null ? null : before.cause();
    return new Inputs(
        now.engine(), now.digest(), now.asOf(), now.validUntil(), cause, now.policies());
  }

  private static Inputs with(Inputs inputs, List<PolicyDigest> policies) {
    return new Inputs(
        inputs.engine(),
        inputs.digest(),
        inputs.asOf(),
        inputs.validUntil(),
        inputs.cause(),
        policies);
  }
}
