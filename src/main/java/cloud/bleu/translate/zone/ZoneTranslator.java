package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ZoneHealth;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.finding.Facts;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.load.ZoneNodes;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** AvailabilityZone to a place where workloads can run. */
public final class ZoneTranslator {

  /** An order that GitOps cannot revert; it only ever makes the state worse. */
  static final String INCIDENT = "placement.bleu.cloud/incident";

  private static final int LONGEST_NAME = 63;
  private static final Pattern HAZARD = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

  private final NodesOfZones nodes;
  private final Instant now;
  private final ObservedState observed;
  private final Set<String> used;

  /**
   * @param used zones in which something is decided, by name
   */
  ZoneTranslator(NodesOfZones nodes, Instant now, ObservedState observed, Set<String> used) {
    this.nodes = nodes;
    this.now = now;
    this.observed = observed;
    this.used = used;
  }

  /**
   * The zone; one that cannot be used as written, or that is being deleted, takes nothing new. Null
   * if it has no place.
   */
  public @Nullable Zone translate(AvailabilityZone object, Findings findings) {
    AvailabilityZoneSpec spec = object.getSpec();
    if (spec == null || blank(spec.provider()) || blank(spec.region()) || blank(spec.site())) {
      findings.block(
          "spec", "provider, region or site is missing", null, "state where the zone is");
      return null;
    }
    names(object.getMetadata().getName(), spec, findings);
    TargetContradictions.check(spec.target(), findings);
    List<Node> own = nodes.of(object);
    Zone.Location location = ZoneLocation.of(spec, findings);
    Zone.Price price = ZonePrice.of(spec.cost(), findings);
    List<Probe> asked = observed.probes().get(object.getMetadata().getName());
    HealthThresholds thresholds = thresholds(object, asked, findings);
    ProbedZone probed = ProbedZone.of(object, asked);
    boolean isUsed = used.contains(object.getMetadata().getName());
    Health seen = seen(object, own, new ObservedHealth(now, observed, thresholds, probed, isUsed));
    Capacity capacity =
        new ZoneCapacity(
                nodes.cluster(object),
                own,
                nodes.withRoom(object),
                nodes.reported(object),
                observed.room(object))
            .of(object, seen, findings);
    Provenance site = Facts.provenance(spec.siteProvenance(), "spec.siteProvenance", findings);
    Provenance domains =
        Facts.provenance(
            spec.failureDomainsProvenance(), "spec.failureDomainsProvenance", findings);
    List<Zone.Maintenance> maintenance = ZoneNotices.maintenance(spec, findings);
    ZoneState state = ZoneNotices.during(maintenance, state(object, spec, findings), now);
    List<Zone.Homologation> homologations = ZoneNotices.homologations(spec, findings);
    Zone.Equipment equipment = ZoneEquipment.of(spec, findings);
    boolean closed = findings.blocked() || probed.closes() || isDeleted(object);
    ZoneState effective = closed ? state.worse(ZoneState.Cordoned) : state;
    Zone.Delivery delivery = new ZoneDelivery(observed.contacts(), observed.last()).of(object);
    boolean takes = effective == ZoneState.Active && seen.takes() && delivery.unreachable() == null;
    return new Zone(
        object.getMetadata().getName(),
        spec.provider(),
        spec.offerings(),
        spec.region(),
        spec.site(),
        site,
        location,
        new TreeMap<>(spec.failureDomains()),
        domains,
        effective,
        observed.since(
            object.getMetadata().getName(), takes, recordedSince(object, takes, findings), now),
        seen,
        thresholds.silentAfter(),
        capacity,
        price,
        equipment,
        maintenance,
        homologations,
        delivery,
        null);
  }

  /** When what is seen of it counts; of a zone that nothing is seen of, never. */
  private static HealthThresholds thresholds(
      AvailabilityZone object, @Nullable List<Probe> asked, Findings findings) {
    ZoneHealth health = object.getSpec().health();
    HealthThresholds thresholds = HealthThresholds.of(health, findings);
    StatedProbe.of(health, findings);
    if (health == null || LossSignals.of(object, asked).counts()) {
      return thresholds;
    }
    findings.note(
        "spec.health",
        "says nothing here: neither nodes of the zone nor its cluster are looked at",
        "state probes in it, or leave it out; spec.state and the annotation "
            + INCIDENT
            + " report a loss");
    return HealthThresholds.NONE;
  }

  /**
   * The zone of an object while a live drill has it left: it takes nothing, from now on. One that
   * is left anyhow stays as it is.
   */
  Zone left(AvailabilityZone object, Zone zone, Zone.Drill drill, Findings findings) {
    return zone.state().compareTo(ZoneState.Drained) >= 0
        ? zone
        : zone.leftFor(
            drill, observed.since(zone.name(), false, recordedSince(object, false, findings), now));
  }

  private Health seen(AvailabilityZone object, List<Node> own, ObservedHealth health) {
    AvailabilityZoneSpec.Target target = object.getSpec().target();
    if (target == null) {
      return health.ofNothing(object);
    }
    ZoneNodes cluster = nodes.cluster(object);
    if (target.reachedDirectly()) {
      return cluster == null
          ? health.ofCluster(object)
          : health.ofCluster(object, own, !cluster.workers().isEmpty());
    }
    return cluster == null || target.nodeSelector().isEmpty()
        ? health.ofNothing(object)
        : health.of(object, own, cluster.any());
  }

  private static void names(String name, AvailabilityZoneSpec spec, Findings findings) {
    if (name.length() > LONGEST_NAME || name.contains(".")) {
      findings.block(
          "metadata.name",
          "the name is longer than 63 characters or has dots",
          "at most 63 lower-case letters, digits and dashes",
          "shorten it: it becomes a label value");
    }
    spec.failureDomains()
        .forEach(
            (hazard, domain) -> {
              String path = FieldPath.child("spec.failureDomains", hazard);
              if (!HAZARD.matcher(hazard).matches()) {
                findings.block(
                    path,
                    "not a name of a hazard: " + ShownText.quote(hazard),
                    "at most 63 lower-case letters, digits and dashes",
                    "rename it");
              }
              if (Zone.NOT_EXPOSED.equalsIgnoreCase(domain) && !Zone.NOT_EXPOSED.equals(domain)) {
                findings.report(
                    path,
                    ShownText.quote(domain) + " is read as the name of a place that zones share",
                    Zone.NOT_EXPOSED
                        + " for a zone that is not exposed, else the name of the place",
                    "did you mean " + Zone.NOT_EXPOSED + "?");
              }
            });
  }

  /** Whether somebody deleted it: its finalizer holds it until nothing runs in it. */
  private static boolean isDeleted(AvailabilityZone object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static ZoneState state(
      AvailabilityZone object, AvailabilityZoneSpec spec, Findings findings) {
    ZoneState written =
        findings.choice("spec.state", spec.state(), ZoneState.class, ZoneState.Cordoned);
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String incident = annotations == null ? null : annotations.get(INCIDENT);
    if (incident == null) {
      return written;
    }
    return written.worse(
        findings.choice(
            FieldPath.child("metadata.annotations", INCIDENT),
            incident,
            ZoneState.class,
            ZoneState.Cordoned));
  }

  /**
   * Since when the zone takes replicas again, or takes none, as its own status has recorded it;
   * now, for as long as that says otherwise; null for a zone that always took some, or of which
   * nothing was recorded yet.
   */
  private @Nullable Instant recordedSince(
      AvailabilityZone object, boolean takes, Findings findings) {
    if (object.getStatus() == null) {
      return null;
    }
    for (Condition condition : object.getStatus().conditions()) {
      if ("Schedulable".equals(condition.getType())) {
        if (!String.valueOf(takes).equalsIgnoreCase(condition.getStatus())) {
          return now;
        }
        String since = takes ? object.getStatus().returned() : condition.getLastTransitionTime();
        return since == null ? null : InstantText.parse(since);
      }
    }
    return null;
  }
}
