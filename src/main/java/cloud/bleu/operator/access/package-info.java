/**
 * Where the way to another cluster comes from, such as the kubeconfig of a Secret, and which ways
 * may be used.
 *
 * <p>It may import {@code api.v1alpha1}, {@code operator.cache} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.access;
