package cloud.bleu.translate.workload;

import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.pod.Exposures;
import cloud.bleu.translate.pod.ExternalNames;
import cloud.bleu.translate.pod.Sources;
import cloud.bleu.translate.policy.BreakGlassAnnotation;
import cloud.bleu.translate.policy.BreakGlassRegister;
import cloud.bleu.translate.policy.Governance;
import cloud.bleu.translate.policy.Namespaces;
import cloud.bleu.translate.policy.Waivers;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a workload may refer to.
 *
 * @param labels what is known of the labels of nodes, by zone
 * @param elsewhere the zones that are in other clusters
 * @param karmada those of them that Karmada brings workloads to
 * @param managed those of them that are ManagedClusters of Open Cluster Management
 * @param hazards every key of a failure domain that some zone states
 */
public record ReferableNames(
    Namespaces namespaces,
    Governance governance,
    Waivers waivers,
    BreakGlassRegister breakGlass,
    Priorities priorities,
    Sources sources,
    Exposures exposures,
    ExternalNames externalNames,
    SortedSet<String> zones,
    Map<String, ZoneLabels> labels,
    SortedSet<String> elsewhere,
    SortedSet<String> karmada,
    SortedSet<String> managed,
    SortedMap<String, Provider> providers,
    SortedSet<String> regions,
    SortedSet<String> hazards) {

  /**
   * Whether others say the same to every workload that has no waiver and no break-glass, but for
   * what its own namespace and the Deployment that it refers to say.
   */
  boolean saysAs(ReferableNames other) {
    return zones.equals(other.zones)
        && regions.equals(other.regions)
        && hazards.equals(other.hazards)
        && labels.equals(other.labels)
        && elsewhere.equals(other.elsewhere)
        && karmada.equals(other.karmada)
        && managed.equals(other.managed)
        && providers.equals(other.providers)
        && priorities.rankAs(other.priorities)
        && externalNames.leadAs(other.externalNames)
        && governance.statesAs(other.governance);
  }

  /**
   * Whether what is read of a workload is the same at another instant, and as long as these say the
   * same: not while a waiver names it or a break-glass is open, nor while it looks for a Deployment
   * that is not there.
   */
  boolean isLasting(WorkloadId id, BleuWorkload object, @Nullable Deployment template) {
    return !waivers.names(id)
        && BreakGlassAnnotation.of(object) == null
        && (template != null || !Sources.isReference(object));
  }
}
