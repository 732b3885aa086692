/**
 * Checks an export without a cluster: chain, signatures, and each decision decided once more.
 *
 * <p>It may import {@code evidence.chain}, {@code evidence.change}, {@code evidence.export}, {@code
 * evidence.input}, {@code evidence.person}, {@code placement}, {@code placement.check}, {@code
 * placement.estate}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.verification;
