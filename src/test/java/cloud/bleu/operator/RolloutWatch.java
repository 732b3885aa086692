package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which children of a workload are on their way to an image, and which have arrived, as {@code
 * kubectl rollout status} sees it. One watch tells of all of them, in the order of the writes.
 */
final class RolloutWatch implements AutoCloseable {

  private final String image;
  private final SharedIndexInformer<Deployment> children;
  private final Set<String> moving = new TreeSet<>();
  private final Set<String> done = new TreeSet<>();
  private int most;

  RolloutWatch(KubernetesClient client, String workload, String image) {
    this.image = image;
    children =
        client
            .apps()
            .deployments()
            .withLabel("placement.bleu.cloud/workload", workload)
            .inform(
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
                });
  }

  boolean started() {
    return children.hasSynced();
  }

  synchronized Set<String> done() {
    return new TreeSet<>(done);
  }

  /** The most children that were on their way at one moment. */
  synchronized int mostAtOnce() {
    return most;
  }

  private synchronized void note(Deployment child) {
    String name = child.getMetadata().getName();
    if (!child.getSpec().getTemplate().getSpec().getContainers().get(0).getImage().equals(image)) {
      return;
    }
    if (arrived(child)) {
      moving.remove(name);
      done.add(name);
    } else {
      moving.add(name);
      done.remove(name);
      most = Math.max(most, moving.size());
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
    children.close();
  }
}
