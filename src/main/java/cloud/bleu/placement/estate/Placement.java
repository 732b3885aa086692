package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The current state of one workload: the last decision in force.
 *
 * @param uid of the workload it was decided for, null when not known; a placement of another uid is
 *     not the workload's
 * @param assignments zones with replicas; sorted by zone in whichever order somebody wrote them
 * @param contingency the evacuation plan in force, sorted by event and within; its reserve is added
 *     again, not searched again, while it still does what the workload requires
 * @param movesInLastHour replicas moved by rebalancing within the hour before the estate's instant:
 *     what the budget has left depends on it
 * @param volumes by zone, the most replicas that have ever had their volumes there, where the
 *     decision says so: of a StatefulSet that has fewer there now; the zones left last at the end
 */
public record Placement(
    WorkloadId id,
    @Nullable String uid,
    List<Assignment> assignments,
    List<Contingency> contingency,
    int movesInLastHour,
    Map<String, Integer> volumes) {

  private static final Comparator<Contingency.Move> MOVES =
      Comparator.comparing(Contingency.Move::from).thenComparing(Contingency.Move::to);

  private static final Comparator<Contingency.Eviction> EVICTIONS =
      Comparator.comparing(Contingency.Eviction::workload)
          .thenComparing(Contingency.Eviction::zone);

  /**
   * What somebody wrote into it that says nothing is left out: zones without replicas and without a
   * home count, moves out of zones where nothing runs. The lists are such as {@link List#copyOf}
   * does not copy: a decision in which nothing is different has the same ones.
   */
  public Placement {
    assignments =
        assignments.stream()
            .filter(a -> a.replicas() > 0 || a.home() > 0)
            .sorted(Comparator.comparing(Assignment::zone))
            .collect(Collectors.toUnmodifiableList());
    List<Assignment> running = assignments;
    contingency =
        contingency.stream()
            .map(
                c ->
                    new Contingency(
                        c.event(),
                        c.moves().stream()
                            .filter(m -> leavesOne(m, running))
                            .sorted(MOVES)
                            .toList(),
                        c.evicts().stream().sorted(EVICTIONS).toList(),
                        c.keeps()))
            .sorted(Comparator.comparing(Contingency::event))
            .collect(Collectors.toUnmodifiableList());
    // Who recorded it before this was known recorded none.
    volumes =
        volumes == null || volumes.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
  }

  /** One of which no volumes are known where it does not run. */
  public Placement(
      WorkloadId id,
      @Nullable String uid,
      List<Assignment> assignments,
      List<Contingency> contingency,
      int movesInLastHour) {
    this(id, uid, assignments, contingency, movesInLastHour, Map.of());
  }

  /**
   * The state that a decision leaves.
   *
   * @param workload null where it cannot be read
   * @param before the state that it was taken on, whose volumes stay where they are; null for none
   */
  public static Placement of(
      Decision decision,
      @Nullable Workload workload,
      int movesInLastHour,
      @Nullable Placement before) {
    return new Placement(
        decision.id(),
        workload == null ? null : workload.uid(),
        decision.assignments(),
        decision.contingency(),
        movesInLastHour,
        workload == null ? Map.of() : workload.volumes(before));
  }

  /** A copy with this number of replicas moved within the hour. */
  public Placement withMoves(int replicas) {
    return replicas == movesInLastHour
        ? this
        : new Placement(id, uid, assignments, contingency, replicas, volumes);
  }

  /** The names of all zones in which replicas run or are at home by these placements. */
  public static Set<String> zones(Collection<Placement> placements) {
    return placements.stream()
        .flatMap(placement -> placement.assignments.stream())
        .map(Assignment::zone)
        .collect(Collectors.toSet());
  }

  private static boolean leavesOne(Contingency.Move move, List<Assignment> running) {
    return running.stream().anyMatch(a -> a.zone().equals(move.from()) && a.replicas() > 0);
  }
}
