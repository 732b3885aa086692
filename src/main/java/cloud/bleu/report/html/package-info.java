/**
 * The page of an estate as one file of HTML: templates, the map, and what a browser may do with it.
 *
 * <p>It may import {@code evidence.assessment}, {@code placement.message}, {@code report.page} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.html;
