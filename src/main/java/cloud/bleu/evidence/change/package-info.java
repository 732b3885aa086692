/**
 * What became of policies, facts and waivers, as notes in the chain.
 *
 * <p>It may import {@code evidence.chain}, {@code evidence.record}, {@code placement.catalogue},
 * {@code placement.estate}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.change;
