/**
 * What pods and templates bring along: requests, images, claims, traffic, what passes by the
 * decision.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code placement.message}, {@code
 * placement.model}, {@code placement.offering}, {@code translate.finding}, {@code translate.object}
 * and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.pod;
