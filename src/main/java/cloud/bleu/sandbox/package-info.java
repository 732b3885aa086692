/**
 * An API server, nodes and kubelets of our own, to try the operator on. Not in the operator's
 * image.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.sandbox;
