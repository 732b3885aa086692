/**
 * Zones that are ManagedClusters of Open Cluster Management: one ManifestWork for each workload in
 * such a zone, and what the agent of the cluster reports of it.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code credential},
 * {@code delivery.cluster}, {@code delivery.companion}, {@code delivery.manifest}, {@code
 * delivery.member}, {@code delivery.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.ocm;
