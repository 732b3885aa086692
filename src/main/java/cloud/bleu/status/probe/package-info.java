/**
 * What is said of the probes of zones. Pure.
 *
 * <p>It may import {@code api.v1alpha1} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.probe;
