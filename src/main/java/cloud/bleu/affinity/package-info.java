/**
 * What kube-scheduler would say of a pod and a zone: required node affinity, labels of nodes,
 * whether a pod is over.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.affinity;
