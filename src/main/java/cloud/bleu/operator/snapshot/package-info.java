/**
 * What the last pass saw and decided, frozen for every controller, with the digests and dates that
 * it depends on.
 *
 * <p>It may import {@code api.v1alpha1}, {@code delivery.zone}, {@code evidence.record}, {@code
 * ledger}, {@code placement.catalogue}, {@code placement.estate}, {@code placement.explain}, {@code
 * placement.model}, {@code placement.objective}, {@code status}, {@code translate}, {@code
 * translate.finding}, {@code translate.object}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.snapshot;
