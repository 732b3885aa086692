package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The room of replicas that run by an engine already when a workload takes them over. Until
 * something is decided for it nobody else gets that room. What an engine reports of a cluster is
 * without it as it is; from what somebody declares it is taken here. For one thread.
 */
public final class AdoptedRooms {

  /** What runs though nothing is decided. */
  public interface Source {
    /** Nothing does. */
    Source NONE =
        new Source() {
          @Override
          public Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided) {
            return Map.of();
          }

          @Override
          public Quantities gain(String zone, Set<WorkloadId> decided) {
            return Quantities.NONE;
          }

          @Override
          public Set<WorkloadId> awaited(List<BleuWorkload> undecided) {
            return Set.of();
          }
        };

    /**
     * By workload and zone how many replicas run that ask what the workload asks; 0 where some are
     * there of which that is not known, no zone for one of which some may turn out to run.
     *
     * @param undecided workloads for which nothing is decided
     */
    Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided);

    /**
     * How much more an engine would report of a zone if something were decided for some of them.
     */
    Quantities gain(String zone, Set<WorkloadId> decided);

    /** Those of which that is not known yet: nothing is decided for them before. */
    Set<WorkloadId> awaited(List<BleuWorkload> undecided);
  }

  private final Supplier<Map<WorkloadId, DecisionInForce>> decisions;
  private final HeldRoom.Delivered delivered;
  private final Source source;
  private final Consumer<WorkloadId> adopting;

  private Map<WorkloadId, Map<String, Integer>> running = Map.of();
  private Set<WorkloadId> adoptable = Set.of();
  private Set<WorkloadId> tried = Set.of();
  private @Nullable Translation open;

  /**
   * @param decisions in force
   * @param delivered what stands of workloads that are not as decided
   * @param source what runs of those for which nothing is decided
   * @param adopting told of each of these for which something is
   */
  public AdoptedRooms(
      Supplier<Map<WorkloadId, DecisionInForce>> decisions,
      HeldRoom.Delivered delivered,
      Source source,
      Consumer<WorkloadId> adopting) {
    this.adopting = adopting;
    this.decisions = decisions;
    this.delivered = delivered;
    this.source = source;
  }

  /** The estate of a pass without the room of what runs on though it is not decided there. */
  Translation in(Translation translation, List<BleuWorkload> workloads) {
    open = translation;
    Map<WorkloadId, DecisionInForce> decided = decisions.get();
    List<BleuWorkload> undecided = workloads.stream().filter(w -> isUndecided(w, decided)).toList();
    tellDecided(undecided, decided);
    Set<WorkloadId> waiting = new TreeSet<>(source.awaited(undecided));
    waiting.addAll(tried);
    running = new TreeMap<>(source.running(undecided));
    Translation held = HeldRoom.in(translation, decided, delivered, running);
    waiting.retainAll(undecided.stream().map(ObjectRef::workload).toList());
    tried = Set.of();
    adoptable = new TreeSet<>();
    running.forEach(
        (id, zones) -> {
          if (!zones.isEmpty() && !waiting.contains(id)) {
            adoptable.add(id);
          }
        });
    Estate estate = held.estate();
    return waiting.isEmpty()
        ? held
        : held.of(
            estate.withWorkloads(
                estate.workloads().stream().filter(w -> !waiting.contains(w.id())).toList()));
  }

  /** Of a batch that was committed before another one failed nobody else tells. */
  private void tellDecided(
      List<BleuWorkload> undecided, Map<WorkloadId, DecisionInForce> decisions) {
    Set<WorkloadId> without =
        undecided.stream().map(ObjectRef::workload).collect(Collectors.toSet());
    for (WorkloadId id : List.copyOf(running.keySet())) {
      if (!without.contains(id) && decisions.containsKey(id)) {
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
   * Says for whom it was tried to decide first. If that came to nothing they are left out of the
   * next pass, so that nobody waits for them.
   */
  void tried(Set<WorkloadId> some) {
    tried = Set.copyOf(some);
  }

  /**
   * Whether a first decision is not to be taken: it would end some of what runs, which goes on
   * until all that is asked has a place.
   */
  boolean runsOn(Decision decision) {
    return running.containsKey(decision.id()) && !decision.whole();
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

  /**
   * Whether decisions that are taken together use room twice: one grows in a zone that another one
   * leaves, where that still runs.
   */
  boolean cross(Collection<Decision> decisions) {
    Set<String> left = new TreeSet<>();
    Set<String> taken = new TreeSet<>();
    for (Decision decision : decisions) {
      Map<String, Integer> more = new TreeMap<>();
      decision.assignments().forEach(a -> more.merge(a.zone(), a.replicas(), Integer::sum));
      runningOf(decision.id())
          .forEach((zone, replicas) -> more.merge(zone, -replicas, Integer::sum));
      more.forEach(
          (zone, replicas) -> {
            // How many are there of a zone with 0 is not known.
            boolean unknown = Integer.valueOf(0).equals(runningOf(decision.id()).get(zone));
            if (replicas < 0 || unknown && replicas == 0) {
              left.add(zone);
            } else if (replicas > 0) {
              taken.add(zone);
            }
          });
    }
    return !Collections.disjoint(left, taken);
  }

  /** Those of some that ask for no more replicas than run. */
  Set<WorkloadId> within(Set<WorkloadId> some) {
    return opened().estate().workloads().stream()
        .filter(workload -> some.contains(workload.id()))
        .filter(
            workload ->
                workload.replicas()
                    <= runningOf(workload.id()).values().stream().mapToInt(n -> n).sum())
        .map(workload -> workload.id())
        .collect(Collectors.toSet());
  }

  /** Whether a decision asks more of any zone than runs there. */
  boolean grows(Decision decision) {
    Map<String, Integer> asked = new TreeMap<>();
    decision.assignments().forEach(a -> asked.merge(a.zone(), a.replicas(), Integer::sum));
    Map<String, Integer> there = runningOf(decision.id());
    return asked.entrySet().stream()
        .anyMatch(one -> one.getValue() > there.getOrDefault(one.getKey(), 0));
  }

  private Map<String, Integer> runningOf(WorkloadId id) {
    return running.getOrDefault(id, Map.of());
  }

  private Translation opened() {
    if (open == null) {
      throw new IllegalStateException("no pass was read yet");
    }
    return open;
  }

  /** All that it depends on whether some of them can be decided first. */
  Basis basis() {
    return new Basis(given(adoptable), Map.copyOf(running));
  }

  /**
   * What that depends on.
   *
   * @param estate for all of them
   * @param running replicas by workload and zone
   */
  record Basis(Estate estate, Map<WorkloadId, Map<String, Integer>> running) {
    /** Whether another one is equal in everything but the instant. */
    boolean sameObjects(Basis other) {
      return running.equals(other.running) && estate.sameObjects(other.estate);
    }
  }

  /**
   * The estate of that pass for some of them alone: each has the room of what runs of it, and
   * everybody else stands still, so that nobody else takes it.
   */
  Estate given(Set<WorkloadId> some) {
    Translation opened = opened();
    Map<WorkloadId, Map<String, Integer>> others = new TreeMap<>(running);
    others.keySet().removeAll(some);
    // What is gained may be owed already: it comes before anything is taken, and floored at 0.
    Estate gained =
        opened
            .estate()
            .withZones(opened.estate().zones().stream().map(zone -> given(zone, some)).toList());
    Estate estate = HeldRoom.in(opened.of(gained), decisions.get(), delivered, others).estate();
    return estate.withWorkloads(
        estate.workloads().stream()
            .map(workload -> some.contains(workload.id()) ? workload : workload.frozen())
            .toList());
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
