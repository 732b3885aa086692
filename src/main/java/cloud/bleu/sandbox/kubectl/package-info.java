/**
 * What kubectl asks of an API server and the embedded one does not answer by itself.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.sandbox.kubectl;
