/**
 * Instants and durations as objects of Kubernetes write them. Pure.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.time;
