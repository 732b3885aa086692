package cloud.bleu.delivery.member;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of workloads in another cluster. One that is not there is created, and carries the
 * label of the cluster that decides. Without this label it is somebody else's, whose workloads,
 * rights and quotas are none of the hub's, and nothing is written there. The server is asked each
 * time, for a namespace may be another one of the same name by now, and once more after each
 * creation: no creation can name the namespace by its uid. It waits for the server, so it is called
 * on the threads of its cluster.
 */
public final class MemberNamespaces {

  private final KubernetesClient client;
  private final String home;
  private final Function<String, Map<String, String>> labels;
  private final ClusterWriter writer;

  /** What was created, by uid, until it is known whose namespace it fell into. */
  private final Map<String, HasMetadata> unconfirmed = new ConcurrentHashMap<>();

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
    writer = new ClusterWriter(client, this::created);
  }

  /**
   * Writes in that cluster. What it creates is deleted again where the namespace is not of this hub
   * by then; that is thrown as a refusal (403).
   */
  public ClusterWriter writer() {
    return writer;
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
    List<HasMetadata> before = unconfirmed(name);
    try {
      Namespace there = client.namespaces().withName(name).get();
      return notOurs(
          name, there == null ? client.resource(labelled(name)).create() : there, before);
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? notOurs(name, client.namespaces().withName(name).get(), before)
          : ClusterWriter.refused("namespace " + name, e);
    }
  }

  private void created(HasMetadata object) {
    String name = object.getMetadata().getNamespace();
    unconfirmed.put(object.getMetadata().getUid(), object);
    List<HasMetadata> before = unconfirmed(name);
    DeliveryProblem refused = notOurs(name, client.namespaces().withName(name).get(), before);
    if (refused != null) {
      // As a refusal: whoever tries what is stale once more would write there again.
      throw new KubernetesClientException(
          refused.message(),
          HttpURLConnection.HTTP_FORBIDDEN,
          new StatusBuilder().withMessage(refused.message()).build());
    }
  }

  /** Only a look that comes later says whose namespace something fell into. */
  private List<HasMetadata> unconfirmed(String name) {
    return unconfirmed.values().stream()
        .filter(object -> name.equals(object.getMetadata().getNamespace()))
        .toList();
  }

  private void takeBack(HasMetadata object) {
    try {
      writer.deleteOnly(object);
    } catch (KubernetesClientException e) {
      if (!ClusterWriter.stale(e)) {
        throw e;
      }
    }
  }

  private @Nullable DeliveryProblem notOurs(
      String name, @Nullable Namespace there, List<HasMetadata> before) {
    String theirs = ObjectLabels.get(there, Labels.HOME);
    for (HasMetadata object : before) {
      if (!home.equals(theirs)) {
        takeBack(object);
      }
      unconfirmed.remove(object.getMetadata().getUid());
    }
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
