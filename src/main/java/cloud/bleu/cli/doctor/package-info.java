/**
 * What stands in the way of enforcing decisions.
 *
 * <p>It may import {@code admission}, {@code affinity}, {@code api.v1alpha1}, {@code apiserver},
 * {@code cli.input}, {@code cli.option}, {@code cli.terminal}, {@code credential}, {@code
 * delivery.gate}, {@code delivery.manifest}, {@code delivery.node}, {@code drill}, {@code
 * evidence.assessment}, {@code operator.config}, {@code placement.estate}, {@code
 * placement.message}, {@code placement.model}, {@code placement.simulation}, {@code standing},
 * {@code status}, {@code status.fact}, {@code status.probe}, {@code status.served}, {@code
 * translate}, {@code translate.finding}, {@code translate.load}, {@code translate.manifest}, {@code
 * translate.object}, {@code translate.pod}, {@code translate.policy}, {@code translate.zone} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.doctor;
