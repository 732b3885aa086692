/**
 * The page of the estate, served by the operator: to each reader what that reader may list, as the
 * API server says. It decides nothing, and nothing waits for it.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code collection}, {@code drill},
 * {@code evidence.assessment}, {@code evidence.chain}, {@code operator.config}, {@code
 * operator.snapshot}, {@code placement.catalogue}, {@code placement.estate}, {@code
 * placement.message}, {@code placement.model}, {@code report.french}, {@code report.html}, {@code
 * report.live}, {@code report.page}, {@code standing}, {@code translate}, {@code
 * translate.finding}, {@code translate.object}, {@code translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.page;
