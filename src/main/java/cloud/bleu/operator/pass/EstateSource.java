package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.delivery.gate.ChartPolicies;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.pass.adoption.AdoptedRooms;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.SignatureCheck;
import cloud.bleu.translate.zone.ClusterContact;
import cloud.bleu.translate.zone.ObservedState;
import cloud.bleu.translate.zone.SeenRoom;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The estate as the caches and the ledger have it, through the same translators that read files.
 * What runs is taken from committed decisions, never from a cache.
 */
public final class EstateSource {

  /** How often it is looked whether a zone has lost what was moved away from it. */
  private static final Duration CLEARING = Duration.ofSeconds(1);

  private final Caches caches;
  private final Ledger ledger;
  private final Supplier<ObservedState> observed;
  private final Contacts members;
  private final AdoptedRooms inUse;
  private final Predicate<String> served;
  private final LastRead lastRead;
  private final StatedOptions options;

  private final TranslationMemory memory = new TranslationMemory();

  /** The zones in the pass before. */
  private Map<String, Zone> seen = Map.of();

  /** What nodes in other clusters had when they were seen last, by zone. */
  private Map<String, SeenRoom> rooms = Map.of();

  /** Whether some zone is being left by what was moved away from it, and nothing tells the end. */
  private boolean clearing;

  /** What other clusters answer. */
  @FunctionalInterface
  public interface Contacts {
    /**
     * What is known of the cluster of a zone; null for this one.
     *
     * @param left whether something may stand in the zone that was moved away from it
     */
    @Nullable ClusterContact of(String zone, BooleanSupplier left);
  }

  /** What was in force in the pass before, by workload. */
  private Map<WorkloadId, WorkloadPlacement> placements = Map.of();

  /**
   * @param observed from when on what is seen counts, with what probes say
   * @param members what other clusters answer
   * @param inUse takes the room of what runs on though no decision has it there
   * @param served whether objects may be changed in a namespace
   * @param lastRead is handed what each pass read
   * @param options adds what the options of this operator say, which may rest on the zones
   */
  public EstateSource(
      Caches caches,
      Ledger ledger,
      Supplier<ObservedState> observed,
      Contacts members,
      AdoptedRooms inUse,
      Predicate<String> served,
      LastRead lastRead,
      StatedOptions options) {
    this.lastRead = lastRead;
    this.options = options;
    this.caches = caches;
    this.ledger = ledger;
    this.observed = observed;
    this.members = members;
    this.inUse = inUse;
    this.served = served;
  }

  /** The objects of a pass. */
  ApiObjects objects() {
    return ApiObjects.NONE
        .with(CloudProvider.class, caches.providers.getIndexer().list())
        .with(AvailabilityZone.class, caches.zones.getIndexer().list())
        .with(SovereigntyPolicy.class, caches.policies.getIndexer().list())
        .with(BleuWorkload.class, caches.workloads.getIndexer().list())
        .with(WorkloadPlacement.class, placements())
        .with(Namespace.class, caches.namespaces.getIndexer().list())
        .with(PriorityClass.class, caches.priorityClasses.getIndexer().list())
        .with(Node.class, caches.nodes.getIndexer().list())
        .with(Pod.class, caches.pods.getIndexer().list())
        .with(Deployment.class, caches.deployments.getIndexer().list())
        .with(SovereigntyWaiver.class, caches.waivers.getIndexer().list())
        .with(Service.class, beside(caches.services))
        .with(Ingress.class, beside(caches.ingresses))
        .with(GenericKubernetesResource.class, caches.routes.list())
        .with(ResilienceDrill.class, caches.drills.list());
  }

  /** The objects in namespaces that have a workload. */
  private <T extends HasMetadata> List<T> beside(SharedIndexInformer<T> informer) {
    Set<String> namespaces =
        caches.workloads.getIndexer().list().stream()
            .map(w -> w.getMetadata().getNamespace())
            .collect(Collectors.toSet());
    return informer.getIndexer().list().stream()
        .filter(o -> namespaces.contains(o.getMetadata().getNamespace()))
        .toList();
  }

  /** The estate of a pass. */
  Translation translate(ApiObjects objects, Instant now) {
    Map<WorkloadId, Integer> moves = new HashMap<>();
    ledger.all().forEach((id, inForce) -> moves.put(id, inForce.recent().before(now)));
    Map<String, ClusterContact> contacts = contacts(objects.zones());
    ObservedState state =
        observed
            .get()
            .with(seen)
            .remembering(rooms)
            .asking(contacts)
            .checking(signatures())
            .reading(LocalDate.ofInstant(now, ZoneRule.PARIS));
    lastRead.keep(objects, state);
    Translation translation =
        EstateTranslator.translate(objects, now, moves, state, served, memory);
    // What was seen, without what a bound makes of it.
    seen =
        translation.estate().zones().stream()
            .filter(zone -> !isPending(contacts.get(zone.name())))
            .collect(Collectors.toMap(Zone::name, z -> z));
    rooms = rooms(objects, contacts);
    return inUse.in(options.in(translation, objects.zones(), state), objects.workloads());
  }

  private Map<String, SeenRoom> rooms(ApiObjects objects, Map<String, ClusterContact> contacts) {
    Map<String, SeenRoom> now = new HashMap<>();
    for (AvailabilityZone object : objects.zones()) {
      String name = object.getMetadata().getName();
      Zone zone = seen.get(name);
      SeenRoom room =
          zone == null ? rooms.get(name) : SeenRoom.of(object, zone, contacts.get(name));
      if (room != null) {
        now.put(name, room);
      }
    }
    return now;
  }

  private SignatureCheck signatures() {
    return SignatureCheck.since(
        ChartPolicies.since(
            ChartPolicies.BREAK_GLASS,
            caches.admissionPolicies.getIndexer().list(),
            caches.admissionBindings.getIndexer().list()));
  }

  /**
   * Whether the decision for a workload that is gone can be withdrawn: its record may be deleted,
   * or is gone.
   */
  public boolean withdraws(WorkloadId id) {
    return served.test(id.namespace()) || caches.placement(id) == null;
  }

  /** When to look again though nothing tells of a change; null: then is no time. */
  @Nullable Instant again(Instant now) {
    return clearing ? now.plus(CLEARING) : null;
  }

  private Map<String, ClusterContact> contacts(List<AvailabilityZone> zones) {
    Map<String, ClusterContact> contacts = new HashMap<>();
    for (AvailabilityZone zone : zones) {
      String name = zone.getMetadata().getName();
      ClusterContact contact = members.of(name, () -> isLeft(name));
      if (contact != null) {
        contacts.put(name, contact);
      }
    }
    clearing = contacts.values().stream().anyMatch(c -> c.state() == ClusterContact.State.Clearing);
    return contacts;
  }

  /** Whether something may stand in a zone that a decision has left. */
  private boolean isLeft(String zone) {
    return caches.heldIn(zone).stream()
        .filter(w -> w.getMetadata().getDeletionTimestamp() == null)
        .map(w -> ledger.inForce(ObjectRef.workload(w)))
        .anyMatch(
            inForce ->
                inForce != null
                    && inForce.spec().assignments().stream()
                        .noneMatch(a -> a.zone().equals(zone) && a.replicas() > 0));
  }

  /** Whether nothing was seen yet: what an earlier process recorded is all there is. */
  private static boolean isPending(@Nullable ClusterContact contact) {
    return contact != null && contact.state() == ClusterContact.State.Pending;
  }

  /** What the status of a placement says that it was decided on, null when it says nothing. */
  @Nullable Inputs written(WorkloadId id) {
    WorkloadPlacement placement = caches.placement(id);
    return placement == null || placement.getStatus() == null
        ? null
        : placement.getStatus().inputs();
  }

  /** What is in force, as objects: those of decisions that did not change are the same ones. */
  private List<WorkloadPlacement> placements() {
    Map<WorkloadId, WorkloadPlacement> known = placements;
    Map<WorkloadId, WorkloadPlacement> now = new HashMap<>();
    ledger
        .all()
        .forEach(
            (id, inForce) -> {
              WorkloadPlacement before = known.get(id);
              now.put(
                  id,
                  before != null && before.getSpec() == inForce.spec()
                      ? before
                      : placement(id, inForce));
            });
    placements = now;
    return List.copyOf(now.values());
  }

  private static WorkloadPlacement placement(WorkloadId id, DecisionInForce inForce) {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(
        new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build());
    placement.setSpec(inForce.spec());
    return placement;
  }
}
