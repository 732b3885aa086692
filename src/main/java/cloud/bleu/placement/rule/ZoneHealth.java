package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.List;

/**
 * The zone's nodes are in service. A zone out of service takes no new replicas at once; what runs
 * there is left to the failover of the workload. No requirement of SecNumCloud is met by it.
 */
public record ZoneHealth() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "zone-health",
          "Nodes of the zone are seen in service.",
          List.of(),
          List.of(),
          List.of("NoNodeReady", "NodesNotSeen", "Unreached"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    Zone zone = question.zone();
    if (zone.health().signal() == Health.Signal.Unreached && zone.unhealthySince() != null) {
      return Verdict.reject(
          "Unreached",
          Origin.Observed,
          Message.of("health.unreached"),
          Message.of("do.otherZoneUntilReached"));
    }
    if (zone.unhealthySince() != null) {
      return Verdict.reject(
          "NoNodeReady",
          Origin.Observed,
          Message.of("health.noNode", "few", zone.health().mixed()),
          Message.of("do.otherZoneUntilReady"));
    }
    // Of nodes that are not seen any more the room stays known, and whether they are in service
    // not.
    boolean seen =
        zone.health().seesNodes()
            && zone.capacity().whole() instanceof Capacity.Measured measured
            && !measured.nodes().isEmpty();
    return seen
        ? Verdict.pass(Origin.Observed, Message.of("health.holds"))
        : Verdict.unknown(
            "NodesNotSeen",
            Origin.Assumed,
            Message.of("health.notMeasured"),
            Message.of("do.measureNodes"));
  }
}
