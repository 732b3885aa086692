package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.OwnView;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the silence of nodes alone makes replicas leave what is lost. Some losses look like an
 * outage of our own, and some zones have no node to look at: these wait for a person.
 */
final class LossInference {

  private LossInference() {}

  /**
   * Why a loss that takes zones in use waits for a person; null when each is inferred.
   *
   * @param scope of the losses
   */
  static @Nullable Message missing(Scope scope, Decision decision, Estate estate) {
    TreeSet<String> values = new TreeSet<>();
    for (Assignment assignment : decision.assignments()) {
      if (assignment.replicas() == 0) {
        continue;
      }
      Zone zone = estate.zone(assignment.zone());
      String value = zone == null ? null : scope.valueIn(zone);
      if (zone == null || value != null && !zone.health().observed()) {
        return Message.of("objective.notWatched", "zone", assignment.zone());
      }
      if (value != null) {
        values.add(value);
      }
    }
    for (String value : values) {
      List<Zone> silent =
          estate.zones().stream().map(zone -> lost(zone, scope, value, estate)).toList();
      if (OwnView.doubt(silent) != null) {
        return Message.of("objective.manySilent", "loss", scope.name(), "value", value);
      }
    }
    return null;
  }

  /** The zone as that loss leaves it, before anybody reports it. */
  private static Zone lost(Zone zone, Scope scope, String value, Estate estate) {
    return zone.health().observed() && Objects.equals(value, scope.valueIn(zone))
        ? zone.withHealth(
            zone.state(), zone.stateSince(), new Health(Health.Signal.Silent, estate.now()))
        : zone;
  }
}
