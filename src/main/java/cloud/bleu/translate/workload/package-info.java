/**
 * BleuWorkload and WorkloadPlacement to what must be placed and what is in force.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code credential}, {@code decision},
 * {@code placement.catalogue}, {@code placement.estate}, {@code placement.evacuation}, {@code
 * placement.message}, {@code placement.model}, {@code placement.objective}, {@code
 * placement.offering}, {@code time}, {@code translate.finding}, {@code translate.object}, {@code
 * translate.pod}, {@code translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.workload;
