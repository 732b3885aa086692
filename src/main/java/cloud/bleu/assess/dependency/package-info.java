/**
 * Who needs whom, each with its evidence, who holds data, and what leaves the estate.
 *
 * <p>It may import {@code assess.catalogue}, {@code assess.manifest}, {@code assess.model}, {@code
 * placement.model}, {@code translate.finding}, {@code translate.manifest}, {@code translate.object}
 * and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.dependency;
