/**
 * What the page of an estate says in French, and the words that explanations have from it.
 *
 * <p>It may import {@code placement.estate}, {@code placement.explain}, {@code placement.message},
 * {@code placement.model}, {@code report.page} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.french;
