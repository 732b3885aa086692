package cloud.bleu.translate.workload;

import cloud.bleu.placement.model.Provider;
import cloud.bleu.scheduling.ZoneLabels;
import cloud.bleu.translate.pod.Exposures;
import cloud.bleu.translate.pod.ExternalNames;
import cloud.bleu.translate.pod.Sources;
import cloud.bleu.translate.policy.Governance;
import cloud.bleu.translate.policy.Namespaces;
import cloud.bleu.translate.policy.Waivers;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a workload may refer to.
 *
 * @param labels what is known of the labels of nodes, by zone
 * @param elsewhere the zones that are in other clusters
 * @param hazards every key of a failure domain that some zone states
 */
public record Surroundings(
    Namespaces namespaces,
    Governance governance,
    Waivers waivers,
    Priorities priorities,
    Sources sources,
    Exposures exposures,
    ExternalNames externalNames,
    SortedSet<String> zones,
    Map<String, ZoneLabels> labels,
    SortedSet<String> elsewhere,
    SortedMap<String, Provider> providers,
    SortedSet<String> regions,
    SortedSet<String> hazards) {}
