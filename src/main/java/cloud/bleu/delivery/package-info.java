/**
 * A decision as Kubernetes objects: what is created in a cluster, in which order, and what is never
 * touched.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery;
