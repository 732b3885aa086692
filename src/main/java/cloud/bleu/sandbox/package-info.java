/**
 * An API server, nodes and kubelets of our own, to try the operator on. Not in the operator's
 * image.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code apiserver.watch}, {@code
 * sandbox.kubectl} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.sandbox;
