/**
 * Resilience drills for people and programs: simulated here, or as the operator of a cluster tells
 * them.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code cli.option}, {@code
 * cli.terminal}, {@code credential}, {@code drill}, {@code placement.model}, {@code
 * placement.simulation} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.drill;
