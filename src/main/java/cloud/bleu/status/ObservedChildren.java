package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.status.fault.PodFault;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a workload's children.
 *
 * @param zones by name, zones without a child left out
 * @param obstacles that keep the decision from being delivered
 * @param complete whether the children are as decided
 * @param budgetWithdrawn whether somebody else's PodDisruptionBudget covers the pods
 * @param egress of the NetworkPolicy; null where the workload states no egress
 * @param external whether it is realised elsewhere and nothing can be seen of it
 * @param others what is seen of pods that others create, null for any other workload
 * @param faults why pods are not there or not ready, by zone
 * @param outside pods with its labels that run where no decision moves them, and what to do, as a
 *     sentence; null: none do
 * @param paused zones that keep the template that they have, because their Deployment is paused
 */
public record ObservedChildren(
    SortedMap<String, InZone> zones,
    List<Obstacle> obstacles,
    boolean complete,
    boolean budgetWithdrawn,
    @Nullable Egress egress,
    boolean external,
    @Nullable Others others,
    SortedMap<String, PodFault> faults,
    @Nullable String outside,
    SortedSet<String> paused) {

  /** Of pods of which nobody says that something is wrong. */
  public ObservedChildren(
      SortedMap<String, InZone> zones,
      List<Obstacle> obstacles,
      boolean complete,
      boolean budgetWithdrawn,
      @Nullable Egress egress,
      boolean external,
      @Nullable Others others) {
    this(
        zones,
        obstacles,
        complete,
        budgetWithdrawn,
        egress,
        external,
        others,
        Collections.emptySortedMap(),
        null,
        Collections.emptySortedSet());
  }

  /** A copy with what is wrong with its pods, by zone. */
  public ObservedChildren with(SortedMap<String, PodFault> podFaults) {
    return new ObservedChildren(
        zones,
        obstacles,
        complete,
        budgetWithdrawn,
        egress,
        external,
        others,
        podFaults,
        outside,
        paused);
  }

  /** A copy with the pods that run where no decision moves them; null: none do. */
  public ObservedChildren withOutside(@Nullable String pods) {
    return new ObservedChildren(
        zones,
        obstacles,
        complete,
        budgetWithdrawn,
        egress,
        external,
        others,
        faults,
        pods,
        paused);
  }

  /** The same where some zones keep the template that they have. */
  public ObservedChildren withPaused(Collection<String> in) {
    return new ObservedChildren(
        zones,
        obstacles,
        complete,
        budgetWithdrawn,
        egress,
        external,
        others,
        faults,
        outside,
        new TreeSet<>(in));
  }

  /** What is wrong with its pods in some of the zones. */
  SortedMap<String, PodFault> faults(Collection<String> in) {
    TreeMap<String, PodFault> some = new TreeMap<>(faults);
    some.keySet().retainAll(in);
    return some;
  }

  /** Of a workload that states no egress, and whose pods are its own. */
  public ObservedChildren(
      SortedMap<String, InZone> zones,
      List<Obstacle> obstacles,
      boolean complete,
      boolean budgetWithdrawn,
      boolean external) {
    this(zones, obstacles, complete, budgetWithdrawn, null, external, null);
  }

  public ObservedChildren {
    obstacles = List.copyOf(obstacles);
    faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
    paused = Collections.unmodifiableSortedSet(new TreeSet<>(paused));
  }

  /**
   * Of pods that others create.
   *
   * @param enforced whether their namespace enforces decisions
   * @param waiting how many of them find no room in the decision
   * @param oversized one of those that wait because they ask more than is stated, by its controller
   *     where it has one, and what; null: none does
   * @param above the same of those that run
   * @param excluding what those of them ask for that exclude every zone of the decision, zone by
   *     zone; null when none does
   */
  public record Others(
      boolean enforced,
      int waiting,
      @Nullable String oversized,
      @Nullable String above,
      @Nullable String excluding) {

    /** Of pods that ask no more than is stated, and leave the zone to the decision. */
    public Others(boolean enforced, int waiting) {
      this(enforced, waiting, null, null, null);
    }
  }

  /**
   * What became of the egress that the workload states.
   *
   * @param gaps what is stated and does not hold
   * @param others NetworkPolicies of other people that allow the pods something, by name
   */
  public record Egress(List<Obstacle> gaps, List<String> others) {
    public Egress {
      gaps = List.copyOf(gaps);
      others = List.copyOf(others);
    }
  }

  /**
   * A child in one zone.
   *
   * @param replicas that exist
   * @param ready of them
   * @param standing pods that really stand on nodes of the zone
   * @param progress of its controller towards what was asked last
   * @param elsewhere whether it is in another cluster, whose pods are not seen
   * @param unknownSince since when nothing is seen of it, so that no number counts; null: it is
   *     seen
   */
  public record InZone(
      int replicas,
      int ready,
      int standing,
      Progress progress,
      boolean elsewhere,
      @Nullable Instant unknownSince) {

    /** In this cluster. */
    public InZone(int replicas, int ready, int standing, Progress progress) {
      this(replicas, ready, standing, progress, false, null);
    }

    /** Pods that stand on nodes of the zone; null where they are not seen. */
    @Nullable Integer pods() {
      return elsewhere ? null : Integer.valueOf(standing);
    }
  }

  /** How far the controller of a child is. */
  public enum Progress {
    /** All replicas are of the newest template and available, and no other is left. */
    Done,
    OnItsWay,
    /** On its way, without progress for longer than {@code progressDeadlineSeconds}. */
    DeadlineExceeded
  }

  /**
   * Why something is not delivered.
   *
   * @param canPassByItself false: a person must act
   * @param unseen the zone that nothing is seen of, where that is the reason; null: it is another
   */
  public record Obstacle(
      String code, String message, boolean canPassByItself, @Nullable String unseen) {

    /** Of which it does not matter in which zone it is. */
    public Obstacle(String code, String message, boolean canPassByItself) {
      this(code, message, canPassByItself, null);
    }
  }

  /**
   * The obstacles without those that are about zones that the decision has left: nothing is seen of
   * these, and every decided replica may be available all the same.
   *
   * @param decided zones that have replicas by the decision
   */
  List<Obstacle> obstacles(Set<String> decided) {
    return obstacles.stream().filter(o -> !isBehind(o, decided)).toList();
  }

  /** The zones that the decision has left and that nothing is seen of. */
  SortedSet<String> behind(Set<String> decided) {
    TreeSet<String> behind = new TreeSet<>();
    obstacles.stream().filter(o -> isBehind(o, decided)).forEach(o -> behind.add(o.unseen()));
    return behind;
  }

  /** The zones in which replicas are seen. */
  SortedSet<String> standing() {
    TreeSet<String> standing = new TreeSet<>();
    zones.forEach(
        (zone, child) -> {
          if (child.replicas() > 0 && child.unknownSince() == null) {
            standing.add(zone);
          }
        });
    return standing;
  }

  private static boolean isBehind(Obstacle obstacle, Set<String> decided) {
    return obstacle.unseen() != null && !decided.contains(obstacle.unseen());
  }

  /** Whether as many replicas were counted as ready in each zone as are decided there. */
  boolean isReady(List<Assignment> decided) {
    return decided.stream()
        .filter(a -> a.replicas() > 0)
        .allMatch(
            a -> {
              InZone zone = zones.get(a.zone());
              return zone != null && zone.unknownSince() == null && zone.ready() >= a.replicas();
            });
  }

  /** Whether the child of a zone is in another cluster; false while none is there. */
  boolean isElsewhere(String zone) {
    InZone child = zones.get(zone);
    return child != null && child.elsewhere();
  }

  /** Replicas that exist, over all zones. */
  public int replicas() {
    return zones.values().stream().mapToInt(InZone::replicas).sum();
  }

  /** Replicas that are ready, over all zones. */
  public int ready() {
    return zones.values().stream().mapToInt(InZone::ready).sum();
  }
}
