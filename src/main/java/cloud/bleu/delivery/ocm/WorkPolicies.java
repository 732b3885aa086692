package cloud.bleu.delivery.ocm;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a managed cluster holds once of a workload: nothing that this hub writes. Companions are in
 * the work of its zone.
 */
final class WorkPolicies implements ClusterWideTarget {

  private static final Logger LOG = LoggerFactory.getLogger(WorkPolicies.class);

  private final String cluster;
  private final WorkObjects objects;
  private final WorkWriter writer;
  private final WorkCompanions companions;
  private final WorkObstacles obstacles;

  WorkPolicies(String cluster, WorkObjects objects, WorkWriter writer, WorkCompanions companions) {
    this.cluster = cluster;
    this.objects = objects;
    this.writer = writer;
    this.companions = companions;
    obstacles = new WorkObstacles(cluster);
  }

  /** They are in the work of the zone: here is said only which cannot be read. */
  @Override
  public void ensureCompanions(BleuWorkload workload, List<DeliveryProblem> problems) {
    if (!obstacles.isCarried(workload)) {
      return;
    }
    companions.unread(workload).stream()
        .filter(problem -> !problems.contains(problem))
        .forEach(problems::add);
  }

  @Override
  public @Nullable EgressReport ensureEgress(
      BleuWorkload workload, Pods pods, List<DeliveryProblem> problems) {
    return observeEgress(workload, pods);
  }

  @Override
  public @Nullable EgressReport observeEgress(BleuWorkload workload, Pods pods) {
    return workload.getSpec().residency().egress() == null
        ? null
        : new EgressReport(
            List.of(
                DeliveryProblem.forPerson(
                    "EgressNotCarried",
                    "the operator writes no NetworkPolicy in ManagedCluster "
                        + cluster
                        + ": bring one of your own, and take egress out where nothing is to be said"
                        + " of it")),
            List.of());
  }

  @Override
  public boolean ensureBudget(
      BleuWorkload workload,
      Pods pods,
      @Nullable Integer maxUnavailable,
      List<DeliveryProblem> problems) {
    return false;
  }

  @Override
  public void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {}

  @Override
  public @Nullable DeliveryProblem left(BleuWorkload workload, Set<String> staying) {
    String namespace = workload.getMetadata().getNamespace();
    String name = workload.getMetadata().getName();
    DeliveryProblem left = left(objects.works(cluster, namespace, name), staying);
    if (left != null) {
      return left;
    }
    // What a cache does not show may be there all the same, and nobody would look for it again.
    String home = objects.home();
    if (home == null) {
      return DeliveryProblem.LEFT_UNKNOWN;
    }
    try {
      return left(writer.list(cluster, home, namespace, name), staying);
    } catch (KubernetesClientException e) {
      // Its other zones do not wait for that.
      return unlisted(e);
    }
  }

  private DeliveryProblem unlisted(KubernetesClientException e) {
    LOG.debug("works of ManagedCluster {} could not be listed", cluster, e);
    Refusal refusal = Refusal.of(e);
    return DeliveryProblem.unreachable(
        "what is left in ManagedCluster "
            + cluster
            + " is not known: "
            + (refusal == null ? answer(e) : refusal.sentence()));
  }

  private static String answer(KubernetesClientException e) {
    String answer =
        Refusal.isAnswered(e)
            ? "the API server answered " + e.getCode() + ": " + Refusal.words(e)
            : "the API server did not answer";
    return answer + "; it is asked again by itself";
  }

  private static @Nullable DeliveryProblem left(
      List<GenericKubernetesResource> works, Set<String> staying) {
    for (GenericKubernetesResource work : works) {
      String zone = Objects.requireNonNullElse(ObjectLabels.get(work, Labels.ZONE), "");
      if (!staying.contains(zone)) {
        return DeliveryProblem.removing("ManifestWork " + work.getMetadata().getName(), zone);
      }
    }
    return null;
  }
}
