/**
 * Keeps watches of an API server alive: finds out that a connection is dead though nobody said so,
 * and has each end of a watch lead to the next one without a word in the log.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.apiserver.watch;
