/**
 * Keeps watches of an API server alive: finds out that a connection is dead though nobody said so,
 * and that a watch is refused for good though Fabric8 would open it again for ever. What is over in
 * a moment leads to the next watch without a word in the log.
 *
 * <p>It may import {@code apiserver} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.apiserver.watch;
