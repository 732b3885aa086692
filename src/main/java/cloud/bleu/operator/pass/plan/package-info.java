/**
 * What a pass decides, and the room that decisions hold until they are carried out.
 *
 * <p>It may import {@code api.v1alpha1}, {@code ledger}, {@code operator.trace}, {@code placement},
 * {@code placement.estate}, {@code placement.model}, {@code translate} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.pass.plan;
