/**
 * Keeps watches of an API server alive: finds out that a connection is dead though nobody said so.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.apiserver.watch;
