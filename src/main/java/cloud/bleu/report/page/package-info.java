/**
 * What the page of an estate says, in English or French, as records that are written as JSON or as
 * HTML: what runs where, what each loss does, what changes when.
 *
 * <p>It may import {@code credential}, {@code evidence.assessment}, {@code evidence.chain}, {@code
 * evidence.record}, {@code placement}, {@code placement.estate}, {@code placement.explain}, {@code
 * placement.message}, {@code placement.model}, {@code placement.offering}, {@code
 * placement.simulation} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.page;
