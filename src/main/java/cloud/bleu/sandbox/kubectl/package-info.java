/**
 * What kubectl asks of an API server and the embedded one does not answer by itself: tables,
 * watches over plain HTTP, scale, schemas.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.sandbox.kubectl;
