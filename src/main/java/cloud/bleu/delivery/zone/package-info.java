/**
 * The seam: what a zone, and the cluster it is in, are asked to hold of one workload, and what they
 * report that they hold. Interfaces and values, without a client.
 *
 * <p>It may import {@code api.v1alpha1} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.zone;
