/**
 * An explanation in English and for programs.
 *
 * <p>It may import {@code api.v1alpha1}, {@code cli.input}, {@code cli.option}, {@code cli.plan},
 * {@code cli.terminal}, {@code credential}, {@code drill}, {@code evidence.assessment}, {@code
 * expression}, {@code placement.estate}, {@code placement.explain}, {@code placement.message},
 * {@code placement.model}, {@code placement.objective}, {@code placement.offering}, {@code
 * placement.simulation}, {@code standing}, {@code status}, {@code translate}, {@code
 * translate.finding}, {@code translate.object}, {@code translate.policy}, {@code
 * translate.workload}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.explain;
