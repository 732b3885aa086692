/**
 * Whether the node selector and the required node affinity of a pod leave it a node of a zone.
 * Asked when a workload is decided, and when a pod that somebody else created is given its zone.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.nodeaffinity;
