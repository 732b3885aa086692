/**
 * Entries, the hash chain and the signatures on its heads.
 *
 * <p>It may import {@code credential}, {@code evidence.record}, {@code placement}, {@code
 * placement.estate}, {@code placement.evacuation}, {@code placement.model} and nothing else of
 * ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.chain;
