package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which children of a workload are on their way to an image, and which have arrived, as {@code
 * kubectl rollout status} sees it, in the order of the writes. Clusters of one fleet are in one
 * etcd, which numbers the writes of all of them.
 */
final class RolloutWatch implements AutoCloseable {

  private static final String LABEL = "placement.bleu.cloud/workload";

  /** What became of a child by one write; whether it has arrived. */
  private record Step(String child, boolean arrived) {}

  private final String workload;
  private final String image;
  private final List<SharedIndexInformer<Deployment>> watches = new ArrayList<>();
  private final TreeMap<Long, Step> steps = new TreeMap<>();

  /**
   * @param client whose namespace is looked at
   */
  RolloutWatch(KubernetesClient client, String workload, String image) {
    this.workload = workload;
    this.image = image;
    watch(client.apps().deployments().withLabel(LABEL, workload));
  }

  /** Sees the children in another cluster of the same fleet as well. */
  RolloutWatch also(KubernetesClient client, String namespace) {
    watch(client.apps().deployments().inNamespace(namespace).withLabel(LABEL, workload));
    return this;
  }

  private void watch(Informable<Deployment> some) {
    watches.add(
        some.inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Deployment child) {
                note(child);
              }

              @Override
              public void onUpdate(Deployment before, Deployment child) {
                note(child);
              }

              @Override
              public void onDelete(Deployment child, boolean unknown) {
                note(child);
              }
            }));
  }

  boolean started() {
    return watches.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  /** Children that have arrived, by the writes that were seen so far. */
  synchronized Set<String> done() {
    Set<String> done = new TreeSet<>();
    for (Step step : steps.values()) {
      if (step.arrived()) {
        done.add(step.child());
      } else {
        done.remove(step.child());
      }
    }
    return done;
  }

  /** The most children that were on their way at one moment. */
  synchronized int mostAtOnce() {
    Set<String> moving = new TreeSet<>();
    int most = 0;
    for (Step step : steps.values()) {
      if (step.arrived()) {
        moving.remove(step.child());
      } else {
        moving.add(step.child());
        most = Math.max(most, moving.size());
      }
    }
    return most;
  }

  private synchronized void note(Deployment child) {
    if (child.getSpec().getTemplate().getSpec().getContainers().get(0).getImage().equals(image)) {
      steps.put(
          Long.valueOf(child.getMetadata().getResourceVersion()),
          new Step(child.getMetadata().getName(), arrived(child)));
    }
  }

  private static boolean arrived(Deployment child) {
    DeploymentStatus status = child.getStatus();
    int replicas = child.getSpec().getReplicas();
    return status.getObservedGeneration() != null
        && status.getObservedGeneration() >= child.getMetadata().getGeneration()
        && number(status.getUpdatedReplicas()) == replicas
        && number(status.getReplicas()) == replicas
        && number(status.getAvailableReplicas()) == replicas;
  }

  private static int number(Integer count) {
    return count == null ? 0 : count;
  }

  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::close);
  }
}
