package cloud.bleu.delivery.member;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of workloads in another cluster. One that is not there is created, and carries the
 * label of the cluster that decides. Without this label it is somebody else's, whose workloads,
 * rights and quotas are none of the hub's, and nothing is written there. The server is asked each
 * time, for a namespace may be another one of the same name by now. It waits for the server, so it
 * is called on the threads of its cluster.
 */
public final class MemberNamespaces {

  private final KubernetesClient client;
  private final String home;
  private final Function<String, Map<String, String>> labels;

  /**
   * @param client of that cluster
   * @param home uid of the namespace kube-system of the cluster that decides
   * @param labels that a namespace gets when it is created, beside that of its home
   */
  public MemberNamespaces(
      KubernetesClient client, String home, Function<String, Map<String, String>> labels) {
    this.client = client;
    this.home = home;
    this.labels = labels;
  }

  /**
   * Creates the namespace of a workload, if it is not there.
   *
   * @return what refuses it, null when it is there and of this hub
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  @Nullable DeliveryProblem ensure(BleuWorkload workload) {
    return ensure(workload.getMetadata().getNamespace());
  }

  /** Creates a namespace by its name, if it is not there; null when it is there and of this hub. */
  @Nullable DeliveryProblem ensure(String name) {
    try {
      Namespace there = client.namespaces().withName(name).get();
      return notOurs(name, there == null ? client.resource(labelled(name)).create() : there);
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? notOurs(name, client.namespaces().withName(name).get())
          : ClusterWriter.refused("namespace " + name, e);
    }
  }

  private @Nullable DeliveryProblem notOurs(String name, @Nullable Namespace there) {
    String theirs = ObjectLabels.get(there, Labels.HOME);
    return home.equals(theirs)
        ? null
        : DeliveryProblem.forPerson(
            "NamespaceNotOurs",
            "namespace "
                + name
                + " of that cluster is "
                + (theirs == null ? "of somebody else" : "of the hub " + theirs)
                + ", so nothing is written there: where this hub may use it, label it there with "
                + Labels.HOME
                + "="
                + home);
  }

  private Namespace labelled(String name) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels.apply(name))
        .addToLabels(Labels.HOME, home)
        .endMetadata()
        .build();
  }
}
