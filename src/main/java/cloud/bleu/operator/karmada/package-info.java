/**
 * What is seen of Karmada on the API server that the operator works on: bindings, clusters, and
 * whether Karmada itself is alive. Nothing is watched before a zone names a cluster of Karmada.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.karmada;
