/**
 * Workloads that take over what runs by an engine: the room of that, and whose turn it is.
 *
 * <p>It may import {@code api.v1alpha1}, {@code ledger}, {@code operator.gate}, {@code
 * operator.pass.plan}, {@code placement}, {@code placement.catalogue}, {@code placement.estate},
 * {@code placement.model}, {@code translate}, {@code translate.finding} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.pass.adoption;
