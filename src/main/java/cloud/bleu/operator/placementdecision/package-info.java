/**
 * Decisions as PlacementDecisions of the cluster inventory API, while the cluster has that kind.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code ledger},
 * {@code operator.cache}, {@code operator.status}, {@code placement.model} and nothing else of
 * ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.placementdecision;
