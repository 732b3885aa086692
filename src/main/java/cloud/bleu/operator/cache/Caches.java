package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.Labels;
import cloud.bleu.delivery.Order;
import cloud.bleu.delivery.PodAssignments;
import cloud.bleu.operator.log.Faults;
import cloud.bleu.operator.log.SaidFaults;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.scheduling.PodPhase;
import cloud.bleu.translate.load.ReplicaRequests;
import cloud.bleu.translate.pod.PodRequests;
import cloud.bleu.translate.pod.StrayPods;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API server has, kept up to date by watches: everything that decisions depend on. */
public final class Caches implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Caches.class);
  private static final String BY_WORKLOAD = "workload";
  private static final String BY_CALLED = "called";
  private static final String BY_NODE = "node";
  private static final String BY_ZONE = "zone";
  private static final String ABOUT_OTHERS = "others";

  private final KubernetesClient client;
  private final List<SharedIndexInformer<?>> all = new ArrayList<>();
  private final SaidFaults said = new SaidFaults();
  private final ItemStores stores;
  private volatile boolean closed;
  private volatile boolean kindsAreKnown;

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
  final SharedIndexInformer<PodDisruptionBudget> budgets;
  public final SharedIndexInformer<NetworkPolicy> networkPolicies;
  public final SharedIndexInformer<Service> services;
  public final SharedIndexInformer<Ingress> ingresses;
  public final Routes routes;
  public final SharedIndexInformer<WorkloadPlacement> placements;
  final SharedIndexInformer<PlacementGate> gates;
  public final SharedIndexInformer<ValidatingAdmissionPolicy> admissionPolicies;
  public final SharedIndexInformer<ValidatingAdmissionPolicyBinding> admissionBindings;

  /**
   * @param stores of what is kept, shared with the controllers
   */
  public Caches(KubernetesClient client, ItemStores stores, Watcher watcher) {
    this.client = client;
    this.stores = stores;
    providers = cache(CloudProvider.class, watcher);
    zones = cache(AvailabilityZone.class, watcher);
    policies = cache(SovereigntyPolicy.class, watcher);
    waivers = cache(SovereigntyWaiver.class, watcher);
    workloads = cache(BleuWorkload.class, watcher);
    placements = cache(WorkloadPlacement.class, watcher);
    gates = cache(PlacementGate.class, watcher);
    admissionPolicies = cache(ValidatingAdmissionPolicy.class, watcher);
    admissionBindings = cache(ValidatingAdmissionPolicyBinding.class, watcher);
    namespaces = cache(Namespace.class, watcher);
    priorityClasses = cache(PriorityClass.class, watcher);
    nodes = cache(Node.class, watcher);
    pods = cache(Pod.class, watcher);
    deployments = cache(Deployment.class, watcher);
    statefulSets = cache(StatefulSet.class, watcher);
    budgets = cache(PodDisruptionBudget.class, watcher);
    networkPolicies = cache(NetworkPolicy.class, watcher);
    services = cache(Service.class, watcher);
    ingresses = cache(Ingress.class, watcher);
    routes = new Routes(client, watcher);
    workloads.addIndexers(Map.of(BY_CALLED, Caches::called, ABOUT_OTHERS, Caches::aboutOthers));
    pods.addIndexers(Map.of(BY_WORKLOAD, byWorkload(), BY_NODE, Caches::node));
    deployments.addIndexers(Map.of(BY_WORKLOAD, byWorkload(), BY_ZONE, Caches::zone));
    statefulSets.addIndexers(Map.of(BY_WORKLOAD, byWorkload(), BY_ZONE, Caches::zone));
  }

  /** Told of every change, after the cache has it. Must not throw: the event would be lost. */
  public interface Watcher {
    void changed(@Nullable HasMetadata before, @Nullable HasMetadata after);
  }

  /** Starts every watch; completes when all have listed once. */
  public CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        // Asked aside: a server that never answers must not hold who only starts this.
        CompletableFuture.supplyAsync(routes::start, Caches::aside)
            .thenCompose(
                listed -> {
                  kindsAreKnown = true;
                  return listed;
                }),
        CompletableFuture.allOf(
            all.stream()
                .map(i -> i.start().toCompletableFuture())
                .toArray(CompletableFuture[]::new)));
  }

  private static void aside(Runnable task) {
    Thread thread = new Thread(task, "routes");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether every cache has listed and none has given up. */
  public boolean healthy() {
    return routes.missing().isEmpty()
        && all.stream().allMatch(i -> i.hasSynced() && !i.stopped().toCompletableFuture().isDone());
  }

  /** The resources that were not listed yet, by their full names. */
  public List<String> missing() {
    return Stream.concat(
            kindsAreKnown
                ? routes.missing().stream()
                : Stream.of(HasMetadata.getFullResourceName(CustomResourceDefinition.class)),
            all.stream()
                .filter(i -> !i.hasSynced())
                .map(i -> HasMetadata.getFullResourceName(i.getApiTypeClass())))
        .sorted()
        .toList();
  }

  /** Children of a workload in its namespace, whoever controls them. */
  public List<HasMetadata> children(String namespace, String workload) {
    List<HasMetadata> children = new ArrayList<>();
    children.addAll(deployments.getIndexer().byIndex(BY_WORKLOAD, namespace + "/" + workload));
    children.addAll(statefulSets.getIndexer().byIndex(BY_WORKLOAD, namespace + "/" + workload));
    return children;
  }

  /** Pods of a workload in its namespace. */
  public List<Pod> pods(String namespace, String workload) {
    return pods.getIndexer().byIndex(BY_WORKLOAD, namespace + "/" + workload);
  }

  /** Whether a pod of a decision stands on a node that is not, or no longer, of its zone. */
  public boolean isStray(Pod pod) {
    return StrayPods.isStray(
        pod, node -> nodes.getIndexer().getByKey(node), zone -> zones.getIndexer().getByKey(zone));
  }

  /**
   * What a pod of a decision takes of its node beyond what that counts; all that it asks where its
   * workload is gone. Nothing for a pod on no node, and for one that no label ties to a workload.
   */
  public Quantities beyondDecision(@Nullable Pod pod) {
    Map<String, String> labels = pod == null ? null : pod.getMetadata().getLabels();
    String name = labels == null ? null : labels.get(Labels.WORKLOAD);
    if (pod == null || name == null || PodAssignments.node(pod) == null || PodPhase.isOver(pod)) {
      return Quantities.NONE;
    }
    String namespace = pod.getMetadata().getNamespace();
    BleuWorkload workload = workloads.getIndexer().getByKey(namespace + "/" + name);
    if (workload == null) {
      return PodRequests.of(pod.getSpec());
    }
    WorkloadSource source = workload.getSpec() == null ? null : workload.getSpec().workload();
    Deployment template =
        source == null || source.deploymentRef() == null
            ? null
            : deployment(namespace, source.deploymentRef().name());
    return ReplicaRequests.beyond(
        pod.getSpec(),
        ReplicaRequests.of(template == null ? List.of() : List.of(template)).of(workload));
  }

  /** Pods of a workload by the zone that they were put into; none for pods that others create. */
  public Map<String, Integer> standing(WorkloadId id) {
    BleuWorkload workload = workloads.getIndexer().getByKey(id.namespace() + "/" + id.name());
    Map<String, Integer> standing = new HashMap<>();
    if (workload == null || OthersPods.selector(workload) != null) {
      return standing;
    }
    for (Pod pod : pods(id.namespace(), id.name())) {
      String zone = PodAssignments.zone(pod);
      if (zone != null && !PodPhase.isOver(pod)) {
        standing.merge(zone, 1, Integer::sum);
      }
    }
    return standing;
  }

  /** The workloads with pods on a node, also with pods that others create and nobody labels. */
  public Set<WorkloadId> workloadsOn(String node) {
    Set<WorkloadId> workloads = new HashSet<>();
    for (Pod pod : pods.getIndexer().byIndex(BY_NODE, node)) {
      workloads.addAll(OthersPods.workloads(pod, aboutOthers(pod.getMetadata().getNamespace())));
    }
    return workloads;
  }

  /** Whether a Deployment or StatefulSet says that it stands in a zone. */
  public boolean hasChildren(String zone) {
    return !deployments.getIndexer().byIndex(BY_ZONE, zone).isEmpty()
        || !statefulSets.getIndexer().byIndex(BY_ZONE, zone).isEmpty();
  }

  private static List<String> node(Pod pod) {
    String node = PodAssignments.node(pod);
    return node == null ? List.of() : List.of(node);
  }

  private static List<String> zone(HasMetadata child) {
    Map<String, String> labels = child.getMetadata().getLabels();
    String zone = labels == null ? null : labels.get(Labels.ZONE);
    return zone == null ? List.of() : List.of(zone);
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
    return workloads.getIndexer().byIndex(ABOUT_OTHERS, namespace);
  }

  private static List<String> aboutOthers(BleuWorkload workload) {
    return OthersPods.selector(workload) == null
        ? List.of()
        : List.of(workload.getMetadata().getNamespace());
  }

  /** The workloads of a namespace. */
  public List<WorkloadId> workloads(String namespace) {
    return workloads.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream()
        .map(w -> new WorkloadId(namespace, w.getMetadata().getName()))
        .toList();
  }

  /** The workloads, of any namespace, that say they call a Service. */
  public List<WorkloadId> callersOf(String namespace, String service) {
    return workloads.getIndexer().byIndex(BY_CALLED, namespace + "/" + service).stream()
        .map(w -> new WorkloadId(w.getMetadata().getNamespace(), w.getMetadata().getName()))
        .toList();
  }

  private static List<String> called(BleuWorkload workload) {
    return workload.getSpec() == null ? List.of() : Order.called(workload);
  }

  /** Whether there is such a workload, and nobody has deleted it. */
  public boolean stays(WorkloadId id) {
    BleuWorkload workload = workloads.getIndexer().getByKey(id.namespace() + "/" + id.name());
    return workload != null && workload.getMetadata().getDeletionTimestamp() == null;
  }

  /** The uid of a workload that is there, be it on its way out; null when it is not. */
  public @Nullable String uid(WorkloadId id) {
    BleuWorkload workload = workloads.getIndexer().getByKey(id.namespace() + "/" + id.name());
    return workload == null ? null : workload.getMetadata().getUid();
  }

  /** Whether this very workload is there, be it on its way out. */
  public boolean holds(WorkloadId id, String uid) {
    BleuWorkload workload = workloads.getIndexer().getByKey(id.namespace() + "/" + id.name());
    return workload != null && uid.equals(workload.getMetadata().getUid());
  }

  public List<PodDisruptionBudget> budgets(String namespace) {
    return budgets.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
  }

  public @Nullable Deployment deployment(String namespace, String name) {
    return deployments.getIndexer().getByKey(namespace + "/" + name);
  }

  public @Nullable StatefulSet statefulSet(String namespace, String name) {
    return statefulSets.getIndexer().getByKey(namespace + "/" + name);
  }

  @Override
  public void close() {
    closed = true;
    all.forEach(SharedIndexInformer::stop);
    routes.close();
  }

  private <T extends HasMetadata> SharedIndexInformer<T> cache(Class<T> type, Watcher watcher) {
    SharedIndexInformer<T> informer =
        Namespaced.isNamespaced(type)
            ? client.resources(type).inAnyNamespace().runnableInformer(0)
            : client.resources(type).runnableInformer(0);
    informer.itemStore(stores.cache(type));
    // Watches end for many reasons, and none of them is one to give up.
    informer.exceptionHandler(
        (started, problem) -> {
          if (closed) {
            return false;
          }
          String kind = HasMetadata.getFullResourceName(type);
          String line = Faults.line(problem);
          if (said.isNews(line)) {
            LOG.warn("cannot watch {}, nor what else finds the same, trying again: {}", kind, line);
          } else {
            LOG.debug("cannot watch {}, trying again: {}", kind, line);
          }
          return true;
        });
    informer.addEventHandler(new Handler<>(watcher));
    all.add(informer);
    return informer;
  }

  private static <T extends HasMetadata> Function<T, List<String>> byWorkload() {
    return object -> {
      Map<String, String> labels = object.getMetadata().getLabels();
      String workload = labels == null ? null : labels.get(Labels.WORKLOAD);
      return workload == null
          ? List.of()
          : List.of(object.getMetadata().getNamespace() + "/" + workload);
    };
  }

  /** Whether a kind lives in namespaces. */
  private static final class Namespaced {
    static boolean isNamespaced(Class<? extends HasMetadata> type) {
      return io.fabric8.kubernetes.api.model.Namespaced.class.isAssignableFrom(type);
    }
  }

  /** Passes every event on. */
  record Handler<T extends HasMetadata>(Watcher watcher) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      watcher.changed(null, object);
    }

    @Override
    public void onUpdate(T before, T after) {
      watcher.changed(before, after);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      watcher.changed(object, null);
    }
  }
}
