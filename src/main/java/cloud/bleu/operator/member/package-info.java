/**
 * Clusters beside this one, each reached by a way that a source knows, such as the kubeconfig of a
 * Secret: whether they answer, what they have, and the way to write there. Each has clients,
 * threads and time-outs of its own.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.member;
