/**
 * Clusters by ClusterProfiles of the cluster inventory of Kubernetes: what a profile says, and the
 * credential plugins that the operator runs to get there.
 *
 * <p>It may import {@code api.v1alpha1}, {@code credential}, {@code delivery.cluster}, {@code
 * operator.access}, {@code operator.cache}, {@code operator.config}, {@code time} and nothing else
 * of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.profile;
