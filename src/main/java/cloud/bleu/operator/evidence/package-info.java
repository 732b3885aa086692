/**
 * Records passes to a directory, signs heads of the chain and sends them out.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code delivery.gate}, {@code
 * delivery.manifest}, {@code drill}, {@code evidence.chain}, {@code evidence.change}, {@code
 * evidence.export}, {@code evidence.input}, {@code evidence.person}, {@code evidence.record},
 * {@code ledger}, {@code operator.config}, {@code operator.snapshot}, {@code placement.estate},
 * {@code placement.model}, {@code time}, {@code translate}, {@code translate.finding}, {@code
 * translate.object}, {@code translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.evidence;
