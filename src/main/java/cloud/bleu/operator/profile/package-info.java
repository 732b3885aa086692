/**
 * Clusters by ClusterProfiles of the cluster inventory of Kubernetes: what a profile says, and the
 * credential plugins that the operator runs to get there.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.profile;
