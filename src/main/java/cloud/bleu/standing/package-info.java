/**
 * How waivers, drills and clusters stand, and what may run on, as the command line and reports show
 * it.
 *
 * <p>It may import {@code api.v1alpha1}, {@code credential}, {@code drill}, {@code
 * evidence.assessment}, {@code placement.message}, {@code placement.model}, {@code
 * placement.simulation}, {@code report.page}, {@code status}, {@code time}, {@code
 * translate.finding}, {@code translate.policy}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.standing;
