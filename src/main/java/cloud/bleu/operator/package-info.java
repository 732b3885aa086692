/**
 * The operator, put together: what it is made of, its start and its end.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code apiserver.watch}, {@code
 * delivery}, {@code delivery.cluster}, {@code delivery.companion}, {@code delivery.karmada}, {@code
 * delivery.member}, {@code delivery.node}, {@code delivery.zone}, {@code evidence.chain}, {@code
 * ledger}, {@code operator.access}, {@code operator.cache}, {@code operator.config}, {@code
 * operator.drill}, {@code operator.evidence}, {@code operator.gate}, {@code operator.karmada},
 * {@code operator.leadership}, {@code operator.log}, {@code operator.member}, {@code
 * operator.metric}, {@code operator.migration}, {@code operator.ocm}, {@code operator.page}, {@code
 * operator.pass}, {@code operator.pass.adoption}, {@code operator.pass.plan}, {@code
 * operator.placementdecision}, {@code operator.probe}, {@code operator.profile}, {@code
 * operator.reconciler}, {@code operator.report}, {@code operator.routing}, {@code
 * operator.snapshot}, {@code operator.status}, {@code operator.trace}, {@code operator.trigger},
 * {@code placement.estate}, {@code placement.model}, {@code translate.finding}, {@code
 * translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator;
