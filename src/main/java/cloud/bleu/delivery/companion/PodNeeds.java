package cloud.bleu.delivery.companion;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.ZoneManifest;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pods of a manifest need in another cluster: what they mention, and the companions. */
public final class PodNeeds {

  private final ClusterCompanions there;
  private final CompanionSource source;

  /**
   * @param there the copies in that cluster
   * @param source the objects that are copied
   */
  public PodNeeds(ClusterCompanions there, CompanionSource source) {
    this.there = there;
    this.source = source;
  }

  /**
   * What keeps the pods from starting there, with nothing written. It waits for both servers.
   *
   * @return null when everything is there, or goes along
   * @throws KubernetesClientException when the server of that cluster cannot be reached or fails
   */
  public @Nullable DeliveryProblem lacking(BleuWorkload workload, ZoneManifest manifest) {
    List<Companion> companions = workload.getSpec().workload().companions();
    for (Companion companion : companions) {
      CompanionSource.Found found = source.read(workload, companion);
      DeliveryProblem missing = found.problem();
      if (missing != null && !(found.isUnread() && there.stands(workload, companion))) {
        return in(manifest.zone(), missing);
      }
    }
    return lackingBesides(workload, manifest);
  }

  /** What lacks among the objects that pods mention and that are no companions; null: nothing. */
  public @Nullable DeliveryProblem lackingBesides(BleuWorkload workload, ZoneManifest manifest) {
    List<Companion> companions = workload.getSpec().workload().companions();
    String namespace = workload.getMetadata().getNamespace();
    for (PodReference reference : mentioned(manifest.object())) {
      if (!companions.contains(new Companion(reference.kind(), reference.name()))
          && !there.has(namespace, reference)) {
        return in(manifest.zone(), missing(namespace, reference));
      }
    }
    return null;
  }

  private static DeliveryProblem missing(String namespace, PodReference reference) {
    return DeliveryProblem.passing(
        DeliveryProblem.COMPANION_MISSING,
        reference.kind()
            + " "
            + reference.name()
            + ", which the template mentions in "
            + reference.where()
            + ", is not in namespace "
            + namespace
            + " of that cluster and is no companion: name it in spec.workload.companions, or create"
            + " it there");
  }

  /** A problem with the zone in its message. */
  public static DeliveryProblem in(String zone, DeliveryProblem problem) {
    return problem.withMessage("zone " + zone + ": " + problem.message());
  }

  /**
   * Whether the pods of a child cannot do without an object.
   *
   * @param child a Deployment or a StatefulSet
   */
  public static boolean mentions(HasMetadata child, Companion object) {
    return mentioned(child).stream()
        .anyMatch(one -> object.equals(new Companion(one.kind(), one.name())));
  }

  /** What the pods of a child mention and cannot do without. */
  private static List<PodReference> mentioned(HasMetadata child) {
    PodSpec spec = pod(child);
    return spec == null ? List.of() : PodReferences.of(spec);
  }

  /**
   * What the pods of a child mention, with what they start without, but not well.
   *
   * @param child a Deployment or a StatefulSet
   */
  public static List<PodReference> used(HasMetadata child) {
    PodSpec spec = pod(child);
    return spec == null ? List.of() : PodReferences.used(spec);
  }

  private static @Nullable PodSpec pod(HasMetadata child) {
    return child instanceof Deployment deployment
        ? deployment.getSpec().getTemplate().getSpec()
        : ((StatefulSet) child).getSpec().getTemplate().getSpec();
  }

  /**
   * Whether every pod of a child is by its present template, as its controller says.
   *
   * @param child a Deployment or a StatefulSet
   */
  public static boolean isRolledOut(HasMetadata child) {
    JsonNode tree = Serialization.jsonMapper().valueToTree(child);
    JsonNode status = tree.path("status");
    int asked = tree.path("spec").path("replicas").asInt(1);
    return status.path("observedGeneration").asLong(0)
            >= tree.path("metadata").path("generation").asLong(0)
        && status.path("updatedReplicas").asInt(0) == asked
        && status.path("replicas").asInt(0) == asked;
  }
}
