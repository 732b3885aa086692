/**
 * The chain on a disk: appending, retention, what the chain knows of the objects of a cluster.
 *
 * <p>It may import {@code evidence.chain}, {@code evidence.change}, {@code evidence.input}, {@code
 * evidence.record} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.export;
