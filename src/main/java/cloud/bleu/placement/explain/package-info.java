/**
 * Why a workload is where it is, what a zone holds, what will change: read from published
 * decisions.
 *
 * <p>It may import {@code placement.catalogue}, {@code placement.estate}, {@code
 * placement.message}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.explain;
