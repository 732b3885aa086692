/**
 * Which offerings a workload uses, what their qualifications are worth, and whose storage and
 * endpoints it relies on.
 *
 * <p>It may import {@code placement.estate}, {@code placement.message}, {@code placement.model} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.offering;
