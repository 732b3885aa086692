package cloud.bleu.placement.simulation;

import cloud.bleu.placement.estate.Decision;

/**
 * The term of a workload that a loss breaks.
 *
 * @param term path in the spec, with the scope of an entry for its index: {@code
 *     resilience.tolerate[Site].keep}
 * @param missing replicas by which it is broken
 * @param reason why, as the engine says it
 */
public record BrokenTerm(String term, int missing, Decision.Reason reason) {}
