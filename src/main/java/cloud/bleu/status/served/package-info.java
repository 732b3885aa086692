/**
 * What is said of workloads in namespaces in which the operator may not change objects.
 *
 * <p>It may import {@code api.v1alpha1} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.served;
