/**
 * An API server, nodes and kubelets of our own, to try the operator on. Not in the operator's
 * image.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.sandbox;
