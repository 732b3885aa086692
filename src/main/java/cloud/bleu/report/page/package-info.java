/**
 * What the page of an estate says, as records that are written as JSON or as HTML.
 *
 * <p>It may import {@code credential}, {@code evidence.assessment}, {@code evidence.chain}, {@code
 * evidence.record}, {@code placement}, {@code placement.estate}, {@code placement.explain}, {@code
 * placement.message}, {@code placement.model}, {@code placement.offering}, {@code
 * placement.simulation} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.page;
