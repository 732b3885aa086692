/**
 * An assessment, its graph, its waves, its drafts and its acceptance for people, and the options
 * that only it has.
 *
 * <p>It may import {@code api.v1alpha1}, {@code assess}, {@code assess.acceptance}, {@code
 * assess.catalogue}, {@code assess.dependency}, {@code assess.draft}, {@code assess.model}, {@code
 * assess.report}, {@code assess.wave}, {@code cli.assess.page}, {@code cli.input}, {@code
 * cli.option}, {@code cli.terminal}, {@code credential}, {@code migration}, {@code
 * placement.estate}, {@code placement.model}, {@code source}, {@code translate.finding}, {@code
 * translate.manifest}, {@code translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.assess;
