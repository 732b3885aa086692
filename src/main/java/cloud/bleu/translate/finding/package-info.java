/**
 * What is wrong with one object: what, where, what would be accepted, what to do.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code credential}, {@code
 * placement.model}, {@code placement.offering}, {@code time}, {@code translate.object} and nothing
 * else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.finding;
