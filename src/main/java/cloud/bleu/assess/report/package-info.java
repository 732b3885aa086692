/**
 * An assessment, its graph, its waves and its checklist of the cutover as trees, drawings, SARIF,
 * JUnit and Markdown.
 *
 * <p>It may import {@code assess}, {@code assess.acceptance}, {@code assess.catalogue}, {@code
 * assess.dependency}, {@code assess.model}, {@code assess.wave}, {@code ci}, {@code
 * translate.finding}, {@code translate.manifest} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.report;
