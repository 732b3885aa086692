/**
 * ResilienceDrill: the loss that it simulates, when it runs, and its status, computed from what a
 * run found. It knows neither files nor a cluster, and no clock.
 *
 * <p>It may import {@code api.v1alpha1}, {@code credential}, {@code placement.estate}, {@code
 * placement.model}, {@code placement.simulation}, {@code status}, {@code time}, {@code
 * translate.finding} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.drill;
