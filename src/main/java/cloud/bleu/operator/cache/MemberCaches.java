package cloud.bleu.operator.cache;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What another cluster has of workloads and beside them. Nothing waits until it is filled. */
public final class MemberCaches implements ClusterObjects, AutoCloseable {

  private final Informers informers;
  private final WorkloadObjects objects;
  private final String home;
  private final Caches.Watcher watcher;
  private final PodHomes homes;
  private final MemberNodes nodes;
  private final MemberNodes.Listener listener;

  /**
   * @param client of that cluster
   * @param home uid of the namespace kube-system of this hub
   * @param watcher told of every change there, of pods only where they are on the network of their
   *     node, and not of nodes
   * @param listener told of those, and of objects whose workload this hub does not have
   */
  public MemberCaches(
      KubernetesClient client, String home, Caches.Watcher watcher, MemberNodes.Listener listener) {
    this.home = home;
    this.watcher = watcher;
    this.listener = listener;
    informers = new Informers(client, this::changed);
    objects = new WorkloadObjects(informers);
    homes = new PodHomes(this, home);
    nodes = new MemberNodes(client, homes::isForeign, watcher, listener);
  }

  private void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    watcher.changed(before, after);
    if (homes.isNews(before, after)) {
      nodes.homesChanged();
    }
    if (isUndeclared(before) != isUndeclared(after)) {
      listener.undeclaredChanged();
    }
  }

  /** Begins to list and to watch, and does not wait for it. */
  public void start() {
    informers.start();
    nodes.start();
  }

  /** What was not listed yet, or is not watched at the moment. */
  public List<UnseenKind> unseen() {
    return Stream.concat(
            informers.unseen(), nodes.unseen().map(name -> new UnseenKind(name, false)))
        .sorted(Comparator.comparing(UnseenKind::name))
        .toList();
  }

  /** Its nodes, and what runs on them. */
  public MemberNodes nodes() {
    return nodes;
  }

  /**
   * Whether a Deployment or StatefulSet of this hub says that it stands in a zone: another hub may
   * have a zone of the same name.
   */
  public boolean hasChildren(String zone) {
    return objects.hasChildren(zone, this::isOfHub);
  }

  private boolean isOfHub(HasMetadata object) {
    return home.equals(ObjectLabels.get(object, Labels.HOME));
  }

  private boolean isUndeclared(@Nullable HasMetadata object) {
    String workload = ObjectLabels.get(object, Labels.WORKLOAD);
    return (object instanceof Deployment || object instanceof StatefulSet)
        && workload != null
        && isOfHub(object)
        && !listener.isDeclared(new WorkloadId(object.getMetadata().getNamespace(), workload));
  }

  /**
   * Deployments and StatefulSets of this hub whose workload the hub does not have: a backup brought
   * them back, or they were left there. No reconciler is responsible for them.
   */
  public List<HasMetadata> undeclared() {
    return objects.all().filter(this::isUndeclared).toList();
  }

  /** Whether a Deployment or StatefulSet of a workload of this hub stands there. */
  public boolean holds(WorkloadId workload) {
    return children(workload.namespace(), workload.name()).stream().anyMatch(this::isOfHub);
  }

  @Override
  public List<HasMetadata> children(String namespace, String workload) {
    return objects.children(namespace, workload);
  }

  @Override
  public List<Pod> pods(String namespace, String workload) {
    return nodes.pods(namespace, workload);
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
  public void close() {
    informers.close();
    nodes.close();
  }
}
