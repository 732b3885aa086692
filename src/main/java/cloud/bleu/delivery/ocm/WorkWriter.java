package cloud.bleu.delivery.ocm;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ForeignFields;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;

/**
 * Writes ManifestWorks on the hub, each time over exactly the version that was seen. One that does
 * not carry the label of this hub is not touched.
 */
final class WorkWriter {

  private final KubernetesClient client;

  WorkWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Creates one that was not there. */
  Ensured create(GenericKubernetesResource wanted, String home) {
    try {
      client.raw(
          "/apis/%s/namespaces/%s/%s?fieldManager=%s"
              .formatted(
                  wanted.getApiVersion(),
                  wanted.getMetadata().getNamespace(),
                  ManifestWork.KIND.getPlural(),
                  Labels.MANAGER),
          "POST",
          wanted);
      return Ensured.WRITTEN;
    } catch (KubernetesClientException e) {
      if (!ClusterWriter.stale(e)) {
        return Ensured.refused(ClusterWriter.refused(words(wanted), e));
      }
      return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          ? Ensured.refused(nowhere(wanted, e))
          : taken(wanted, home);
    }
  }

  /**
   * The outcome for a work that cannot be created because there is one by now: it may be ours, or
   * be gone again.
   */
  private Ensured taken(GenericKubernetesResource wanted, String home) {
    try {
      GenericKubernetesResource there = read(wanted);
      return there == null || home.equals(ObjectLabels.get(there, Labels.HOME))
          ? Ensured.STALE
          : Ensured.refused(ofSomebodyElse(wanted));
    } catch (KubernetesClientException e) {
      return answer(wanted, e);
    }
  }

  /**
   * Makes one say what it should, over the version that was seen; what others own in its spec, and
   * is not asked for, goes.
   */
  Ensured apply(GenericKubernetesResource wanted, HasMetadata seen) {
    GenericKubernetesResource next = Serialization.clone(wanted);
    next.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
    try {
      if (ForeignFields.areIn(seen)) {
        return written(new ClusterWriter(client).applyAlone(next, seen), seen);
      }
      GenericKubernetesResource now =
          client
              .genericKubernetesResources(ManifestWork.KIND)
              .inNamespace(next.getMetadata().getNamespace())
              .resource(next)
              .fieldManager(Labels.MANAGER)
              .forceConflicts()
              .serverSideApply();
      return written(now, seen);
    } catch (KubernetesClientException e) {
      return answer(wanted, e);
    }
  }

  /** Changes the replicas that one asks for. */
  Ensured scale(GenericKubernetesResource seen, int replicas) {
    try {
      return written(
          new ClusterWriter(client).change(seen, Map.of(), ScaledWork.spec(seen, replicas)), seen);
    } catch (KubernetesClientException e) {
      return answer(seen, e);
    }
  }

  /** Removes one; the agent removes first what it has made by it. */
  Ensured delete(HasMetadata seen) {
    try {
      new ClusterWriter(client).delete(seen);
      return Ensured.WRITTEN;
    } catch (KubernetesClientException e) {
      return answer(seen, e);
    }
  }

  /**
   * The works of this hub for a workload in one managed cluster, as the API server has them now.
   *
   * @throws KubernetesClientException when it cannot be asked
   */
  List<GenericKubernetesResource> list(
      String cluster, String home, String namespace, String workload) {
    return client
        .genericKubernetesResources(ManifestWork.KIND)
        .inNamespace(cluster)
        .withLabels(
            Map.of(Labels.HOME, home, ManifestWork.NAMESPACE, namespace, Labels.WORKLOAD, workload))
        .list()
        .getItems();
  }

  private GenericKubernetesResource read(HasMetadata work) {
    return client
        .genericKubernetesResources(ManifestWork.KIND)
        .inNamespace(work.getMetadata().getNamespace())
        .withName(work.getMetadata().getName())
        .get();
  }

  /** Only another version makes an event. */
  private static Ensured written(HasMetadata now, HasMetadata seen) {
    return now.getMetadata().getResourceVersion().equals(seen.getMetadata().getResourceVersion())
        ? Ensured.UNCHANGED
        : Ensured.WRITTEN;
  }

  private static Ensured answer(HasMetadata work, KubernetesClientException e) {
    return ClusterWriter.stale(e)
        ? Ensured.STALE
        : Ensured.refused(ClusterWriter.refused(words(work), e));
  }

  private static DeliveryProblem ofSomebodyElse(HasMetadata work) {
    return DeliveryProblem.forPerson(
        DeliveryProblem.NAME_CONFLICT,
        words(work)
            + " belongs to somebody else and is not touched: delete it, or label it with "
            + Labels.HOME
            + " of this hub");
  }

  /** Nobody hears of it when it is there again: the same try finds the same until then. */
  private static DeliveryProblem nowhere(HasMetadata work, KubernetesClientException e) {
    return DeliveryProblem.passing(
        DeliveryProblem.REFUSED,
        words(work)
            + " cannot be created, as its namespace or its kind is not found: "
            + Refusal.words(e)
            + "; bring that back, or set spec.state of the zone to Drained; it is tried again by"
            + " itself");
  }

  private static String words(HasMetadata work) {
    return "ManifestWork "
        + work.getMetadata().getName()
        + " of namespace "
        + work.getMetadata().getNamespace();
  }
}
