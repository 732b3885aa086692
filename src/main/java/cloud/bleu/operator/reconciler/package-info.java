/**
 * One reconciler for each kind: it delivers what is decided and says what came of it.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code collection},
 * {@code delivery}, {@code delivery.gate}, {@code delivery.manifest}, {@code delivery.member},
 * {@code delivery.zone}, {@code drill}, {@code ledger}, {@code operator.cache}, {@code
 * operator.drill}, {@code operator.gate}, {@code operator.karmada}, {@code operator.log}, {@code
 * operator.member}, {@code operator.metric}, {@code operator.pass}, {@code operator.probe}, {@code
 * operator.routing}, {@code operator.snapshot}, {@code operator.status}, {@code operator.trace},
 * {@code operator.trigger}, {@code placement.estate}, {@code placement.explain}, {@code
 * placement.model}, {@code placement.objective}, {@code placement.simulation}, {@code status},
 * {@code status.evacuation}, {@code status.fault}, {@code status.loss}, {@code translate}, {@code
 * translate.finding}, {@code translate.load}, {@code translate.pod}, {@code translate.policy},
 * {@code translate.workload} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.reconciler;
