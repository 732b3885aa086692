/**
 * Decisions as PlacementDecisions of the cluster inventory API, while the cluster has that kind.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.placementdecision;
