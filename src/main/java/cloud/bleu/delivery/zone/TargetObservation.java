package cloud.bleu.delivery.zone;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a target has of one workload.
 *
 * @param zones what stands there, an object each
 * @param obstacles what keeps a zone of the decision from being brought to anything, by zone:
 *     nothing is written there, and what is decided for it is lacking
 * @param unseen why nothing is seen of a zone of the decision at the moment, by zone: nothing there
 *     is waited for, and no number of it counts
 */
public record TargetObservation(
    List<ZoneObservation> zones, Map<String, Problem> obstacles, Map<String, Unseen> unseen) {

  /** Why nothing is seen of a zone, and since when. */
  public record Unseen(Problem problem, Instant since) {}

  public TargetObservation {
    zones = List.copyOf(zones);
    obstacles = Map.copyOf(obstacles);
    unseen = Map.copyOf(unseen);
  }

  /** Of a target that sees all of its zones. */
  public TargetObservation(List<ZoneObservation> zones, Map<String, Problem> obstacles) {
    this(zones, obstacles, Map.of());
  }

  /** What the zones say that nothing is seen of, each once. */
  public List<Problem> unknown() {
    return unseen.values().stream()
        .map(Unseen::problem)
        .distinct()
        .sorted(Comparator.comparing(Problem::message))
        .toList();
  }
}
