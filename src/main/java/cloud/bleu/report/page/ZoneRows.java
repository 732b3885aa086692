package cloud.bleu.report.page;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Zones with what stands in them and what is held there. */
final class ZoneRows {
  private static final int WHOLE = 100;
  private static final int DECIMALS = 6;

  private final Estate estate;
  private final SortedMap<String, Occupancy> occupancy;
  private final Map<String, PageCluster> clusters;

  ZoneRows(Estate estate, List<Decision> decisions, Map<String, PageCluster> clusters) {
    this.estate = estate;
    this.clusters = clusters;
    this.occupancy = Occupancy.of(estate, decisions);
  }

  /**
   * Every zone of the estate.
   *
   * @param workloads that are shown
   */
  List<PageZone> rows(List<PageWorkload> workloads) {
    Map<String, Seen> seen = new TreeMap<>();
    estate.zones().forEach(z -> seen.put(z.name(), new Seen(workloads.isEmpty())));
    for (PageWorkload workload : workloads) {
      workload.cells().forEach(cell -> Objects.requireNonNull(seen.get(cell.zone())).add(cell));
    }
    return estate.zones().stream()
        .map(z -> row(z, Objects.requireNonNull(seen.get(z.name()))))
        .toList();
  }

  /** What the workloads that are shown have in a zone. */
  private static final class Seen {
    private int replicas;
    private int workloads;
    private boolean breach;
    private boolean open;

    /** Where nobody asks for a place, no zone is closed to anybody. */
    Seen(boolean open) {
      this.open = open;
    }

    void add(PageWorkload.Cell cell) {
      replicas += cell.replicas();
      workloads += cell.replicas() > 0 ? 1 : 0;
      breach |= cell.use() == PageWorkload.Use.Breach;
      open |= cell.use() != PageWorkload.Use.Refused;
    }

    PageZone.Use use(Zone zone) {
      if (breach) {
        return PageZone.Use.Breach;
      }
      if (zone.state() == ZoneState.Lost || zone.state() == ZoneState.Drained) {
        return PageZone.Use.OutOfService;
      }
      return replicas > 0 ? PageZone.Use.InUse : open ? PageZone.Use.Open : PageZone.Use.Closed;
    }
  }

  private PageZone row(Zone zone, Seen seen) {
    Provider provider = estate.provider(zone.provider());
    Zone.Coordinates at = zone.location().coordinates();
    Occupancy held = Objects.requireNonNull(occupancy.get(zone.name()));
    Contingency.Event worst = held.worstLoss();
    @Nullable PageCluster cluster = clusters.get(zone.name());
    return new PageZone(
        zone.name(),
        zone.provider(),
        provider == null || provider.displayName().isEmpty()
            ? zone.provider()
            : provider.displayName(),
        zone.region(),
        zone.site(),
        zone.state().name(),
        seen.use(zone),
        isAssumed(zone),
        seen.replicas,
        seen.workloads,
        at == null ? null : degrees(at.latitudeE6()),
        at == null ? null : degrees(at.longitudeE6()),
        amounts(zone, held),
        worst == null ? null : new PageZone.Event(worst.scope().name(), worst.value()),
        cluster == null ? null : cluster.target(),
        cluster == null ? null : cluster.reachable());
  }

  /** Whether something that is stated of where it is, or of its hazards, is assumed. */
  private static boolean isAssumed(Zone zone) {
    Zone.Location at = zone.location();
    return isAssumed(true, zone.siteProvenance())
        || isAssumed(at.country() != null, at.provenance())
        || isAssumed(at.coordinates() != null, at.coordinatesProvenance())
        || isAssumed(!zone.failureDomains().isEmpty(), zone.failureDomainsProvenance());
  }

  private static boolean isAssumed(boolean stated, Provenance provenance) {
    return stated && provenance.basis() == Basis.Assumption;
  }

  private static BigDecimal degrees(long micro) {
    BigDecimal exact = BigDecimal.valueOf(micro, DECIMALS).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** What nobody stated a total of is left out: it bounds nothing. */
  private static List<PageZone.Amount> amounts(Zone zone, Occupancy held) {
    List<PageZone.Amount> amounts = new ArrayList<>();
    for (Map.Entry<String, Long> total : zone.capacity().total().amounts().entrySet()) {
      String resource = total.getKey();
      if (total.getValue() == Capacity.NOT_STATED) {
        continue;
      }
      long usable = held.usable().get(resource);
      int allocated = percent(held.allocated().get(resource), usable);
      amounts.add(
          new PageZone.Amount(
              resource,
              RoundedQuantity.text(resource, usable),
              RoundedQuantity.text(resource, held.allocated().get(resource)),
              RoundedQuantity.text(resource, held.reserved().get(resource)),
              RoundedQuantity.text(resource, held.available().get(resource)),
              allocated,
              Math.min(percent(held.reserved().get(resource), usable), WHOLE - allocated)));
    }
    return amounts;
  }

  private static int percent(long part, long whole) {
    return whole <= 0
        ? part > 0 ? WHOLE : 0
        : (int) Math.min(WHOLE, Math.round(part * (double) WHOLE / whole));
  }
}
