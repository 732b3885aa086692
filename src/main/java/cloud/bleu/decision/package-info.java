/**
 * A decision between the records of the API and those of the engine: how its evacuation plan is
 * written, and how it is read by whoever has a WorkloadPlacement or an entry of the ledger.
 *
 * <p>It may import {@code api.v1alpha1}, {@code evidence.record}, {@code placement.evacuation},
 * {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.decision;
