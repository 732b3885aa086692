package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.status.fact.FactDues;
import cloud.bleu.status.loss.LossWords;
import cloud.bleu.status.probe.ProbeWords;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of an AvailabilityZone. */
public final class ZoneStatus {

  /** How many resources the kind lets a status name. */
  private static final int RESOURCES = 32;

  private static final List<String> FIRST = List.of("cpu", "memory", "ephemeral-storage", "pods");

  /** The condition of silent zones while nothing is decided by inference. */
  public static final String VIEW_IN_DOUBT = "ViewInDoubt";

  /** The condition of a silent zone while too many losses were taken by observation. */
  public static final String TOO_MANY_LOSSES = "TooManyLosses";

  /** The condition of a silent zone whose status does not say that its loss was taken. */
  public static final String LOSS_NOT_RECORDED = "LossNotRecorded";

  private ZoneStatus() {}

  /**
   * The status of a zone that was understood.
   *
   * @param occupancy of this zone under the decisions in force
   * @param reach whether its cluster is reached, null: it is this one
   * @param clusterUid the cluster that the zone is known by, null: this one, or not known
   * @param probes what came of those of the zone
   */
  public static AvailabilityZoneStatus of(
      AvailabilityZone object,
      Zone zone,
      Occupancy occupancy,
      Estate estate,
      @Nullable TargetReach reach,
      @Nullable String clusterUid,
      List<AvailabilityZoneStatus.Probe> probes,
      Instant now) {
    List<DesiredCondition> wanted = wanted(object, zone, estate, new ProbeWords(probes), now);
    if (reach != null) {
      wanted.addAll(reach.conditions());
    }
    return new AvailabilityZoneStatus(
        generation(object),
        conditions(object, wanted, now),
        health(zone.health(), probes),
        returned(object, zone),
        texts(stated(zone, occupancy.usable().plus(occupancy.held()))),
        origin(zone.capacity().whole()),
        seen(zone.capacity().whole()),
        texts(occupancy.allocated()),
        texts(occupancy.reserved()),
        texts(stated(zone, occupancy.available())),
        texts(largestFit(zone, occupancy)),
        worstLoss(occupancy),
        occupancy.workloads(),
        roundTrips(zone, estate),
        clusterUid,
        TargetReach.version(reach, object.getStatus(), clusterUid),
        new LossWords(estate, zone.name()).taken());
  }

  /**
   * The status of a zone that takes no part in placement, because its spec has errors.
   *
   * @param errors all of them, as sentences
   * @param reach whether its cluster is reached, null: it is this one
   * @param clusterUid the cluster that the zone is known by, null: this one, or not known
   * @param losses of the zone, by observation
   */
  public static AvailabilityZoneStatus invalid(
      AvailabilityZone object,
      List<String> errors,
      @Nullable TargetReach reach,
      @Nullable String clusterUid,
      LossWords losses,
      Instant now) {
    String message = String.join("; ", errors);
    List<DesiredCondition> wanted = new ArrayList<>(Conditions.stalled("InvalidSpec", message));
    wanted.add(
        DesiredCondition.unknown(
            "Healthy", "InvalidSpec", "not looked at while the spec has errors"));
    wanted.add(
        DesiredCondition.no(
            "Schedulable", "InvalidSpec", "nothing new comes here while the spec has errors"));
    wanted.addAll(ZoneConditions.losses(losses));
    if (reach != null) {
      wanted.addAll(reach.conditions());
    }
    return new AvailabilityZoneStatus(
        generation(object),
        conditions(object, wanted, now),
        object.getStatus() == null ? null : object.getStatus().health(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        clusterUid,
        TargetReach.version(reach, object.getStatus(), clusterUid),
        losses.taken());
  }

  private static List<DesiredCondition> wanted(
      AvailabilityZone object, Zone zone, Estate estate, ProbeWords probes, Instant now) {
    List<DesiredCondition> wanted =
        new ArrayList<>(Conditions.ready("Understood", "the zone takes part in placement"));
    LossWords losses = new LossWords(estate, zone.name());
    wanted.add(ZoneConditions.healthy(object, MoveWords.of(zone, estate), probes));
    wanted.add(ZoneConditions.schedulable(object, zone, probes, now));
    DesiredCondition barred = ZoneConditions.probesNotAllowed(probes);
    if (barred != null) {
      wanted.add(barred);
    }
    DesiredCondition doubt = DoubtCondition.of(zone, estate);
    if (doubt != null) {
      wanted.add(doubt);
    }
    wanted.addAll(ZoneConditions.losses(losses));
    DesiredCondition lapse = LapseCondition.of(FactDues.of(estate).of(object), now);
    if (lapse != null) {
      wanted.add(lapse);
    }
    return wanted;
  }

  private static AvailabilityZoneStatus.Health health(
      Health health, List<AvailabilityZoneStatus.Probe> probes) {
    return new AvailabilityZoneStatus.Health(
        health.signal().name(),
        health.since() == null ? null : health.since().toString(),
        health.nodes() == null ? null : health.nodes().last().name(),
        probes);
  }

  private static @Nullable String returned(AvailabilityZone object, Zone zone) {
    return ZoneConditions.takes(zone) && zone.stateSince() != null
        ? zone.stateSince().toString()
        : null;
  }

  /** Where it is from; null: nobody knows it. */
  private static @Nullable String origin(Capacity capacity) {
    if (capacity instanceof Capacity.Declared) {
      return "Declared";
    }
    if (capacity instanceof Capacity.Reported reported) {
      return reported.origin().name();
    }
    return capacity instanceof Capacity.Measured ? Capacity.Origin.Nodes.name() : null;
  }

  private static @Nullable String seen(Capacity capacity) {
    return capacity instanceof Capacity.Reported reported && reported.seen() != null
        ? reported.seen().toString()
        : null;
  }

  /** As many as the status takes, those that every node has before all others. */
  private static Map<String, String> texts(Quantities quantities) {
    Map<String, String> all = quantities.texts();
    TreeMap<String, String> some = new TreeMap<>();
    Stream.concat(FIRST.stream(), all.keySet().stream())
        .filter(all::containsKey)
        .distinct()
        .limit(RESOURCES)
        .forEach(resource -> some.put(resource, String.valueOf(all.get(resource))));
    return some;
  }

  /** Without the resources of which the zone's owner did not say how much there is. */
  private static Quantities stated(Zone zone, Quantities quantities) {
    TreeMap<String, Long> stated = new TreeMap<>(quantities.amounts());
    stated.keySet().removeIf(r -> zone.capacity().whole().total().get(r) == Capacity.NOT_STATED);
    return new Quantities(stated);
  }

  /**
   * The largest pod that the totals and the largest node leave room for; exact for an empty zone.
   */
  private static Quantities largestFit(Zone zone, Occupancy occupancy) {
    Quantities largest =
        largestNode(
            zone.capacity() instanceof Capacity.Remaining some ? some.rest() : zone.capacity());
    TreeMap<String, Long> fit = new TreeMap<>(largest.amounts());
    fit.replaceAll((r, v) -> Math.min(v, occupancy.available().get(r)));
    return new Quantities(fit);
  }

  private static Quantities largestNode(Capacity capacity) {
    if (capacity instanceof Capacity.Measured measured) {
      return measured.nodes().stream()
          .map(Capacity.Node::free)
          .max(
              Comparator.comparingLong((Quantities q) -> q.get("cpu"))
                  .thenComparingLong(q -> q.get("memory")))
          .orElse(Quantities.NONE);
    }
    return capacity instanceof Capacity.Declared declared
        ? declared.largestNode()
        : Quantities.NONE;
  }

  private static @Nullable String worstLoss(Occupancy occupancy) {
    Contingency.Event worst = occupancy.worstLoss();
    if (worst == null) {
      return null;
    }
    return worst.scope().equals(Scope.ZONE) ? worst.value() : worst.toString();
  }

  private static List<AvailabilityZoneStatus.RoundTrip> roundTrips(Zone zone, Estate estate) {
    List<AvailabilityZoneStatus.RoundTrip> trips = new ArrayList<>();
    for (Zone other : estate.zones()) {
      Long micros =
          other.name().equals(zone.name()) ? null : Geography.roundTripMicros(estate, zone, other);
      if (micros != null) {
        trips.add(
            new AvailabilityZoneStatus.RoundTrip(
                other.name(),
                BigDecimal.valueOf(micros)
                    .divide(BigDecimal.valueOf(1000), 1, RoundingMode.HALF_UP)
                    .toPlainString(),
                measured(estate, zone, other) ? "Observed" : "Estimated"));
      }
    }
    return trips;
  }

  private static boolean measured(Estate estate, Zone a, Zone b) {
    return estate.roundTrips().stream()
        .anyMatch(
            t ->
                (t.from().equals(a.name()) && t.to().equals(b.name()))
                    || (t.from().equals(b.name()) && t.to().equals(a.name())));
  }

  private static long generation(AvailabilityZone object) {
    Long generation = object.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  private static List<io.fabric8.kubernetes.api.model.Condition> conditions(
      AvailabilityZone object, List<DesiredCondition> wanted, Instant now) {
    AvailabilityZoneStatus old = object.getStatus();
    return Conditions.next(
        old == null ? List.of() : old.conditions(), wanted, generation(object), now);
  }
}
