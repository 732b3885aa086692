/**
 * What kube-scheduler would say of a pod and a zone: required node affinity, labels of nodes,
 * whether a pod is over.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.affinity;
