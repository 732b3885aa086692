package cloud.bleu.operator.pass.adoption;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.pass.plan.HeldRoom;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The room of replicas that run by an engine already when a workload takes them over. Until
 * something is decided for it nobody else gets that room. What an engine reports of a cluster is
 * without it as it is; from what somebody declares it is taken here. For one thread.
 */
public final class AdoptedRooms {

  private final Supplier<Map<WorkloadId, DecisionInForce>> decisions;
  private final HeldRoom.Delivered delivered;
  private final AdoptionSource source;
  private final Consumer<WorkloadId> adopting;
  private final PromisedRoom promised;

  private Map<WorkloadId, Map<String, Integer>> running = Map.of();
  private Map<WorkloadId, Map<String, Integer>> standing = Map.of();
  private Set<WorkloadId> adoptable = Set.of();
  private Set<WorkloadId> tried = Set.of();
  private Set<String> unseen = Set.of();
  private Map<WorkloadId, DecisionInForce> inForce = Map.of();
  private @Nullable Translation open;

  /**
   * @param decisions in force
   * @param delivered what stands of workloads that are not as decided
   * @param source what runs of those for which nothing is decided
   * @param adopting told of each of these for which something is
   * @param refused whether something refuses to write or to carry out what is decided for a
   *     workload
   */
  public AdoptedRooms(
      Supplier<Map<WorkloadId, DecisionInForce>> decisions,
      HeldRoom.Delivered delivered,
      AdoptionSource source,
      Consumer<WorkloadId> adopting,
      Predicate<WorkloadId> refused) {
    this.adopting = adopting;
    this.decisions = decisions;
    this.delivered = delivered;
    this.source = source;
    this.promised = new PromisedRoom(this, refused);
  }

  /** The room that some of them made for others. */
  PromisedRoom promised() {
    return promised;
  }

  /** The estate of a pass without the room of what runs on though it is not decided there. */
  public Translation in(Translation translation, List<BleuWorkload> workloads) {
    open = translation;
    // First: of a zone that is seen by now all is known that is asked afterwards.
    unseen =
        translation.estate().zones().stream()
            .map(Zone::name)
            .filter(source::isUnseen)
            .collect(Collectors.toSet());
    inForce = decisions.get();
    List<BleuWorkload> undecided = workloads.stream().filter(w -> isUndecided(w, inForce)).toList();
    tellDecided(undecided);
    Set<WorkloadId> waiting = new TreeSet<>(source.awaited(undecided));
    waiting.addAll(tried);
    running = new TreeMap<>(source.running(undecided));
    standing = new TreeMap<>();
    // Both are read one after the other: what ran a moment ago stands, whatever is said by now.
    running.forEach(
        (id, runs) -> {
          Map<String, Integer> stands = new TreeMap<>(source.standing(id));
          runs.forEach((zone, count) -> stands.merge(zone, count, Math::max));
          standing.put(id, stands);
        });
    promised.begin();
    Translation held = HeldRoom.in(translation, inForce, kept(Set.of()), running);
    waiting.retainAll(undecided.stream().map(ObjectRef::workload).toList());
    tried = Set.of();
    adoptable = new TreeSet<>(running.keySet());
    adoptable.removeIf(id -> !unseen.isEmpty() || waiting.contains(id) || before(id).isEmpty());
    Estate estate = held.estate();
    return waiting.isEmpty()
        ? held
        : held.of(
            estate.withWorkloads(
                estate.workloads().stream().filter(w -> !waiting.contains(w.id())).toList()));
  }

  /** Takes note of what a batch committed before another batch failed: nobody else reports it. */
  private void tellDecided(List<BleuWorkload> undecided) {
    Set<WorkloadId> without =
        undecided.stream().map(ObjectRef::workload).collect(Collectors.toSet());
    for (WorkloadId id : List.copyOf(running.keySet())) {
      if (!without.contains(id) && inForce.containsKey(id)) {
        decided(id);
      }
    }
  }

  private static boolean isUndecided(
      BleuWorkload workload, Map<WorkloadId, DecisionInForce> decided) {
    DecisionInForce inForce = decided.get(ObjectRef.workload(workload));
    return inForce == null || !inForce.uid().equals(workload.getMetadata().getUid());
  }

  /** The workloads that take over what runs and may be decided in the pass that was read last. */
  Set<WorkloadId> adoptable() {
    return adoptable;
  }

  /**
   * Says for which workloads a first decision was tried. If that came to nothing they are left out
   * of the next pass, so that nobody waits for them.
   */
  void tried(Set<WorkloadId> some) {
    tried = Set.copyOf(some);
  }

  /**
   * Whether a first decision is not to be used: it would end some of what runs, which goes on until
   * all that is asked has a place.
   */
  public boolean runsOn(Decision decision) {
    return running.containsKey(decision.id()) && !decision.whole();
  }

  /**
   * Whether a decision is not to be taken in a pass for everybody: for that reason, or because it
   * grows where it is not known yet what runs.
   */
  boolean waits(Decision decision) {
    return runsOn(decision)
        || !unseen.isEmpty() && ReplicaShift.grows(this, decision, unseen::contains);
  }

  /**
   * Says that something is decided for a workload.
   *
   * @return whether it takes over what runs
   */
  boolean decided(WorkloadId id) {
    boolean adopted = running.remove(id) != null;
    if (adopted) {
      adopting.accept(id);
    }
    return adopted;
  }

  /** Whether a workload takes over what runs, by the pass that was read last. */
  boolean takesOver(WorkloadId id) {
    return running.containsKey(id);
  }

  /**
   * What runs of a workload that takes it over, or is decided for another one, by zone; 0 where it
   * is not known how many do.
   */
  Map<String, Integer> before(WorkloadId id) {
    DecisionInForce decided = takesOver(id) ? null : inForce.get(id);
    if (decided == null) {
      return running.getOrDefault(id, Map.of());
    }
    Map<String, Integer> before = new TreeMap<>();
    decided
        .spec()
        .assignments()
        .forEach(
            a -> before.merge(a.zone(), a.replicas() == null ? 0 : a.replicas(), Integer::sum));
    return before;
  }

  /** What exists by zone of those that take over, by the pass that was read last. */
  Map<WorkloadId, Map<String, Integer>> standing() {
    return Map.copyOf(standing);
  }

  /** Whether something is in force for a workload. */
  boolean isDecided(WorkloadId id) {
    return inForce.containsKey(id);
  }

  /** Whether what is in force for a workload is still to be written. */
  boolean isUnwritten(WorkloadId id, String uid) {
    DecisionInForce decided = inForce.get(id);
    return decided != null && decided.uid().equals(uid) && !decided.published();
  }

  /** Whether what is in force for a workload, if anything is, is still to be written. */
  boolean isUnwritten(WorkloadId id) {
    DecisionInForce decided = inForce.get(id);
    return decided != null && !decided.published();
  }

  /** Whether no more of a workload holds room in a zone than is decided for it. */
  boolean isCarriedOut(WorkloadId id, String zone) {
    DecisionInForce decided = inForce.get(id);
    return decided == null
        || HeldRoom.replicas(id, decided, delivered, zone) <= HeldRoom.in(decided.spec(), zone);
  }

  /** The estate of the pass that was read last, as it was read. */
  Estate estate() {
    return opened().estate();
  }

  private Translation opened() {
    if (open == null) {
      throw new IllegalStateException("no pass was read yet");
    }
    return open;
  }

  /** Replicas that run by workload and zone, by the pass that was read last. */
  Map<WorkloadId, Map<String, Integer>> running() {
    return Map.copyOf(running);
  }

  /**
   * The estate of that pass for some of them alone: each has the room of what runs of it, and
   * everybody else stands still, so that nobody else takes it.
   */
  Estate given(Set<WorkloadId> some) {
    return given(some, Set.of(), Set.of());
  }

  /**
   * The estate of that pass, where others do not stand still, and some leave zones in which what
   * runs of them is nobody's room.
   *
   * @param moving the others
   * @param left the zones
   */
  Estate given(Set<WorkloadId> some, Set<WorkloadId> moving, Set<String> left) {
    Translation opened = opened();
    Map<WorkloadId, Map<String, Integer>> others = new TreeMap<>();
    running.forEach(
        (id, zones) -> {
          Map<String, Integer> held = new TreeMap<>(zones);
          if (some.contains(id)) {
            held.keySet().retainAll(left);
          }
          others.put(id, held);
        });
    // What is gained may be owed already: it comes before anything is taken, and floored at 0. The
    // estate is as it was read: nothing is held in it yet, so no capacity is what others leave.
    Estate gained =
        opened
            .estate()
            .withZones(
                opened.estate().zones().stream()
                    .map(zone -> left.contains(zone.name()) ? zone : given(zone, some))
                    .toList());
    Estate estate = HeldRoom.in(opened.of(gained), inForce, kept(some), others).estate();
    return estate.withWorkloads(
        estate.workloads().stream()
            .map(
                workload ->
                    some.contains(workload.id()) || moving.contains(workload.id())
                        ? workload
                        : workload.frozen())
            .toList());
  }

  /** What stands, and the room that was made for others than some. */
  private HeldRoom.Delivered kept(Set<WorkloadId> some) {
    return (id, decided) -> promised.kept(id, some, decided, delivered.replicas(id, decided));
  }

  private Zone given(Zone zone, Set<WorkloadId> some) {
    return zone.capacity() instanceof Capacity.Reported told
        ? zone.withCapacity(
            new Capacity.Reported(
                told.total().plus(source.gain(zone.name(), some)),
                told.origin(),
                told.seen(),
                told.usablePercent()))
        : zone;
  }
}
