/**
 * Open Cluster Management, as far as zones name it: works, clusters, and whether they live. Nothing
 * is watched before a zone names a ManagedCluster.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.ocm;
