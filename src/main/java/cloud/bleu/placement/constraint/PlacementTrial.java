package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.Headroom;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One workload being placed: replicas that are fixed, counts that are tried, moves found for them.
 * Reused for the next workload, without new memory. Only this class writes its arrays by zone.
 */
public final class PlacementTrial {
  public final PlanState planState;
  private final DomainCounts domainCounts;
  public final Headroom headroom;

  /** By zone: replicas that do not move. */
  public final int[] fixed;

  /** By zone: replicas that are tried, what is fixed included. */
  public final int[] x;

  /** By zone: a new replica may come, as far as rules, relations and the clique say. */
  public final boolean[] may;

  /** By zone: the most replicas that placing may lead to by what is asked now. */
  private final int[] bound;

  private CompiledWorkload compiled;
  private int fixedTotal;
  private int total;

  /** Replicas that ran when the plan began. */
  private int ranTotal;

  /** By zone: fixed replicas that did not move, or that the contingency in force sent there. */
  private final int[] stayed;

  private int stayedTotal;
  private TrialRequest request = TrialRequest.PLAIN;

  /** Whether a zone is out of service, or counts as if it were: survival is not asked then. */
  private boolean incident;

  /** Whether all that is placed has to leave its zone, and a drained one is left. */
  private boolean leavesDrained;

  private MoveList[] moves = {};

  /** Where replicas are now, when all of them may be placed anew; else null. */
  private int @Nullable [] origin;

  /** Of a plan state with at least one workload. */
  public PlacementTrial(PlanState planState) {
    this.planState = planState;
    this.compiled = planState.compiledWorkloads.get(0);
    this.headroom =
        new Headroom(planState.ledger, planState.zones(), planState.events.count(), compiled);
    this.domainCounts = new DomainCounts(planState.topology.domains(Scope.SITE));
    this.fixed = new int[planState.zones()];
    this.x = new int[planState.zones()];
    this.stayed = new int[planState.zones()];
    this.may = new boolean[planState.zones()];
    this.bound = new int[planState.zones()];
  }

  /**
   * Starts with what a workload has; its own use and reserve must be out of the room.
   *
   * @param asked what is asked beside what the spec says
   */
  public void reset(WorkloadState workloadState, TrialRequest asked) {
    resetRoom(workloadState);
    request = asked;
    origin = null;
    System.arraycopy(workloadState.counts(), 0, fixed, 0, fixed.length);
    ranTotal = workloadState.places().totalBefore();
    incident = asked.incident() || workloadState.incident(planState.topology.known);
    leavesDrained = workloadState.isMoving() && VacatedZones.anyDrained(planState, workloadState);
    if (moves.length < compiled.protectedEvents.list.length) {
      moves = new MoveList[compiled.protectedEvents.list.length];
      Arrays.setAll(moves, g -> new MoveList());
    }
    Arrays.setAll(
        stayed, z -> Math.min(fixed[z], workloadState.before(z) + workloadState.places().sent(z)));
    stayedTotal = WorkloadState.sum(stayed);
    Arrays.setAll(bound, workloadState::bound);
    domainCounts.reset(compiled, fixed, stayed);
    boolean tied = asked.related(compiled);
    for (int z = 0; z < may.length; z++) {
      may[z] =
          compiled.candidate(z)
              && workloadState.bound(z) > x[z]
              && (!tied || RelatedZones.admits(planState, compiled, z));
    }
    domainCounts.recount(x);
  }

  /** Starts with counts and room alone; {@link #reset} starts with all that a search asks. */
  public void resetRoom(WorkloadState workloadState) {
    compiled = workloadState.compiled;
    request = TrialRequest.PLAIN;
    System.arraycopy(workloadState.counts(), 0, x, 0, x.length);
    fixedTotal = WorkloadState.sum(x);
    total = fixedTotal;
    headroom.reset(compiled, Math.max(compiled.replicas(), total) + 1);
  }

  /** The workload that is placed. */
  public CompiledWorkload compiled() {
    return compiled;
  }

  /** Replicas that do not move. */
  public int fixedTotal() {
    return fixedTotal;
  }

  /** Replicas that are tried, what is fixed included. */
  public int total() {
    return total;
  }

  /** By event of the workload, the moves found for the counts that are tried. */
  public MoveList[] moves() {
    return moves;
  }

  /** Where replicas are now, when all of them may be placed anew; else null. */
  public int @Nullable [] origin() {
    return origin;
  }

  /** The zones that matter: with replicas, or open to the workload; the others hold nothing. */
  public int[] area() {
    return domainCounts.area();
  }

  /** Lets new replicas come to these zones and to no other. */
  public void open(boolean[] zones) {
    System.arraycopy(zones, 0, may, 0, may.length);
  }

  /** Lets new replicas come to a zone. */
  public void open(int zone) {
    may[zone] = true;
  }

  /** Lets no new replica come to a zone. */
  public void close(int zone) {
    may[zone] = false;
  }

  /** Whether more replicas are tried than ran: then hard requirements on the set must be met. */
  public boolean grows() {
    return total > ranTotal;
  }

  /** Says how many come: to leave a drained zone is an incident, to grow by evictions is none. */
  public void asksFor(int replicas) {
    incident |= leavesDrained && fixedTotal + replicas <= ranTotal;
    incident &= !planState.roomScope.asksAll(compiled.number, fixedTotal + replicas);
  }

  /** What is asked beside what the spec says. */
  public TrialRequest request() {
    return request;
  }

  /** Whether survival is asked as while a zone is out of service, as one may be. */
  public boolean incident() {
    return incident;
  }

  /** Asks this beside what the spec says from here on. */
  public void ask(TrialRequest asked) {
    request = asked;
  }

  /** Lets all replicas be placed anew, those that stay where they are at no cost. */
  public void anew() {
    origin = fixed.clone();
    Arrays.fill(fixed, 0);
    fixedTotal = 0;
    Arrays.fill(stayed, 0);
    stayedTotal = 0;
    domainCounts.recountFixed(fixed, stayed);
    rewind();
  }

  /** Tries what is fixed and nothing more. */
  public void rewind() {
    System.arraycopy(fixed, 0, x, 0, x.length);
    total = fixedTotal;
    domainCounts.recount(x);
  }

  /** Tries these counts by zone, copied; what is fixed is among them. */
  public void set(int[] counts) {
    System.arraycopy(counts, 0, x, 0, x.length);
    total = WorkloadState.sum(x);
    domainCounts.recount(x);
  }

  /** Tries so many replicas more in a zone; negative takes them back. */
  public void add(int zone, int replicas) {
    x[zone] += replicas;
    total += replicas;
    domainCounts.add(zone, replicas);
  }

  /** Domains of the counts that are tried. */
  public DomainCounts domainCounts() {
    return domainCounts;
  }

  /** The zones with replicas. */
  public BitSet used() {
    BitSet used = new BitSet(x.length);
    for (int z = 0; z < x.length; z++) {
      used.set(z, x[z] > 0);
    }
    return used;
  }

  /** The most replicas that a zone takes, what is fixed included. */
  public int most(int zone) {
    int[] now = origin;
    int most = Math.min(request.perZoneMax(compiled), bound[zone]);
    if (now != null) {
      int fits = may[zone] ? Math.max(now[zone], headroom.fit(zone)) : now[zone];
      return compiled.allowed.moveWithinBudget[zone] ? 0 : Math.min(most, fits);
    }
    return may[zone] ? Math.max(fixed[zone], Math.min(most, headroom.fit(zone))) : fixed[zone];
  }

  /** The domains that a spread entry counts, by the counts that are tried. */
  public SpreadLimit.Basis basis(int spread) {
    return compiled.basis(spread, x, domainCounts.byDomain(), null);
  }

  /** Replicas that are tried, by domain of a spread entry; live, not to be changed. */
  public int[] byDomain(int spread) {
    return domainCounts.byDomain()[spread];
  }

  /** Replicas that are fixed, by domain of a spread entry; live, not to be changed. */
  public int[] fixedByDomain(int spread) {
    return domainCounts.fixedByDomain()[spread];
  }

  /**
   * Whether the counts that are tried are spread worse than what is fixed, of all that has come in
   * this plan: a domain that is opened lowers the floor under those that grew in it before.
   */
  boolean spreadsWorse(int spread) {
    if (stayedTotal == fixedTotal) {
      return false;
    }
    SpreadLimit limit = compiled.spreads[spread];
    int[] began = domainCounts.stayedByDomain(spread);
    SpreadLimit.Basis before = compiled.basis(spread, fixed, domainCounts.fixedByDomain(), null);
    return limit.breach(byDomain(spread), began, total, stayedTotal, basis(spread))
        > limit.breach(fixedByDomain(spread), began, fixedTotal, stayedTotal, before);
  }

  /** Replicas that must outlive an event: what soft entries ask only if that can be. */
  public int keep(ProtectedEvent protectedEvent) {
    return request.keep(protectedEvent, incident);
  }

  /** Whether every replica in an event must have a place to go. */
  public boolean asksRecovery(ProtectedEvent protectedEvent) {
    return request.recovery(protectedEvent, incident);
  }

  /** Fewest replicas of a zone in use; like survival not asked while a zone is out of service. */
  public int perZoneMin() {
    return request.perZoneMin(compiled, incident);
  }

  /** Whether the counts must be a quorum. */
  public boolean asksQuorum() {
    return request.quorum(compiled, incident);
  }

  /** Whether an entry is asked: a soft one only where soft spread is asked as if it were hard. */
  public boolean asks(SpreadLimit limit) {
    return request.asks(SpreadConstraint.INSTANCE) && (limit.hard || request.spread());
  }
}
