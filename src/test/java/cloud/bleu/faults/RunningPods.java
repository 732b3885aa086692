package cloud.bleu.faults;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the pods of a workload in clusters with stores of their own, at each moment in which one
 * of them is to be deleted: what stands there then, without those whose deletion was asked for
 * before. Watches of several stores do not keep step, so by these a deletion could come before the
 * creation that led to it. Here a pod is Ready from its creation on.
 */
final class RunningPods implements Interceptor {

  private final String workload;
  private final List<CampaignCluster> clusters = new ArrayList<>();
  private final Set<String> going = new HashSet<>();
  private int asked;
  private int least;

  RunningPods(String workload) {
    this.workload = workload;
  }

  /** Counts in these, whose clients tell this of each deletion. */
  synchronized void in(List<CampaignCluster> some) {
    clusters.addAll(some);
  }

  /** From now on so many are asked for, and run. */
  synchronized void asks(int replicas) {
    asked = replicas;
    least = running();
  }

  /** How many run. */
  synchronized int running() {
    Set<String> uids = new TreeSet<>();
    clusters.forEach(one -> uids.addAll(one.pods(workload)));
    uids.removeAll(going);
    return uids.size();
  }

  /** How many fewer than asked ran at the worst moment. */
  synchronized int lacked() {
    return Math.max(0, asked - least);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("DELETE")) {
      return;
    }
    List<String> path = List.of(request.uri().getPath().split("/", -1));
    if (path.get(path.size() - 2).equals("pods")) {
      goes(request.uri().getPort(), path.get(path.size() - 1));
    }
  }

  private synchronized void goes(int port, String name) {
    for (CampaignCluster one : clusters) {
      if (one.client().getMasterUrl().getPort() == port) {
        Pod pod = one.client().pods().inNamespace(CampaignCluster.NAMESPACE).withName(name).get();
        if (pod != null && one.pods(workload).contains(pod.getMetadata().getUid())) {
          going.add(pod.getMetadata().getUid());
          least = Math.min(least, running());
        }
      }
    }
  }
}
