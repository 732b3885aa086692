package cloud.bleu.translate;

import cloud.bleu.placement.Provider;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a workload may refer to.
 *
 * @param hazards every key of a failure domain that some zone states
 */
record Surroundings(
    Namespaces namespaces,
    Governance governance,
    Waivers waivers,
    Priorities priorities,
    Sources sources,
    Exposures exposures,
    ExternalNames externalNames,
    SortedSet<String> zones,
    SortedMap<String, Provider> providers,
    SortedSet<String> regions,
    SortedSet<String> hazards) {}
