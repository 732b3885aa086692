/**
 * Zones that are ManagedClusters of Open Cluster Management: one ManifestWork for each workload in
 * such a zone, and what the agent of the cluster reports of it.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.ocm;
