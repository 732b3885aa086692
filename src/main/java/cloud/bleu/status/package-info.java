/**
 * The status of every kind, computed from what was decided and seen. Pure.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code credential}, {@code
 * placement.catalogue}, {@code placement.estate}, {@code placement.explain}, {@code
 * placement.model}, {@code placement.objective}, {@code placement.offering}, {@code
 * placement.ownership}, {@code status.evacuation}, {@code status.fact}, {@code status.fault},
 * {@code status.loss}, {@code status.probe}, {@code status.served}, {@code time} and nothing else
 * of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status;
