/**
 * The decisions in force, written once and read back: WorkloadPlacements, gates, and the one object
 * that orders them.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code decision}, {@code
 * evidence.chain}, {@code placement.estate}, {@code placement.evacuation}, {@code placement.model}
 * and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.ledger;
