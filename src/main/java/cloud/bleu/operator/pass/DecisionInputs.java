package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Egress;
import cloud.bleu.api.v1alpha1.PolicyDigest;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.FactValidity;
import cloud.bleu.operator.snapshot.InputDigest;
import cloud.bleu.operator.snapshot.VerdictSubject;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What the decisions of one pass are computed from, as it is recorded with them. */
public final class DecisionInputs {

  private final InputDigest digests;
  private final Translation translation;
  private final FactDates dates;
  private final Map<WorkloadId, DecisionInForce> inForce;
  private final Map<WorkloadId, Workload> read = new HashMap<>();
  private final Map<WorkloadId, SortedSet<Instant>> datesOf = new HashMap<>();
  private final Map<WorkloadId, String> digestOf = new HashMap<>();
  private final Map<WorkloadId, List<SovereigntyWaiver>> waiversOf = new HashMap<>();
  private final Map<WorkloadId, Deployment> templates = new HashMap<>();

  /**
   * @param inForce what was decided before: a workload is judged by where it runs as well
   */
  public DecisionInputs(
      InputDigest digests,
      ApiObjects objects,
      Translation translation,
      FactDates dates,
      Map<WorkloadId, DecisionInForce> inForce) {
    this.digests = digests;
    this.translation = translation;
    this.dates = dates;
    this.inForce = Map.copyOf(inForce);
    translation.estate().workloads().forEach(w -> read.put(w.id(), w));
    digests.read(objects.providers(), objects.zones(), objects.policies());
    for (SovereigntyWaiver waiver : objects.waivers()) {
      if (waiver.getSpec() != null
          && waiver.getSpec().workloadRef() != null
          && waiver.getSpec().workloadRef().name() != null) {
        waiversOf
            .computeIfAbsent(
                new WorkloadId(
                    String.valueOf(waiver.getMetadata().getNamespace()),
                    waiver.getSpec().workloadRef().name()),
                id -> new ArrayList<>())
            .add(waiver);
      }
    }
    for (Deployment d : objects.deployments()) {
      if (d.getSpec() != null) {
        templates.putIfAbsent(ObjectRef.workload(d), d);
      }
    }
  }

  /** When what a workload is judged by begins or ceases to hold. */
  SortedSet<Instant> dates(BleuWorkload workload) {
    return datesOf.computeIfAbsent(ObjectRef.workload(workload), id -> dates(id, workload));
  }

  private SortedSet<Instant> dates(WorkloadId id, BleuWorkload workload) {
    Workload asks = read.get(id);
    DecisionInForce before = inForce.get(id);
    Set<String> where = new HashSet<>();
    if (before != null) {
      for (Assignment a : before.spec().assignments()) {
        where.add(VerdictSubject.zone(a.zone()));
        Zone zone = translation.estate().zone(a.zone());
        if (zone != null) {
          where.add(VerdictSubject.provider(zone.provider()));
        }
      }
    }
    return dates.of(
        asks == null ? List.of() : asks.rules(),
        VerdictSubject.and(digests.judged(workload), where));
  }

  /** The last instant at which something that was read changed by its date; null when none has. */
  @Nullable String asOf(BleuWorkload workload) {
    Instant asOf = FactValidity.at(dates.now(), dates(workload)).asOf();
    return asOf == null ? null : asOf.toString();
  }

  /** Digest of everything that a workload is decided on. */
  public String digest(BleuWorkload workload) {
    return digestOf.computeIfAbsent(
        ObjectRef.workload(workload),
        id ->
            digests.of(
                workload,
                governing(workload),
                waiversOf.getOrDefault(id, List.of()),
                template(workload),
                services(workload)));
  }

  /** What Services make of it: what brings requests in, and the hosts that some lead out to. */
  private List<String> services(BleuWorkload workload) {
    Workload asks = read.get(ObjectRef.workload(workload));
    if (asks == null) {
      return List.of();
    }
    List<String> services =
        new ArrayList<>(asks.closure().exposedBy().stream().map(Message::text).toList());
    List<Egress> egress = workload.getSpec().residency().egress();
    List<Closure.Destination> destinations = asks.closure().egress();
    if (egress == null || destinations == null) {
      return services;
    }
    for (Egress entry : egress) {
      if (entry.to() != null && entry.to().service() != null) {
        destinations.stream()
            .filter(d -> d.way() == Closure.Way.Host && d.name().equals(entry.name()))
            .forEach(d -> services.add("egress " + d.name() + " to " + d.target()));
      }
    }
    return services;
  }

  /** The inputs as the status of the placement shows them. */
  public Inputs of(BleuWorkload workload) {
    List<PolicyDigest> policies = new ArrayList<>();
    for (String name : governing(workload)) {
      policies.add(new PolicyDigest(name, digests.policy(name)));
    }
    Instant validUntil = FactValidity.at(dates.now(), dates(workload)).validUntil();
    return new Inputs(
        Planner.ENGINE,
        digest(workload),
        asOf(workload),
        validUntil == null ? null : validUntil.toString(),
        null,
        policies);
  }

  private List<String> governing(BleuWorkload workload) {
    return translation.governedBy().getOrDefault(ObjectRef.workload(workload), List.of());
  }

  private @Nullable Object template(BleuWorkload workload) {
    String name = workload.getSpec().workload().template();
    if (name == null) {
      return null;
    }
    Deployment template =
        templates.get(new WorkloadId(workload.getMetadata().getNamespace(), name));
    if (template == null) {
      return null;
    }
    Replacement replacement = RolloutSettings.of(template).replacement();
    return replacement.surges()
        ? template.getSpec().getTemplate()
        : List.of(replacement.name(), template.getSpec().getTemplate());
  }
}
