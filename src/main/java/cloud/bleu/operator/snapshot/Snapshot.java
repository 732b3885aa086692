package cloud.bleu.operator.snapshot;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the last pass of the placement loop saw and decided; frozen, read by every controller.
 *
 * @param workloads what was decided for each
 * @param occupancy by zone, under the decisions in force
 * @param facts providers, zones, policies and waivers, by what was read of them
 * @param enforcement how far admission keeps the decisions
 * @param zoneOfNode the zone of every node that belongs to one, by name of the node
 * @param uncommitted workloads whose decision in the plan is not committed: another one is in force
 * @param sequence of the last decision that was in force as this was published, in the chain
 * @param index the same as the translation, to look up one object
 */
public record Snapshot(
    Translation translation,
    DecidedWorkloads workloads,
    SortedMap<String, Occupancy> occupancy,
    Map<ObjectRef, Seen> facts,
    Enforcement enforcement,
    Map<String, String> zoneOfNode,
    Set<WorkloadId> uncommitted,
    long sequence,
    SnapshotIndex index) {

  /** One that is indexed here, with all decisions committed that there are. */
  public Snapshot(
      Translation translation,
      DecidedWorkloads workloads,
      SortedMap<String, Occupancy> occupancy,
      Map<ObjectRef, Seen> facts,
      Enforcement enforcement,
      Map<String, String> zoneOfNode) {
    this(
        translation,
        workloads,
        occupancy,
        facts,
        enforcement,
        zoneOfNode,
        Set.of(),
        Long.MAX_VALUE,
        new SnapshotIndex(translation));
  }

  /**
   * A copy that says of workloads whose decision is not committed yet what was said before.
   *
   * @param before null when nothing was
   */
  public Snapshot butFor(Set<WorkloadId> waiting, @Nullable Snapshot before) {
    return new Snapshot(
        translation,
        workloads.butFor(waiting, before == null ? DecidedWorkloads.NONE : before.workloads),
        occupancy,
        facts,
        enforcement,
        zoneOfNode,
        uncommitted,
        sequence,
        index);
  }

  /**
   * A copy for while decisions are not committed.
   *
   * @param but workloads of those decisions
   * @param other the inputs of the decisions in force
   * @param last number in the chain of the last decision that is in force, 0 for none
   */
  public Snapshot standing(Set<WorkloadId> but, Map<WorkloadId, Inputs> other, long last) {
    return new Snapshot(
        translation,
        workloads.on(other),
        occupancy,
        facts,
        enforcement,
        zoneOfNode,
        Set.copyOf(but),
        last,
        index);
  }

  /** Workloads by what was read of them. */
  public Map<WorkloadId, Seen> seen() {
    return workloads.seen();
  }

  /** One decision for each workload of the estate. */
  public Map<WorkloadId, Decision> decisions() {
    return workloads.decisions();
  }

  /** What workloads cost, for those that have a figure. */
  public Map<WorkloadId, String> costs() {
    return workloads.costs();
  }

  /** The waivers that decisions stand on, for workloads with any. */
  public Map<WorkloadId, List<WaiverUse>> waivers() {
    return workloads.waivers();
  }

  /** The lapses ahead, for workloads that have one in sight. */
  public Map<WorkloadId, Lapse> lapses() {
    return workloads.lapses();
  }

  /** What each workload was decided on. */
  public Map<WorkloadId, Inputs> inputs() {
    return workloads.inputs();
  }

  /** Which version of an object was read. */
  public record Seen(String uid, long generation) {
    public static Seen of(HasMetadata object) {
      Long generation = object.getMetadata().getGeneration();
      return new Seen(
          String.valueOf(object.getMetadata().getUid()), generation == null ? 0 : generation);
    }
  }

  /**
   * Whether the decision by which a workload runs was in force as this was published. If not, the
   * estate may not have what it was decided for, such as a loss: another snapshot is about to come.
   */
  public boolean has(DecisionInForce inForce) {
    return inForce.asStanding().sequence() <= sequence;
  }

  /** Whether a provider, zone, policy or waiver was read as it stands there now. */
  public boolean read(HasMetadata object) {
    return Seen.of(object).equals(facts.get(ObjectRef.of(object)));
  }

  /** The waivers that the decision for a workload stands on. */
  public List<WaiverUse> waivers(WorkloadId id) {
    return workloads.waivers().getOrDefault(id, List.of());
  }

  /** A workload as the last pass read it; null where there is none, or it is in error. */
  public @Nullable Workload workload(WorkloadId id) {
    return index.workload(id);
  }

  /** Why the decision for a workload is as it is; null where there is none. */
  public @Nullable DecisionProof why(WorkloadId id) {
    Decision decision = decisions().get(id);
    Workload workload = index.workload(id);
    return decision == null || workload == null
        ? null
        : new DecisionProof(workload, decision, estate());
  }

  /** The estate that the pass decided on. */
  public Estate estate() {
    return translation.estate();
  }

  /**
   * The estate with the decisions in force: those of the plan, and where those are not committed
   * what was in force when the pass began.
   */
  public Estate inForce() {
    Estate estate = estate();
    List<Placement> placements = new ArrayList<>();
    Map<WorkloadId, Placement> before = new HashMap<>();
    for (Placement placement : estate.placements()) {
      before.put(placement.id(), placement);
      if (uncommitted.contains(placement.id())) {
        placements.add(placement.withMoves(0));
      }
    }
    for (Decision decision : decisions().values()) {
      WorkloadId id = decision.id();
      if (!uncommitted.contains(id)) {
        placements.add(Placement.of(decision, index.workload(id), 0, before.get(id)));
      }
    }
    return estate.withPlacements(placements);
  }

  /** Everything that is wrong with an object, as sentences. */
  public List<String> errors(String kind, @Nullable String namespace, String name) {
    return index.problems(new ObjectRef(kind, namespace, name)).stream()
        .map(Problem::text)
        .toList();
  }

  /** What is legal in an object and still worth knowing, as sentences. */
  public List<String> notes(String kind, @Nullable String namespace, String name) {
    return index.notes(new ObjectRef(kind, namespace, name)).stream().map(Problem::text).toList();
  }

  /** What is wrong with an object and keeps it from nothing, as sentences. */
  public List<String> mistakes(String kind, @Nullable String namespace, String name) {
    return index.problems(new ObjectRef(kind, namespace, name)).stream()
        .filter(problem -> !problem.blocking())
        .map(Problem::text)
        .toList();
  }

  /** What keeps an object from being used as it is written, as sentences. */
  public List<String> blocking(String kind, @Nullable String namespace, String name) {
    return index.problems(new ObjectRef(kind, namespace, name)).stream()
        .filter(Problem::blocking)
        .map(Problem::text)
        .toList();
  }
}
