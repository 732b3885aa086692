/**
 * Traces of the way from a change to what is written for it, by OpenTelemetry. Off unless asked
 * for; nobody else knows that library.
 *
 * <p>It may import {@code api.v1alpha1}, {@code collection}, {@code delivery.zone}, {@code ledger},
 * {@code operator.config}, {@code placement.model}, {@code translate.finding} and nothing else of
 * ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.trace;
