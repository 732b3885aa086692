/**
 * Two states of rest side by side, and what a plan changes.
 *
 * <p>It may import {@code api.v1alpha1}, {@code ci}, {@code cli.input}, {@code cli.option}, {@code
 * cli.plan}, {@code cli.terminal}, {@code credential}, {@code drill}, {@code placement.estate},
 * {@code placement.explain}, {@code placement.message}, {@code placement.model}, {@code
 * placement.simulation}, {@code standing}, {@code time}, {@code translate}, {@code
 * translate.finding}, {@code translate.manifest}, {@code translate.object} and nothing else of
 * ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.whatif;
