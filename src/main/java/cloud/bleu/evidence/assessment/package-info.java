/**
 * The answers of the rules for every workload, and the requirements of SecNumCloud that they serve.
 *
 * <p>It may import {@code placement.catalogue}, {@code placement.estate}, {@code
 * placement.message}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.assessment;
