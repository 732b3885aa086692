package cloud.bleu.placement.constraint;

import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.RoundTripGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a place for one workload, beside what its spec says: from {@link #PLAIN}, by
 * what is different.
 *
 * @param survival whether soft survival is asked as if it were hard
 * @param spread whether soft spread is asked as if it were hard
 * @param incident whether survival is asked as while a zone is out of service, though none may be
 * @param unmet replicas of {@code keep} that moves may leave unmet: as many as what runs does
 * @param evicting whether running workloads of lower priority may make room at a loss
 * @param returned what moves may ask of zones that have not been back for as long as the workload
 *     waits
 * @param without what is left out of account to find out what stands in the way; null for nothing.
 *     A search asks here, and not the workload, for what it knows of a constraint, so that it
 *     leaves out the same
 * @param cover topologies of which every domain with a zone that may be used must be used
 */
public record TrialRequest(
    boolean survival,
    boolean spread,
    boolean incident,
    int unmet,
    boolean evicting,
    Returned returned,
    @Nullable Constraint without,
    List<Domains> cover) {
  /** How moves are to take zones that came back more lately than the workload waits. */
  public enum Returned {
    /** As any other zone. */
    Alike,
    /** After all others that are as good for the spread. */
    Last,
    /** Not at all. */
    Never
  }

  /** What the spec says, and nothing else. */
  public static final TrialRequest PLAIN =
      new TrialRequest(false, false, false, 0, false, Returned.Alike, null, List.of());

  /** Whether a constraint is not left out of account. */
  boolean asks(Constraint constraint) {
    return without != constraint;
  }

  /** Replicas that must outlive an event: what soft entries ask only if that can be. */
  int keep(ProtectedEvent protectedEvent, boolean inIncident) {
    if (!asks(SurvivalConstraint.INSTANCE)) {
      return 0;
    }
    int hard = inIncident ? 0 : protectedEvent.hardKeep;
    return Math.max(0, (survival ? protectedEvent.keep : hard) - unmet);
  }

  /** Whether every replica in an event must have a place to go. */
  boolean recovery(ProtectedEvent protectedEvent, boolean inIncident) {
    return asks(SurvivalConstraint.INSTANCE)
        && (survival ? protectedEvent.reserved() : protectedEvent.hardReserved && !inIncident);
  }

  /** Whether counts must be a quorum. */
  boolean quorum(CompiledWorkload compiled, boolean inIncident) {
    return compiled.workload.quorum()
        && asks(QuorumConstraint.INSTANCE)
        && (survival || !inIncident);
  }

  /** Fewest replicas of a zone in use. */
  int perZoneMin(CompiledWorkload compiled, boolean inIncident) {
    return asks(PerZoneConstraint.INSTANCE) && (survival || !inIncident)
        ? compiled.workload.perZoneMin()
        : 0;
  }

  /** Most replicas of a zone. */
  public int perZoneMax(CompiledWorkload compiled) {
    return asks(PerZoneConstraint.INSTANCE) ? compiled.perZoneMax : CompiledWorkload.UNBOUNDED;
  }

  /** Zones that lie within the round trip of each other; null where none is asked. */
  public @Nullable RoundTripGraph graph(CompiledWorkload compiled) {
    return asks(RoundTripConstraint.INSTANCE) ? compiled.graph : null;
  }

  /** Whether other workloads have a say in which zones may be used. */
  public boolean related(CompiledWorkload compiled) {
    return compiled.relations().length > 0 && asks(RelationConstraint.INSTANCE);
  }

  /** A copy that asks soft survival and soft spread as if they were hard, or not. */
  public TrialRequest asking(boolean hardSurvival, boolean hardSpread) {
    return new TrialRequest(
        hardSurvival, hardSpread, incident, unmet, evicting, returned, without, cover);
  }

  /** A copy that asks survival as while a zone is out of service. */
  public TrialRequest inIncident() {
    return new TrialRequest(survival, spread, true, unmet, evicting, returned, without, cover);
  }

  /** A copy that may leave so many replicas of {@code keep} unmet. */
  public TrialRequest leavingUnmet(int replicas) {
    return new TrialRequest(
        survival, spread, incident, replicas, evicting, returned, without, cover);
  }

  /** A copy that may evict others at a loss, or may not. */
  public TrialRequest evicting(boolean others) {
    return new TrialRequest(survival, spread, incident, unmet, others, returned, without, cover);
  }

  /** A copy that asks this of zones that came back lately. */
  public TrialRequest returned(Returned lately) {
    return new TrialRequest(survival, spread, incident, unmet, evicting, lately, without, cover);
  }

  /** A copy that does not ask one of the constraints. */
  public TrialRequest without(Constraint constraint) {
    return new TrialRequest(
        survival, spread, incident, unmet, evicting, returned, constraint, cover);
  }

  /** A copy that asks for a replica in every domain of these topologies. */
  public TrialRequest covering(List<Domains> topologies) {
    return new TrialRequest(
        survival, spread, incident, unmet, evicting, returned, without, List.copyOf(topologies));
  }
}
