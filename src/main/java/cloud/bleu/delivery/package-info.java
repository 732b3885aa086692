/**
 * A decision as Kubernetes objects: what is created, in which order, and what was seen of it.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery;
