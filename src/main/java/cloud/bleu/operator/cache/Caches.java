package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ClusterIdentity;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the API server has, kept up to date by watches: everything that decisions depend on. */
public final class Caches implements AutoCloseable, ClusterObjects {

  private final KubernetesClient client;
  private final Informers informers;
  private final WorkloadObjects objects;

  public final SharedIndexInformer<CloudProvider> providers;
  public final SharedIndexInformer<AvailabilityZone> zones;
  public final SharedIndexInformer<SovereigntyPolicy> policies;
  public final SharedIndexInformer<SovereigntyWaiver> waivers;
  public final SharedIndexInformer<BleuWorkload> workloads;
  public final SharedIndexInformer<Namespace> namespaces;
  public final SharedIndexInformer<PriorityClass> priorityClasses;
  public final SharedIndexInformer<Node> nodes;
  public final SharedIndexInformer<Pod> pods;
  public final SharedIndexInformer<Deployment> deployments;
  public final SharedIndexInformer<StatefulSet> statefulSets;
  public final SharedIndexInformer<Service> services;
  public final SharedIndexInformer<Ingress> ingresses;
  public final GatewayRouteCache routes;
  public final DrillCache drills;
  public final SharedIndexInformer<WorkloadPlacement> placements;
  public final SharedIndexInformer<ValidatingAdmissionPolicy> admissionPolicies;
  public final SharedIndexInformer<ValidatingAdmissionPolicyBinding> admissionBindings;
  public final WorkloadPods workloadPods = new WorkloadPods(this);

  /**
   * @param watcher told of every change
   */
  public Caches(KubernetesClient client, Watcher watcher) {
    this.client = client;
    informers = new Informers(client, watcher);
    providers = informers.of(CloudProvider.class);
    zones = informers.of(AvailabilityZone.class);
    policies = informers.of(SovereigntyPolicy.class);
    waivers = informers.of(SovereigntyWaiver.class);
    workloads = informers.of(BleuWorkload.class);
    placements = informers.of(WorkloadPlacement.class);
    // Only the watcher is told of gates.
    informers.of(PlacementGate.class);
    admissionPolicies = informers.of(ValidatingAdmissionPolicy.class);
    admissionBindings = informers.of(ValidatingAdmissionPolicyBinding.class);
    namespaces = informers.of(Namespace.class);
    priorityClasses = informers.of(PriorityClass.class);
    nodes = informers.of(Node.class);
    pods = informers.of(Pod.class);
    objects = new WorkloadObjects(informers);
    deployments = objects.deployments;
    statefulSets = objects.statefulSets;
    services = objects.services;
    ingresses = informers.of(Ingress.class);
    routes = new GatewayRouteCache(client, watcher);
    drills = new DrillCache(client, informers);
    zones.addIndexers(CacheIndexes.ofZones());
    workloads.addIndexers(CacheIndexes.ofWorkloads());
    pods.addIndexers(CacheIndexes.ofPods());
  }

  /** Told of every change, after the cache has it. Must not throw: the event would be lost. */
  public interface Watcher {
    void changed(@Nullable HasMetadata before, @Nullable HasMetadata after);
  }

  /** Starts every watch; completes when all that decisions depend on have listed once. */
  public CompletableFuture<Void> start() {
    return SharedConnection.opened(client).thenCompose(open -> listed());
  }

  private CompletableFuture<Void> listed() {
    drills.start();
    return CompletableFuture.allOf(routes.start(), drills.known(), informers.start());
  }

  /** Whether every cache has listed and none has given up. */
  public boolean healthy() {
    return routes.missing().isEmpty() && informers.healthy();
  }

  /** The resources that were not listed yet, by their full names. */
  public List<String> missing() {
    return Stream.of(routes.missing().stream(), drills.missing(), informers.missing())
        .flatMap(names -> names)
        .sorted()
        .toList();
  }

  @Override
  public List<HasMetadata> children(String namespace, String workload) {
    return objects.children(namespace, workload);
  }

  @Override
  public List<Pod> pods(String namespace, String workload) {
    return workloadPods.of(namespace, workload);
  }

  /** Whether a Deployment or StatefulSet says that it stands in a zone. */
  public boolean hasChildren(String zone) {
    return objects.hasChildren(zone, any -> true);
  }

  /** Every pod of a namespace. */
  public List<Pod> allPods(String namespace) {
    return pods.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
  }

  /** Whether nothing is bound in a namespace but by a decision. */
  public boolean enforces(String namespace) {
    Namespace object = namespaces.getIndexer().getByKey(namespace);
    return object != null && "Enforce".equals(GovernedNamespaces.level(object));
  }

  /** Which cluster this is: the uid of its oldest namespace; null when that is not seen. */
  public @Nullable String origin() {
    Namespace oldest = namespaces.getIndexer().getByKey("kube-system");
    return oldest == null ? null : oldest.getMetadata().getUid();
  }

  /** The workloads of a namespace that are about pods that others create. */
  public List<BleuWorkload> aboutOthers(String namespace) {
    return workloads.getIndexer().byIndex(CacheIndexes.ABOUT_OTHERS, namespace);
  }

  /** The workloads of a namespace. */
  public List<WorkloadId> workloads(String namespace) {
    return workloads.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream()
        .map(ObjectRef::workload)
        .toList();
  }

  /** The workloads, of any namespace, that say they call a Service. */
  public List<WorkloadId> callersOf(String namespace, String service) {
    return workloads.getIndexer().byIndex(CacheIndexes.CALLED, namespace + "/" + service).stream()
        .map(ObjectRef::workload)
        .toList();
  }

  /**
   * The workloads that name the binding that Karmada has of an object.
   *
   * @param object as {@code namespace/kind/name}
   */
  public List<BleuWorkload> propagated(String object) {
    return workloads.getIndexer().byIndex(CacheIndexes.PROPAGATED, object);
  }

  /** Whether somebody has stated what a zone has; so it is of one that is not there. */
  public boolean declaresRoom(String zone) {
    AvailabilityZone object = zones.getIndexer().getByKey(zone);
    return object == null || object.getSpec().capacity() != null;
  }

  /** The zones that name a cluster of Karmada: one, as long as nobody errs. */
  public List<AvailabilityZone> zonesOfKarmada(String cluster) {
    return zones.getIndexer().byIndex(CacheIndexes.KARMADA, cluster);
  }

  /** Whether any zone is a cluster of Karmada. */
  public boolean hasZonesOfKarmada() {
    return zones.getIndexer().list().stream().anyMatch(zone -> karmadaCluster(zone) != null);
  }

  /** The cluster of Karmada that a zone names; null where it names none. */
  public static @Nullable String karmadaCluster(@Nullable AvailabilityZone zone) {
    return zone == null
            || zone.getSpec() == null
            || zone.getSpec().target() == null
            || zone.getSpec().target().karmada() == null
        ? null
        : zone.getSpec().target().karmada().cluster();
  }

  /** The zones that name a cluster which the operator reaches by itself. */
  public List<AvailabilityZone> zonesOf(String cluster) {
    return zones.getIndexer().byIndex(CacheIndexes.DIRECT, cluster);
  }

  /** The cluster that a zone names and the operator reaches by itself; null where it names none. */
  public static @Nullable String directCluster(@Nullable AvailabilityZone zone) {
    return zone == null || zone.getSpec() == null || zone.getSpec().target() == null
        ? null
        : zone.getSpec().target().directCluster();
  }

  /** Workloads of which something may stand in the cluster of a zone. */
  public List<BleuWorkload> heldIn(String zone) {
    return workloads.getIndexer().byIndex(CacheIndexes.HELD, zone);
  }

  /**
   * Whether a workload says that something of it may stand in a zone, in a certain cluster. What
   * one says of another cluster counts for nobody else: whoever may write workloads can write it.
   *
   * @param cluster by which it is known; null: none
   */
  public boolean isHeld(String zone, @Nullable String cluster) {
    return cluster != null
        && heldIn(zone).stream()
            .anyMatch(w -> ClusterIdentity.isSame(cluster, HeldZones.of(w).get(zone)));
  }

  /** A workload, null when there is none. */
  public @Nullable BleuWorkload workload(WorkloadId id) {
    return workloads.getIndexer().getByKey(id.namespace() + "/" + id.name());
  }

  /** The placement of a workload, null when there is none. */
  public @Nullable WorkloadPlacement placement(WorkloadId id) {
    return placements.getIndexer().getByKey(id.namespace() + "/" + id.name());
  }

  /** Whether there is such a workload, and nobody has deleted it. */
  public boolean stays(WorkloadId id) {
    BleuWorkload workload = workload(id);
    return workload != null && workload.getMetadata().getDeletionTimestamp() == null;
  }

  /** The uid of a workload that exists, even if it is being deleted; null when it does not. */
  public @Nullable String uid(WorkloadId id) {
    BleuWorkload workload = workload(id);
    return workload == null ? null : workload.getMetadata().getUid();
  }

  /** Whether this very workload exists, even if it is being deleted. */
  public boolean holds(WorkloadId id, String uid) {
    BleuWorkload workload = workload(id);
    return workload != null && uid.equals(workload.getMetadata().getUid());
  }

  @Override
  public List<PodDisruptionBudget> budgets(String namespace) {
    return objects.budgets(namespace);
  }

  @Override
  public List<NetworkPolicy> networkPolicies(String namespace) {
    return objects.networkPolicies(namespace);
  }

  @Override
  public @Nullable Service service(String key) {
    return objects.service(key);
  }

  @Override
  public @Nullable Deployment deployment(String namespace, String name) {
    return objects.deployment(namespace, name);
  }

  @Override
  public @Nullable StatefulSet statefulSet(String namespace, String name) {
    return objects.statefulSet(namespace, name);
  }

  @Override
  public void close() {
    drills.close();
    informers.close();
    routes.close();
  }
}
