/**
 * The one writer of decisions: caches to estate to plan to ledger, then the news.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code
 * delivery.gate}, {@code delivery.node}, {@code delivery.zone}, {@code evidence.chain}, {@code
 * ledger}, {@code operator.cache}, {@code operator.drill}, {@code operator.evidence}, {@code
 * operator.gate}, {@code operator.leadership}, {@code operator.log}, {@code operator.metric},
 * {@code operator.pass.adoption}, {@code operator.pass.plan}, {@code operator.snapshot}, {@code
 * operator.status}, {@code operator.trace}, {@code operator.trigger}, {@code placement}, {@code
 * placement.estate}, {@code placement.explain}, {@code placement.message}, {@code placement.model},
 * {@code status}, {@code time}, {@code translate}, {@code translate.finding}, {@code
 * translate.object}, {@code translate.policy}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.pass;
