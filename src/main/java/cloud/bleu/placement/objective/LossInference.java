package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.FirstLeavers;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the silence of nodes alone makes replicas leave what is lost. Some losses look like an
 * outage of the operator's own, and some zones have no node to look at: these wait for a person.
 * What is silent now is left out, so that an answer does not change with the minutes.
 */
public final class LossInference {

  private final Estate estate;
  private final Map<Event, Boolean> doubted = new HashMap<>();
  private final Map<Event, Set<String>> beyond = new HashMap<>();

  /** All zones that have one value of a scope. */
  private record Event(Scope scope, String value) {
    boolean takes(Zone zone) {
      return value.equals(scope.valueIn(zone));
    }
  }

  /** In an estate. */
  public LossInference(Estate estate) {
    this.estate = estate;
  }

  /**
   * Why losses that a workload asks to tolerate wait for a person, in the order in which it asks;
   * empty when each is inferred.
   */
  public List<Message> missing(Workload workload, Decision decision) {
    return workload.tolerate().stream()
        .map(entry -> missing(entry.of(), decision))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /**
   * Why a loss that takes zones in use waits for a person; null when each is inferred.
   *
   * @param scope of the losses
   */
  @Nullable Message missing(Scope scope, Decision decision) {
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
      Event event = new Event(scope, value);
      if (doubted.computeIfAbsent(event, this::isDoubted)) {
        return Message.of("objective.manySilent", "loss", scope.name(), "value", value);
      }
      LossBudget budget = estate.lossBudget();
      if (budget != null && isBounded(event, budget, decision)) {
        return Message.of(
            "objective.manyLosses",
            "loss",
            scope.name(),
            "value",
            value,
            "most",
            budget.most(),
            "never",
            budget.most() == 0);
      }
    }
    return null;
  }

  /** The zones whose silence asks for a loss, in their order; empty while there is no bound. */
  public List<String> asking() {
    return estate.lossBudget() == null
        ? List.of()
        : new FirstLeavers(estate, observed()).asking().stream().map(Zone::name).toList();
  }

  private List<Zone> observed() {
    return estate.zones().stream().filter(zone -> zone.health().observed()).toList();
  }

  /** Whether a loss leaves some of these replicas where they are, as one too many. */
  private boolean isBounded(Event event, LossBudget budget, Decision decision) {
    Set<String> waiting = beyond.computeIfAbsent(event, e -> beyond(e, budget.most()));
    return decision.assignments().stream()
        .anyMatch(used -> used.replicas() > 0 && waiting.contains(used.zone()));
  }

  /** Whatever was taken within the hour counts for nothing here either. */
  private Set<String> beyond(Event event, int most) {
    List<Zone> lost = observed().stream().filter(event::takes).toList();
    return lost.size() <= most
        ? Set.of()
        : new LossBudget(most).beyond(new FirstLeavers(estate, lost), estate.now());
  }

  /** A zone of the estate; null: there is none of that name. */
  @Nullable Zone zone(String name) {
    return estate.zone(name);
  }

  private boolean isDoubted(Event event) {
    return PartitionDetection.doubt(
            estate.zones().stream().map(zone -> after(event, zone)).toList())
        != null;
  }

  /** The zone as that loss alone leaves it, before anybody reports it. */
  private Zone after(Event event, Zone zone) {
    if (!zone.health().observed()) {
      return zone;
    }
    Health health =
        event.takes(zone)
            ? new Health(Health.Signal.Silent, estate.now())
            : new Health(Health.Signal.Healthy, null);
    return zone.withHealth(zone.state(), zone.stateSince(), health);
  }
}
