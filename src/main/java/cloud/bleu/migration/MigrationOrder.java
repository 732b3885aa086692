package cloud.bleu.migration;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.acceptance.OwnerRule;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.source.AssessedKinds;
import cloud.bleu.translate.manifest.Manifest;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a MigrationPlan asks for.
 *
 * @param namespaces whose objects are read
 * @param selector of the workloads among them; null: all
 * @param accepted findings that somebody takes upon himself
 * @param owners whose objects are whose; the first that covers one counts
 * @param dataClasses which data the workloads handle; empty: nobody says it
 * @param interval how often the cluster is read
 */
public record MigrationOrder(
    MigrationTarget target,
    List<String> namespaces,
    @Nullable LabelSelector selector,
    WaveRules rules,
    List<AcceptanceException> accepted,
    List<OwnerRule> owners,
    List<String> dataClasses,
    Duration interval) {

  /** Kinds that have pods. A selector is for these: what they name comes with them. */
  private static final Set<String> WORKLOADS =
      Set.of(
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "ReplicationController",
          "CronJob",
          "Job",
          "Pod");

  public MigrationOrder {
    namespaces = List.copyOf(namespaces);
    accepted = List.copyOf(accepted);
    owners = List.copyOf(owners);
    dataClasses = List.copyOf(dataClasses);
  }

  /** Whether an object is in no namespace because none of its kind is. */
  public static boolean isOfCluster(Manifest manifest) {
    return manifest.ref().namespace() == null && AssessedKinds.isOfCluster(manifest.ref().kind());
  }

  /** Whether an object is one of those that are read. */
  public boolean takes(Manifest manifest) {
    String namespace = manifest.ref().namespace();
    if (isOfCluster(manifest)) {
      return true;
    }
    if (!namespaces.contains(namespace == null ? "default" : namespace)) {
      return false;
    }
    if (selector == null || !WORKLOADS.contains(manifest.ref().kind())) {
      return true;
    }
    Map<String, String> labels = new HashMap<>();
    manifest
        .json()
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    return LabelSelectors.matches(selector, labels);
  }
}
