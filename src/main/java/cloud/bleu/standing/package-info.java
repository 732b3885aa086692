/**
 * How waivers and drills stand, as reports show them.
 *
 * <p>It may import {@code api.v1alpha1}, {@code drill}, {@code evidence.assessment}, {@code
 * placement.message}, {@code placement.model}, {@code placement.simulation}, {@code report.page},
 * {@code time}, {@code translate.finding}, {@code translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.standing;
