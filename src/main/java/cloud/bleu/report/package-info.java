/**
 * Tables for spreadsheets and governance tools.
 *
 * <p>It may import {@code credential}, {@code evidence.assessment}, {@code evidence.chain}, {@code
 * evidence.change}, {@code placement.estate}, {@code placement.message}, {@code placement.model}
 * and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report;
