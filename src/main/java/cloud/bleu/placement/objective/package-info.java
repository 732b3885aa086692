/**
 * Recovery objectives (RTO and RPO) of a workload: what it asks, and whether what it states adds up
 * to that. The engine does not read them.
 *
 * <p>It may import {@code placement.estate}, {@code placement.message}, {@code placement.model} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.objective;
