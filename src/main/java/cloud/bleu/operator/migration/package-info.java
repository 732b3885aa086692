/**
 * Plans of migrations: the thread that reads what they name, page by page, and plans it.
 *
 * <p>It may import {@code api.v1alpha1}, {@code assess.catalogue}, {@code assess.model}, {@code
 * assess.wave}, {@code migration}, {@code operator.cache}, {@code operator.snapshot}, {@code
 * operator.status}, {@code operator.trigger}, {@code source}, {@code translate}, {@code
 * translate.manifest} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.migration;
