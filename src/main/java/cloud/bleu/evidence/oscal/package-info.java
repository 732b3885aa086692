/**
 * OSCAL documents.
 *
 * <p>It may import {@code credential}, {@code evidence.assessment}, {@code evidence.chain}, {@code
 * evidence.change}, {@code evidence.record}, {@code placement.catalogue}, {@code placement.estate},
 * {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.oscal;
