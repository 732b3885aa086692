/**
 * Drafts of objects of the target, each guess marked.
 *
 * <p>It may import {@code assess.dependency}, {@code assess.manifest}, {@code assess.model}, {@code
 * placement.model}, {@code translate.finding}, {@code translate.manifest}, {@code translate.pod},
 * {@code translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.draft;
