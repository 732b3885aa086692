/**
 * The engine asked about estates that are not: where everything comes to rest, what a loss takes,
 * and whether what workloads were promised for it would hold.
 *
 * <p>It may import {@code placement}, {@code placement.estate}, {@code placement.message}, {@code
 * placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.simulation;
