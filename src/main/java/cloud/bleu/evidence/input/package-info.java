/**
 * Everything that a pass decided on, as documents named by their digests.
 *
 * <p>It may import {@code collection}, {@code evidence.chain}, {@code evidence.record}, {@code
 * placement.catalogue}, {@code placement.estate} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.input;
