package cloud.bleu.delivery.zone;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a target has of one workload.
 *
 * @param zones what stands there, an object each
 * @param obstacles what keeps a zone of the decision from being brought to anything, by zone:
 *     nothing is written there, and what is decided for it is lacking; of a zone that the decision
 *     has left, why something still stands there
 * @param unseen why nothing is seen of a zone of the decision at the moment, by zone: nothing there
 *     is waited for, and no number of it counts
 * @param ending what is being deleted, an object each: no zone holds it any more, and its pods may
 *     run on until it is gone
 */
public record TargetObservation(
    List<ZoneObservation> zones,
    Map<String, DeliveryProblem> obstacles,
    Map<String, Unseen> unseen,
    List<ZoneObservation> ending) {

  /** Why nothing is seen of a zone, and since when. */
  public record Unseen(DeliveryProblem problem, Instant since) {}

  public TargetObservation {
    zones = List.copyOf(zones);
    obstacles = Map.copyOf(obstacles);
    unseen = Map.copyOf(unseen);
    ending = List.copyOf(ending);
  }

  /** An observation where nothing is being deleted. */
  public TargetObservation(
      List<ZoneObservation> zones,
      Map<String, DeliveryProblem> obstacles,
      Map<String, Unseen> unseen) {
    this(zones, obstacles, unseen, List.of());
  }

  /** An observation of a target that sees all of its zones. */
  public TargetObservation(List<ZoneObservation> zones, Map<String, DeliveryProblem> obstacles) {
    this(zones, obstacles, Map.of());
  }

  /** Everything that is there: what zones hold, and what is being deleted. */
  public List<ZoneObservation> all() {
    return Stream.concat(zones.stream(), ending.stream()).toList();
  }

  /** What is still to be asked to end: what stands, and what is kept from ending. */
  public List<ZoneObservation> endless() {
    return Stream.concat(zones.stream(), ending.stream().filter(ZoneObservation::isHeldBack))
        .toList();
  }

  /** What the zones say that nothing is seen of, each once. */
  public List<DeliveryProblem> unknown() {
    return unseen.values().stream()
        .map(Unseen::problem)
        .distinct()
        .sorted(Comparator.comparing(DeliveryProblem::message))
        .toList();
  }

  /** What keeps some zones from being brought to anything, each once. */
  public List<DeliveryProblem> obstacles(Collection<String> of) {
    return obstacles.entrySet().stream()
        .filter(e -> of.contains(e.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .sorted(Comparator.comparing(DeliveryProblem::message))
        .toList();
  }
}
