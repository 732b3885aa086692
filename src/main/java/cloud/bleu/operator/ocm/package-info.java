/**
 * Open Cluster Management, as far as zones name it: works, clusters, and whether they live. {@code
 * ZoneClusters} puts the clusters of all zones together. Nothing is watched before a zone names a
 * ManagedCluster.
 *
 * <p>It may import {@code api.v1alpha1}, {@code credential}, {@code delivery.cluster}, {@code
 * delivery.manifest}, {@code delivery.member}, {@code delivery.ocm}, {@code delivery.zone}, {@code
 * operator.cache}, {@code operator.member}, {@code placement.model}, {@code status.served}, {@code
 * time}, {@code translate.load}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.ocm;
