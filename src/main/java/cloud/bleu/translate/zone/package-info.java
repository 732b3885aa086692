/**
 * AvailabilityZone to a place, with what is seen of its nodes.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code credential}, {@code
 * placement.estate}, {@code placement.model}, {@code time}, {@code translate.finding}, {@code
 * translate.load}, {@code translate.object}, {@code translate.pod}, {@code translate.policy} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.zone;
