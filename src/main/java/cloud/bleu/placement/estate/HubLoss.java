package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which losses take the operator itself. What runs goes on without it, and nothing moves until the
 * operator runs elsewhere. So all that is planned for such a loss, reserved room too, waits for
 * that. A name that no zone has is ignored.
 */
public final class HubLoss {
  /** The code of a loss that takes the operator; no decision has it. */
  public static final String CODE = "HubOnLostSite";

  private final Estate estate;

  /** Zones of the operator that there are. */
  private final SortedSet<String> zones = new TreeSet<>();

  /** The zones of the operator that are not lost already. */
  private final SortedSet<String> left = new TreeSet<>();

  /** By what is left of the operator now. */
  public HubLoss(Estate estate) {
    this(estate, false);
  }

  private HubLoss(Estate estate, boolean declared) {
    this.estate = estate;
    for (Zone zone : estate.zones()) {
      if (estate.operatorZones().contains(zone.name())) {
        zones.add(zone.name());
        if (declared || zone.state() != ZoneState.Lost) {
          left.add(zone.name());
        }
      }
    }
  }

  /**
   * By where the operator is declared to run, whatever of that is lost now. So statuses say it: a
   * loss of one of these zones would else rewrite those of all workloads, at the worst moment.
   */
  public static HubLoss declared(Estate estate) {
    return new HubLoss(estate, true);
  }

  /** Names given for zones of the operator that no zone has. */
  public static SortedSet<String> unknown(Estate estate) {
    SortedSet<String> unknown = new TreeSet<>(estate.operatorZones());
    estate.zones().forEach(zone -> unknown.remove(zone.name()));
    return unknown;
  }

  /**
   * Zones of the operator that are not lost, where some are and some are not: so much less takes
   * the operator; empty otherwise.
   */
  public SortedSet<String> remaining() {
    return left.size() < zones.size() ? Collections.unmodifiableSortedSet(left) : new TreeSet<>();
  }

  /** Whether the operator has the same zones left as by another estate. */
  public boolean sameZones(HubLoss other) {
    return left.equals(other.left) && zones.equals(other.zones);
  }

  /** Whether the loss of those zones takes every zone of the operator that is not lost already. */
  public boolean takes(Collection<String> lost) {
    return !left.isEmpty() && lost.containsAll(left);
  }

  /** Whether an event takes every zone of the operator that is not lost already. */
  public boolean takes(Contingency.Event event) {
    return !left.isEmpty()
        && takes(
            estate.zones().stream()
                .filter(zone -> event.value().equals(event.scope().valueIn(zone)))
                .map(Zone::name)
                .collect(Collectors.toSet()));
  }

  /** The events that a decision has a plan for and that take the operator, in their order. */
  public List<Contingency.Event> events(Decision decision) {
    return decision.contingency().stream().map(Contingency::event).filter(this::takes).toList();
  }

  /** What such a loss means, whatever else it takes. */
  public Decision.Reason reason() {
    return new Decision.Reason(
        CODE,
        Message.of("why.hubOnLostSite", "zones", left.isEmpty() ? zones : left)
            .advising(Message.of("do.hubElsewhere")),
        false);
  }
}
