/**
 * An explanation in French.
 *
 * <p>It may import {@code api.v1alpha1}, {@code cli.explain}, {@code cli.plan}, {@code
 * cli.terminal}, {@code credential}, {@code drill}, {@code placement.estate}, {@code
 * placement.explain}, {@code placement.message}, {@code placement.model}, {@code
 * placement.objective}, {@code placement.offering}, {@code placement.simulation}, {@code
 * report.french}, {@code translate.finding}, {@code translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.french;
