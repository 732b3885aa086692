/**
 * Canonical JSON, digests and the engine's records as trees: what is hashed.
 *
 * <p>It may import {@code credential}, {@code placement.estate}, {@code placement.message}, {@code
 * placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.record;
