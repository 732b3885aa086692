/**
 * What kube-scheduler would say of a pod and a zone: required node affinity, labels of nodes,
 * whether a pod is over.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.scheduling;
