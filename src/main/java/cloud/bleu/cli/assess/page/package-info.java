/**
 * An assessment as one file of HTML, in English or French.
 *
 * <p>It may import {@code assess}, {@code assess.dependency}, {@code assess.model}, {@code
 * credential}, {@code placement.message}, {@code report.html}, {@code translate.manifest} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.assess.page;
