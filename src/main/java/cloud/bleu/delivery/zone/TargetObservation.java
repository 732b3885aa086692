package cloud.bleu.delivery.zone;

import java.util.List;
import java.util.Map;

/**
 * What a target has of one workload.
 *
 * @param zones what stands there, an object each
 * @param obstacles what keeps a zone of the decision from being brought to anything, by zone: it
 *     counts as if the decision did not have that zone
 */
public record TargetObservation(List<ZoneObservation> zones, Map<String, Problem> obstacles) {
  public TargetObservation {
    zones = List.copyOf(zones);
    obstacles = Map.copyOf(obstacles);
  }
}
